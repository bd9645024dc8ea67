"""Who and what does it name? Lists and rules."""
