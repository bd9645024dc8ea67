"""Addresses: made absolute, made safe, and brought to the one form that tells pages apart.

Plain functions over strings; nothing is fetched or resolved here (the fetching room checks the
address it really connects to).
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit, urlunsplit

#: Longer addresses are refused: no publisher uses them, and every platform would cut them.
MAX_LENGTH = 8192

_PORTS = {"http": 80, "https": 443}

#: Parameters that say where a click came from, never which page is meant. Families by prefix
#: first (analytics suites number their parameters freely), then the single names that ad networks,
#: newsletters and publishers document.
_TRACKING_PREFIXES = (
    "utm_",
    "at_",
    "mc_",
    "hsa_",
    "pk_",
    "mtm_",
    "matomo_",
    "piwik_",
    "oly_",
    "vero_",
    "wickedid",
    "__hs",
    "_hs",
    "ga_",
    "stm_",
    "itm_",
)
_TRACKING_NAMES = (
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh li_fat_id "
    "intcmp icid cmpid ncid ocid smid smtyp sref cid_source ito mkt_tok mbid ref_src "
    "ref_url referrer spm s_kwcid ss_source ss_campaign_id trk trkcampaign tpcc taid "
    "xtor wt.mc_id wt_mc cmp ecid soc_src soc_trk guccounter guce_referrer guce_referrer_sig "
    "feedref feedname dlvrit ftag cvid _ga _gl _openstat ns_mchannel ns_source ns_campaign "
    "ns_linkname ns_fee share shared sharetype socialshare fb_action_ids fb_action_types "
    "fb_ref fb_source mibextid nr_email_referer emc src_cmp campaign_id instance_id "
    "regi_id leadsource traffic_source __twitter_impression "
    "__source embedded_source unlocked_article_code giftcopy gift gaa_at gaa_n gaa_ts gaa_sig "
    "reflink"
)
_TRACKING = frozenset(_TRACKING_NAMES.split())
_AMP_PARAMETERS = frozenset({"amp", "outputtype", "_amp", "amp_js_v", "usqp", "amp_gsa"})

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_ASCII_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp|shtml|cfm)$", re.IGNORECASE)
_AMP_TAIL = re.compile(r"(?:/amp|\.amp|/amp\.html|\.amp\.html|/amphtml)/*$", re.IGNORECASE)
#: Characters that hold the longest ending to be cut, so that a path of endings is read once.
_TAIL = 40
#: Under these of a country somebody's name begins one label further left ("amp.com.au").
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gob", "gov", "govt", "net", "or", "org"})
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_UNSAFE = re.compile(r"[^A-Za-z0-9\-._~!$&'()*+,;=:@/%\[\]]")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_GOOGLE = re.compile(r"(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?")


def absolute_url(url: str, base: str | None = None) -> str | None:
    """Return `url` made absolute through `base`, otherwise untouched; None when it is unsafe.

    Unsafe: another scheme than http or https, a user name before the host, no valid host.
    """
    cleaned = _trimmed(url)
    if not cleaned:
        return None
    if not _is_web(cleaned):
        if base is None or (_SCHEME.match(cleaned) and not _has_port_like_scheme(cleaned)):
            return None
        try:
            cleaned = urljoin(_trimmed(base), cleaned)
        except ValueError:
            return None
    return cleaned if _split(cleaned) is not None else None


def canonical_url(url: str, base: str | None = None) -> str | None:
    """Return the one form of an address that names the same page; None when it is unsafe.

    Host in lower case and punycode; no default port, fragment, tracking parameter, AMP variant or
    index file; percent-encoding and dots resolved (RFC 3986, section 6.2.2); parameters sorted.
    Applying it twice changes nothing.
    """
    absolute = absolute_url(url, base)
    if absolute is None:
        return None
    while unwrapped := _unwrapped(absolute):  # each is shorter than its wrapper
        absolute = unwrapped
    parts = _split(absolute)
    assert parts is not None
    host = _unamped_host(_host(parts) or "")
    query = _query(parts.query)
    path = _path(parts.path)
    found = urlunsplit((parts.scheme, host + _port(parts), path, query, ""))
    return found if len(found) <= MAX_LENGTH else None  # encoding makes it longer


def host_of(url: str) -> str:
    """Return the host as a reader may trust it: no `www.`, punycode unless it is Latin throughout.

    A label that mixes scripts, or that is written in one whose letters look like Latin ones, stays
    in its `xn--` form (Unicode TR 39). Empty when the address has no valid host.
    """
    parts = _split(_trimmed(url))
    host = _host(parts) if parts is not None else None
    if not host:
        return ""
    return ".".join(_readable_label(label) for label in host.removeprefix("www.").split("."))


def _trimmed(url: str) -> str:
    # Browsers drop tabs and line breaks inside addresses and read a backslash as a slash
    # (WHATWG URL, section 4.4); reading them otherwise would show another host than is opened.
    text = url.strip("".join(map(chr, range(33))) + "\u00a0\u200b\ufeff")
    text = text.replace("\t", "").replace("\n", "").replace("\r", "")
    if len(text) > MAX_LENGTH:
        return ""
    head, mark, tail = text.partition("?")
    if _is_web(head) or head.startswith(("//", "\\\\", "/\\")):
        head = head.replace("\\", "/")
    return head + mark + tail


def _is_web(url: str) -> bool:
    return url[:8].lower().replace("\\", "/").startswith(("http://", "https://"))


def _has_port_like_scheme(url: str) -> bool:
    # "news/2025:10" has no scheme although it holds a colon; a scheme ends before any slash.
    scheme = url.partition(":")[0]
    return "/" in scheme or "." in scheme


def _split(url: str) -> SplitResult | None:
    """Return the parts of a safe http(s) address, None otherwise."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in _PORTS or "@" in parts.netloc or port == 0:
        return None
    if any(ord(character) < 32 or ord(character) == 127 for character in url):
        return None
    return parts if _host(parts) else None


def _host(parts: SplitResult) -> str | None:
    host = (parts.hostname or "").rstrip(".")
    if not host or len(host) > 253:
        return None
    is_bracketed = "[" in parts.netloc
    if is_bracketed != (":" in host) or "%" in host:
        return None  # a future address form, or one with a zone: neither belongs into a link
    try:
        if is_bracketed:
            return f"[{ipaddress.IPv6Address(host).compressed}]"
        host = host.encode("idna").decode("ascii").lower()
    except ValueError:
        return None
    labels = host.split(".")
    return host if all(_ASCII_LABEL.fullmatch(label) for label in labels) else None


def _port(parts: SplitResult) -> str:
    port = parts.port
    return "" if port is None or port == _PORTS[parts.scheme] else f":{port}"


def _readable_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        text = label.encode("ascii").decode("idna")
    except UnicodeError:
        return label
    is_latin = all(
        character in "-0123456789" or unicodedata.name(character, "").startswith("LATIN ")
        for character in text
    )
    # Above U+024F stand look-alikes (phonetic letters, small capitals) that no name needs.
    return text if is_latin and max(text) <= "\u024f" else label


def _unwrapped(url: str) -> str | None:
    """Return the address inside a search engine's or AMP cache's wrapper, if it is one."""
    parts = _split(url)
    assert parts is not None
    host = _host(parts) or ""
    if host.endswith(".cdn.ampproject.org"):
        match = re.match(r"/[cv](/s)?/(.+)", parts.path)
        return _inner(match[2], secure=bool(match[1]), query=parts.query) if match else None
    if _GOOGLE.fullmatch(host):
        if match := re.match(r"/amp(/s)?/(.+)", parts.path):
            return _inner(match[2], secure=bool(match[1]), query=parts.query)
        if parts.path == "/url":
            return _parameter(parts.query, "url", "q")
    if host == "www.bing.com" and parts.path == "/news/apiclick.aspx":
        return _parameter(parts.query, "url")
    return None


def _inner(rest: str, *, secure: bool, query: str) -> str | None:
    return absolute_url(f"http{'s' * secure}://{rest}" + (f"?{query}" if query else ""))


def _parameter(query: str, *names: str) -> str | None:
    try:
        values = dict(parse_qsl(query, max_num_fields=100))
    except ValueError:
        return None
    return next((found for name in names if (found := absolute_url(values.get(name, "")))), None)


def _unamped_host(host: str) -> str:
    while host.startswith("amp.") and host.count(".") > 1:
        name, _, country = host.removeprefix("amp.").partition(".")
        if name in _SECOND_LEVEL and len(country) == 2:
            return host
        host = host.removeprefix("amp.")
    return host


def _path(path: str) -> str:
    path = _encoded(path) or "/"
    path = _without_dots(path)
    # Each cut may lay bare another ending ("/amp/index.html"), so cut until nothing changes.
    while True:
        tail = _INDEX.sub("/", _AMP_TAIL.sub("", path[-_TAIL:]))
        shorter = path[:-_TAIL] + tail or "/"
        if shorter == path:
            return path
        path = shorter


def _without_dots(path: str) -> str:
    """Remove dot segments and doubled slashes (RFC 3986, section 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment not in {"", "."}:
            kept.append(segment)
    closing = "/" if kept and segments[-1] in {"", ".", ".."} else ""
    return "/" + "/".join(kept) + closing


def _encoded(text: str, safe: str = "") -> str:
    """Percent-encode what must be, decode what need not be, hex digits in upper case."""
    text = _STRAY_PERCENT.sub("%25", text)
    text = _PERCENT.sub(_decoded_if_plain, text)
    return _UNSAFE.sub(lambda match: _percent(match[0], safe), text)


def _decoded_if_plain(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _percent(character: str, safe: str) -> str:
    if character in safe:
        return character
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def _query(query: str) -> str:
    # Links are often escaped once too often in feeds.
    query = query.replace("&amp;", "&")
    fields = [field for field in query.split("&") if field and not _is_tracking(field)]
    fields = [_encoded(field, safe="?") for field in fields]
    # Sorting is safe between names only: one name's values keep their order.
    return "&".join(sorted(fields, key=lambda field: field.partition("=")[0]))


def _is_tracking(field: str) -> bool:
    name, _, value = field.partition("=")
    name = _encoded(name).lower()
    if value.lower().startswith("rss"):  # mod=rss_news, source=rss: the feed speaking of itself
        return True
    if name in _AMP_PARAMETERS:
        return name != "outputtype" or value.lower() == "amp"
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)
