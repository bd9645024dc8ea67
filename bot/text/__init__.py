"""Plain functions over strings: deterministic, no IO, word lists in `lexicon`."""
