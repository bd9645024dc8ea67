"""Feeds read: bytes of strangers come in, `Entry` goes out.

Synchronous and picklable in and out, because it runs in a worker process that can be killed.
"""

from bot.adapters.feed_parser.documents import MAX_ENTRIES, parse_document

__all__ = ["MAX_ENTRIES", "parse_document"]
