"""Bytes to characters, whatever the labels claim."""

from __future__ import annotations

import codecs
import re

from bot.domain.errors import ParseError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<\?xml[^<>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})"
    rb"|<meta[^<>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})",
    re.IGNORECASE,
)
#: Codes of programs, not of documents: some raise whatever is asked of them, some write surrogates.
_NO_DOCUMENT = frozenset(
    {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"}
)
#: Labels that mean Windows-1252 in practice (WHATWG Encoding, section 4.2).
_WESTERN = frozenset({"ascii", "iso8859-1", "iso8859-15", "cp1252"})


def decode(content: bytes, charset: str | None) -> str:
    """Return the document's characters.

    Order: byte order mark; UTF-16 by its zero bytes; UTF-8 when the bytes prove it; the
    document's own label; the server's; Windows-1252. A character cut in two at the end is dropped,
    other wrong bytes become U+FFFD. Raises ParseError for an empty document.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise ParseError("the server sent an empty document")
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if zero_bytes := _zero_byte_encoding(content):
        return content.decode(zero_bytes, "replace")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(content, final=False)
    except UnicodeDecodeError:
        return _decode_labelled(content, charset)


def _zero_byte_encoding(content: bytes) -> str | None:
    """Name UTF-16 written without a mark, seen by the zero halves of its first letters."""
    head = content[:64].lstrip(b"\n\r\t ") if content[:1] != b"\0" else content[:64]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if even + odd < len(head) // 3:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _decode_labelled(content: bytes, charset: str | None) -> str:
    match = _DECLARED.search(content[:2048])
    declared = (match[1] or match[2]).decode("ascii") if match else None
    for label in (declared, charset):
        encoding = _known(label)
        if encoding is None or encoding.startswith("utf-16"):
            continue
        if encoding == "utf-8":
            # Mostly sound UTF-8 with a broken spot stays UTF-8; else the label is a lie.
            text = content.decode("utf-8", "replace")
            if 2 * text.count("\ufffd") < sum(character > "\x7f" for character in text):
                return text
        elif encoding not in _WESTERN:
            return content.decode(encoding, "replace")
    return content.decode("cp1252", "replace")


def _known(label: str | None) -> str | None:
    try:
        info = codecs.lookup((label or "").strip())
    except (LookupError, ValueError):
        return None
    # Some labels name transformations (base64, zlib) and no character set.
    is_for_text = getattr(info, "_is_text_encoding", True) and info.name not in _NO_DOCUMENT
    return info.name if is_for_text else None
