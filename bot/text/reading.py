"""Reading: everything the bot understands of one article, from its text alone."""

from __future__ import annotations

from bot.domain.articles import Draft, Reading
from bot.text.beat.relevance import weigh
from bot.text.claiming.claims import find_claims
from bot.text.comparing.changes import find_correction
from bot.text.comparing.provenance import rewrite_signs
from bot.text.events.fingerprint import sketch
from bot.text.events.traits import traits_of
from bot.text.names.documents import find_documents
from bot.text.names.entities import find_mentions
from bot.text.names.roster import in_force
from bot.text.private.private_names import private_names
from bot.text.private.redaction import redact
from bot.text.prose.clean import one_line, plain_text
from bot.text.prose.furniture import strip_furniture

#: Characters of one article that are read; what follows is an archive page, not an article.
LONGEST_TEXT = 60_000


def read_draft(draft: Draft) -> Reading:
    """Return what the bot understands of a draft; deterministic, and without any memory."""
    with in_force(draft.officials):
        return _read(draft)


def _read(draft: Draft) -> Reading:
    title = one_line(draft.title)
    raw = plain_text(draft.text[: 4 * LONGEST_TEXT])[:LONGEST_TEXT]
    stripped = strip_furniture(
        raw,
        title=title,
        outlet=draft.outlet,
        recurring=frozenset(draft.recurring),
        official=draft.official,
    )
    body = redact(stripped.body)
    mentions = find_mentions(
        body, title=title, outlet=draft.outlet, published_at=draft.published_at
    )
    claims = find_claims(body, mentions)
    return Reading(
        body=body,
        byline=stripped.byline,
        printed_at=stripped.printed_at,
        relevance=weigh(title, body, outlet=draft.outlet, url=draft.url),
        fingerprint=sketch(body),
        traits=traits_of(title, body, mentions, draft.published_at),
        mentions=mentions,
        claims=claims,
        documents=find_documents(f"{title}\n{body}"),
        rewrite_signs=rewrite_signs(raw, body, claims),
        correction=find_correction(raw),
        private_names=private_names(body, mentions),
        lines=stripped.lines,
    )
