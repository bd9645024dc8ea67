"""OPML 2.0, in which feed readers hand over their subscriptions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from xml.parsers import expat

from bot.domain.errors import ConfigError, Fault
from bot.domain.feeds import Feed

LARGEST_FILE = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One feed as an OPML file lists it."""

    name: str
    url: str
    #: The names of the folders it stands in, outermost first.
    folders: tuple[str, ...]
    line: int


class _Outlines:
    """Collects the feeds of a file while it is read."""

    def __init__(self, file: str) -> None:
        self.found: list[Subscription] = []
        self._file = file
        self._folders: list[str] = []
        self._is_opml = False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._entity

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if not self._is_opml and name.lower() != "opml":
            raise self._fault(f"is no OPML: it begins with <{name[:40]}>")
        self._is_opml = True
        if name.lower() != "outline":
            return
        given = {key.lower(): value.strip() for key, value in attributes.items()}
        title = given.get("title") or given.get("text") or ""
        url = given.get("xmlurl", "")
        if url:
            self.found.append(
                Subscription(
                    name=" ".join(title.split()) or url,
                    url=url,
                    folders=tuple(each for each in self._folders if each),
                    line=self.parser.CurrentLineNumber,
                )
            )
        self._folders.append("" if url else title)

    def _end(self, name: str) -> None:
        if name.lower() == "outline":
            self._folders.pop()

    def _entity(self, *declared: object) -> None:
        # Entities can name files of this machine, and can be written out without end.
        del declared
        raise self._fault("declares entities, which are not read")

    def _fault(self, reason: str) -> ConfigError:
        line = self.parser.CurrentLineNumber
        return ConfigError([Fault(file=self._file, line=line, reason=reason)])


def read_opml(content: bytes, file: str) -> Sequence[Subscription]:
    """Return the feeds of an OPML file in their order. Raises ConfigError with the line."""
    if len(content) > LARGEST_FILE:
        raise ConfigError([Fault(file=file, line=None, reason="the file is too large")])
    outlines = _Outlines(file)
    try:
        outlines.parser.Parse(content, True)
    except expat.ExpatError as error:
        reason = f"is no XML: {expat.ErrorString(error.code)}"
        raise ConfigError([Fault(file=file, line=error.lineno, reason=reason)]) from error
    except (LookupError, ValueError) as error:
        raise ConfigError([Fault(file=file, line=None, reason=f"is no XML: {error}")]) from error
    return outlines.found


def write_opml(feeds: Iterable[Feed], title: str) -> str:
    """Return feeds as OPML 2.0, in a folder for each kind of outlet, in the order of the file."""
    folders: dict[str, list[str]] = {}
    for feed in feeds:
        name, url = escape(feed.name), escape(feed.url)
        line = f'    <outline type="rss" text="{name}" title="{name}" xmlUrl="{url}"/>\n'
        folders.setdefault(feed.kind.value, []).append(line)
    body = "".join(
        f'  <outline text="{kind}" title="{kind}">\n{"".join(lines)}  </outline>\n'
        for kind, lines in folders.items()
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n'
        f"<head><title>{escape(title)}</title></head>\n<body>\n{body}</body>\n</opml>\n"
    )
