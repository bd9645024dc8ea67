"""Silence: that somebody was asked and did not answer, in the words newspapers have for it."""

from __future__ import annotations

import re

#: What denies an answer and what would be one, in lower case. The pattern is dear, each of its
#: ways needs one of either, and few sentences hold both.
_DENIES = (
    *("no", "n't", "n’t", "never", "yet", "failed", "declin", "refus", "unavailable"),
    *("unanswered", "ignored", "referred"),
)
_ANSWERS = (
    *("comment", "respon", "repl", "return", "answer", "say", "statement", "discuss", "confirm"),
    *("reach", "contacted", "located", "available", "elaborate", "declin", "refus", "ignored"),
    "referred",
)
_COMMENT = (
    r"(?:\w+[’']?s?\s){0,7}?(?:requests?|questions?|e-?mails?|messages?|inquir(?:y|ies)|calls?|texts?|"
    r"voicemails?|comment|quer(?:y|ies)|allegations?|accusations?|lawsuits?|complaints?|letters?|"
    r"criticism)\b"
)
_NOT = r"(?:did|do|does|has|have|had|was|were|would|could)(?:\s(?:not|never)|n[’']t)(?:\s\w+ly)?"
#: "Did not respond to requests", "could not be reached", "calls were not returned".
_SILENCE = re.compile(
    rf"\b(?:{_NOT}|(?:has|have|had)\syet\sto|failed\sto)\s(?:respond(?:ed)?|repl(?:y|ied))"
    rf"(?:\s(?:immediately|directly|publicly|by|before|on|until|Monday|Tuesday|Wednesday|Thursday|"
    rf"Friday|Saturday|Sunday)\b|\sto\s{_COMMENT}|[,;.]|\s(?:and|but|when)\b)"
    rf"|\b(?:{_NOT}|(?:has|have|had)\syet\sto|failed\sto)\s(?:return(?:ed)?|answer(?:ed)?)\s{_COMMENT}"
    rf"|\b(?:{_NOT}|(?:has|have|had)\syet\sto)\s(?:comment(?:ed)?|(?:offer|provide|issue|make)(?:d|ed)?"
    r"\s(?:a\s|an\s|any\s)?(?:\w+\s)?(?:comment|statement|response|answer))\b"
    r"|\b(?:declin(?:ed|es|ing)|refus(?:ed|es|ing))\s(?:\w+ly\s)?(?:to\s(?:comment|answer|discuss|say|"
    r"be\sinterviewed|respond|elaborate|speak|talk|provide|make\s(?:\w+\s){1,3}available|confirm|"
    r"address|explain)|(?:\w+[’']?s?\s){0,6}?(?:requests?|interviews?|comment)\b)"
    r"|\b(?:could(?:\snot|n[’']t)|can(?:\s?not|[’']t))\s(?:\w+ly\s)?be\s(?:reached|contacted|located)\b"
    r"|\b(?:was|were|is|are)(?:\snot|n[’']t)\s(?:\w+ly\s)?(?:available|reachable)\b"
    r"|\bunavailable\s(?:for\scomment|to\scomment)|\b(?:had|has|have|offered|gave|with)\sno\s"
    r"(?:\w+\s)?(?:comment|response|statement)\b|\bno\scomment\b|\bwould(?:\snot|n[’']t)\s(?:\w+ly\s)?"
    r"(?:comment|elaborate|answer|say|discuss|confirm)\b"
    r"|\b(?:requests?|calls?|e-?mails?|messages?|questions?|inquiries|texts?|voicemails?)\b[^.;]{0,90}\s"
    rf"(?:{_NOT}\s(?:\w+ly\s)?(?:returned|answered)|went\sunanswered|were\sunanswered|"
    rf"{_NOT}\s(?:\w+ly\s)?receive\s(?:a|any)\sresponse)"
    r"|\bignored\s(?:\w+\s){0,4}?(?:requests?|questions|inquiries|messages)\b"
    r"|\breferred\s(?:all\s|any\s)?(?:questions|requests|inquiries|comment)\b",
    re.IGNORECASE,
)


def find_silence(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the first place in text[start:end] that tells of a silence; None without any."""
    low = text[start:end].lower()
    if not any(sign in low for sign in _DENIES) or not any(sign in low for sign in _ANSWERS):
        return None
    return _SILENCE.search(text, start, end)
