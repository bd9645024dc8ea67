"""What a reader of a Discord message sees, would be pinged by, and where its links lead."""

from __future__ import annotations

import re
import unicodedata
import urllib.parse

MASKED = re.compile(r"\[([^\]\n]+)\]\(\s*<?([a-zA-Z][\w+.-]*:[^)\s>]+)>?[^)]*\)")
HOSTLIKE = re.compile(
    r"\b(?:[a-z0-9-]+\.)+(?:com|org|net|gov|edu|us|io|co|news|info)\b", re.IGNORECASE
)
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
ESCAPED = re.compile(r"\\([\\*_~`|>\[\]()<@#:-])")


def same_site(host, shown):
    return host == shown or host.endswith("." + shown) or shown.endswith("." + host)


def audit(data, default_parse):
    """Pings that would fire, masked links and whether their label lies, invisible characters."""
    content = data.get("content") or ""
    am = data.get("allowed_mentions")
    parse = am.get("parse", []) if am is not None else default_parse
    pings = []
    if "everyone" in parse:
        pings += re.findall(r"@(?:everyone|here)\b", content)
    for rx, kind in ((r"<@!?(\d+)>", "users"), (r"<@&(\d+)>", "roles")):
        for m in re.finditer(rx, content):
            if kind in parse or (am and m.group(1) in map(str, am.get(kind) or [])):
                pings.append(m.group(0))
    texts = [content]
    for e in data.get("embeds") or []:
        texts += [e.get("description") or ""] + [
            str(f.get("value") or "") for f in e.get("fields") or []
        ]
    masked, spoofed = [], []
    for t in texts:
        for label, url in MASKED.findall(ESCAPED.sub("", t)):
            host = (urllib.parse.urlsplit(url).hostname or "").lower()
            masked.append([label, url])
            names = map(str.lower, HOSTLIKE.findall(label))
            spoofed += [[label, url] for shown in names if not same_site(host, shown)]
    everything = " ".join(texts + [str(e.get("title") or "") for e in data.get("embeds") or []])
    return {
        "pings": pings,
        "masked_links": masked,
        "spoofed_links": spoofed,
        "invisible_chars": len(INVISIBLE.findall(everything)),
        "control_chars": sum(
            unicodedata.category(c) == "Cc" and c not in "\n\t" for c in everything
        ),
    }
