"""Changes: what a publisher altered between two texts of an article, and printed corrections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from bot.domain.articles import Change, ChangeKind
from bot.text.claiming.figures import find_figures
from bot.text.claiming.quotations import find_quotations
from bot.text.prose.sentences import paragraphs, split

#: Share of characters in the same order from which two sentences are one sentence edited.
_SAME_SENTENCE = 0.55
#: Share from which a changed word is a spelling slip.
_SAME_WORD = 0.6
#: Changed words up to which an edit without number, name or quote is a slip.
_SLIP_WORDS = 2
#: Correction notices are given in up to this many sentences.
_NOTICE_SENTENCES = 3
#: Sentences of a text that are compared: a text with more that is new is another text.
_MOST_SENTENCES = 120


def compare_texts(
    old_title: str, old_body: str, new_title: str, new_body: str
) -> tuple[Change, ...]:
    """Return the changes from the old text to the new: the headline first, then by place.

    Sentences that only moved, and changes of white space or of the shape of quotation marks, are
    none. A removed sentence with a number or quotation found nowhere in the new text is a change
    of that kind with an empty `after`.
    """
    return (
        *_headline(old_title, new_title),
        *_corrections(old_body, new_body),
        *_sentences(old_body, new_body),
    )


def _normal(text: str) -> str:
    for odd, plain in (("“", '"'), ("”", '"'), ("’", "'"), ("‘", "'"), ("–", "-"), ("—", "-")):
        text = text.replace(odd, plain)
    return " ".join(text.split())


def _headline(old: str, new: str) -> Iterator[Change]:
    if _normal(old) == _normal(new) or not old.strip() or not new.strip():
        return
    kind = _kind(old, new)
    slip = kind is ChangeKind.TYPO or _normal(old).lower() == _normal(new).lower()
    yield Change(kind=ChangeKind.TYPO if slip else ChangeKind.HEADLINE, before=old, after=new)


def _corrections(old: str, new: str) -> Iterator[Change]:
    before, after = find_correction(old), find_correction(new)
    if after is not None and (before is None or _normal(before) != _normal(after)):
        yield Change(kind=ChangeKind.CORRECTION, before=before or "", after=after)


# -- sentences -----------------------------------------------------------------------------------


def _sentences(old_body: str, new_body: str) -> Iterator[Change]:
    """Pair the sentences that stand in one text only and tell what each pair changes."""
    old = [one.text for one in split(old_body)]
    new = [one.text for one in split(new_body)]
    kept_old, kept_new = {_normal(one) for one in old}, {_normal(one) for one in new}
    gone = [one for one in old if _normal(one) not in kept_new][:_MOST_SENTENCES]
    come = [one for one in new if _normal(one) not in kept_old and not _is_notice(one)]
    come = come[:_MOST_SENTENCES]
    for before, after in _pairs(gone, come):
        kind = _kind(before, after) if before and after else _lone_kind(before, new_body)
        yield Change(kind=kind, before=before, after=after)


def _pairs(gone: Sequence[str], come: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Return each removed sentence with its edited form ("" for none), then what is new."""
    free = list(come)
    for before in gone:
        best = max(free, key=lambda after: _likeness(before, after), default="")
        if best and _likeness(before, best) >= _SAME_SENTENCE:
            free.remove(best)
            yield before, best
        else:
            yield before, ""
    yield from (("", after) for after in free)


@lru_cache(maxsize=4 * _MOST_SENTENCES)
def _tokens(sentence: str) -> tuple[str, ...]:
    return tuple(_normal(sentence).split())


def _likeness(one: str, two: str) -> float:
    first, second = _tokens(one), _tokens(two)
    shared = 2 * len(set(first) & set(second)) / max(len(set(first)) + len(set(second)), 1)
    if shared < _SAME_SENTENCE / 2:
        return shared
    return SequenceMatcher(a=first, b=second, autojunk=False).ratio()


def _lone_kind(before: str, new_body: str) -> ChangeKind:
    """Return the kind of a sentence that was removed; added sentences are plain text."""
    if not before:
        return ChangeKind.TEXT
    quotes = [one.words for one in find_quotations(before)]
    if any(_normal(words) not in _normal(new_body) for words in quotes if len(words.split()) > 2):
        return ChangeKind.QUOTE
    if any(one.surface not in new_body for one in find_figures(before)):
        return ChangeKind.NUMBER
    return ChangeKind.TEXT


_WORD = re.compile(r"[^\W_]+(?:[’'.,:-][^\W_]+)*")
_LITTLE = frozenset({"a", "an", "the", "of", "to", "in", "on", "at", "that", "and"})
_DIGITS = re.compile(r"\d")


def _kind(before: str, after: str) -> ChangeKind:
    """Return what an edit of one sentence changes; the weightiest kind wins."""
    removed, added = _changed_words(before, after)
    if _numbers(before, removed) != _numbers(after, added):
        return ChangeKind.NUMBER
    if _quoted(before) != _quoted(after) and not _is_slip(removed, added):
        return ChangeKind.QUOTE
    if _names(before, removed) != _names(after, added):
        return ChangeKind.NAME
    return ChangeKind.TYPO if _is_slip(removed, added) else ChangeKind.TEXT


def _changed_words(before: str, after: str) -> tuple[list[str], list[str]]:
    first, second = _WORD.findall(_normal(before)), _WORD.findall(_normal(after))
    removed: list[str] = []
    added: list[str] = []
    matcher = SequenceMatcher(a=first, b=second, autojunk=False)
    for tag, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if tag != "equal":
            removed += first[a_from:a_to]
            added += second[b_from:b_to]
    return removed, added


def _numbers(sentence: str, changed: Sequence[str]) -> list[str]:
    """Return the changed words with digits and the sentence's figures, as what they amount to."""
    figures = [f"{one.value} {one.unit} {one.qualifier}" for one in find_figures(sentence)]
    return sorted([*figures, *(word for word in changed if _DIGITS.search(word))])


def _quoted(sentence: str) -> list[str]:
    return [_normal(one.words).strip(" ,.") for one in find_quotations(_normal(sentence))]


def _names(sentence: str, changed: Sequence[str]) -> list[str]:
    """Return the changed words that are capitalised within the sentence."""
    opening = next(iter(_WORD.findall(sentence)), "")
    return sorted(word for word in changed if word[0].isupper() and word != opening)


def _is_slip(removed: Sequence[str], added: Sequence[str]) -> bool:
    """Whether the changed words are respellings, articles or punctuation."""
    old = [word.lower() for word in removed if word.lower() not in _LITTLE]
    new = [word.lower() for word in added if word.lower() not in _LITTLE]
    if len(old) != len(new) or len(old) > _SLIP_WORDS:
        return False
    return all(
        SequenceMatcher(a=one, b=two, autojunk=False).ratio() >= _SAME_WORD
        for one, two in zip(old, new, strict=True)
    )


# -- corrections ---------------------------------------------------------------------------------

_LABEL = re.compile(
    r"\W{0,3}(?:(?:corrections?|clarification)(?:\s?\([^)\n]{1,30}\)|\s(?:appended|notice|note|on\s"
    r"[A-Z][a-z]+\.?\s\d{1,2}(?:,\s\d{4})?))?\s?[:—–-]\s?(?=\S)"
    r"|CORRECTION\b|corrects?\s[a-z]+(?:\s[a-z]+)?\sin\b)",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\b(?:an?|the|our|in\san?)\s(?:earlier|previous|prior|original|initial)\sversions?\sof\sthis\b"
    r"[^\n]{0,80}\b(?:misstated|misspelled|misidentified|mischaracterized|misattributed|misquoted|"
    r"incorrect(?:ly)?|inaccurate(?:ly)?|erroneous(?:ly)?|wrong(?:ly)?|said|stated|gave|"
    r"mistakenly|misreported|omitted|contained|referred|included|overstated|understated)\b"
    r"|\bthis\s(?:story|article|report|post|headline|page|version|item|piece)\s(?:has\sbeen|was|is\s"
    r"being)\s(?:\w+\s)?(?:corrected|(?:updated|revised|changed|amended|edited)\sto\s(?:correct|"
    r"clarify|fix|reflect\sthe\scorrect))\b"
    r"|\b(?:was|is|were|are)\scorrected\son\s[A-Z]"
    r"|\bwe\sregret\sthe\serror\b|\b[A-Z]\w+\sregrets\sthe\serror\b",
    re.IGNORECASE,
)
_EDITORS_NOTE = re.compile(r"\W{0,3}editor[’']?s?[’']?\snote\s?:", re.IGNORECASE)
_WRONG = re.compile(
    r"\b(?:misstated|misspelled|misidentified|incorrect(?:ly)?|inaccurate(?:ly)?|erroneous(?:ly)?|"
    r"corrected|correction|in error|mistaken(?:ly)?|retract(?:ed|ion))\b",
    re.IGNORECASE,
)


def find_correction(text: str) -> str | None:
    """Return the text of a published correction, at most three sentences; None when none stands.

    Calls to report an error, "corrections officers" and a paper's corrections policy are none.
    """
    for span in paragraphs(text):
        notice = _notice(text[span.start : span.end])
        if notice is not None:
            return notice
    return None


def _notice(paragraph: str) -> str | None:
    label = _LABEL.match(paragraph)
    noted = _EDITORS_NOTE.match(paragraph) and _WRONG.search(paragraph)
    says = _NOTICE.search(paragraph)
    if (label is not None and _is_label(paragraph, label)) or noted:
        opening = 0
    elif says is not None:
        opening = says.start()
    else:
        return None
    sentences = split(paragraph)
    first = next(i for i, one in enumerate(sentences) if one.start <= opening < one.end)
    last = sentences[min(first + _NOTICE_SENTENCES, len(sentences)) - 1]
    return paragraph[sentences[first].start : last.end]


def _is_label(paragraph: str, label: re.Match[str]) -> bool:
    """Whether words follow the label that could be a notice: at least four."""
    return len(_WORD.findall(paragraph[label.end() :])) >= 4


def _is_notice(sentence: str) -> bool:
    return _notice(sentence) is not None
