"""What Discord refuses of messages and commands, with its error codes (50035 form)."""

from __future__ import annotations

import re
import urllib.parse

COMPONENTS_V2 = 1 << 15


FORM = {"message": "Invalid Form Body", "code": 50035}


class Errors(dict):
    """errors["embeds"]["0"]["title"]["_errors"] = [{code, message}]"""

    def add(self, path, code, message):
        node = self
        for part in path:
            node = node.setdefault(str(part), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def too_long(self, path, value, limit, minimum=0):
        n = len(value.strip())
        if n > limit:
            self.add(
                path,
                "BASE_TYPE_MAX_LENGTH" if not minimum else "BASE_TYPE_BAD_LENGTH",
                f"Must be {limit} or fewer in length."
                if not minimum
                else f"Must be between {minimum} and {limit} in length.",
            )
        elif minimum and n < minimum:
            self.add(
                path,
                "BASE_TYPE_BAD_LENGTH" if n else "BASE_TYPE_REQUIRED",
                f"Must be between {minimum} and {limit} in length."
                if n
                else "This field is required",
            )

    def url(self, path, value, allow=("http", "https", "attachment")):
        scheme = urllib.parse.urlsplit(value).scheme
        if scheme not in allow:
            self.add(
                path,
                "URL_TYPE_INVALID_SCHEME" if scheme else "URL_TYPE_INVALID_URL",
                f'Scheme "{scheme}" is not supported. Scheme must be one of {allow[:2]}.'
                if scheme
                else "Not a well formed URL.",
            )
        elif len(value) > 2048:
            self.add(path, "BASE_TYPE_MAX_LENGTH", "Must be 2048 or fewer in length.")


def check_embeds(err: Errors, embeds):
    if len(embeds) > 10:
        err.add(["embeds"], "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    total = 0
    for i, e in enumerate(embeds):
        at = ["embeds", i]
        for key, limit in (("title", 256), ("description", 4096)):
            if e.get(key) is not None:
                err.too_long([*at, key], str(e[key]), limit)
                total += len(str(e[key]).strip())
        for key, sub, limit in (("footer", "text", 2048), ("author", "name", 256)):
            if e.get(key):
                err.too_long([*at, key, sub], str(e[key].get(sub) or ""), limit)
                total += len(str(e[key].get(sub) or "").strip())
                for u in ("url", "icon_url"):
                    if e[key].get(u):
                        err.url([*at, key, u], e[key][u])
        if len(e.get("fields") or []) > 25:
            err.add([*at, "fields"], "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
        for j, f in enumerate(e.get("fields") or []):
            err.too_long([*at, "fields", j, "name"], str(f.get("name") or ""), 256, 1)
            err.too_long([*at, "fields", j, "value"], str(f.get("value") or ""), 1024, 1)
            total += len(str(f.get("name") or "").strip()) + len(str(f.get("value") or "").strip())
        for u in ("url",):
            if e.get(u):
                err.url([*at, u], e[u])
        for k in ("image", "thumbnail"):
            if e.get(k) and e[k].get("url"):
                err.url([*at, k, "url"], e[k]["url"])
        if e.get("timestamp") and not re.match(r"^\d{4}-\d\d-\d\d([T ]|$)", str(e["timestamp"])):
            err.add(
                [*at, "timestamp"],
                "DATE_TIME_TYPE_PARSE",
                f"Could not parse {e['timestamp']}. Should be ISO8601.",
            )
        if e.get("color") is not None and not 0 <= int(e["color"]) <= 0xFFFFFF:
            err.add(
                [*at, "color"],
                "NUMBER_TYPE_MAX",
                "int value should be less than or equal to 16777215.",
            )
    if total > 6000:
        err.add(["embeds"], "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def check_components(err: Errors, comps, path=("components",), ids=None):
    ids = set() if ids is None else ids
    if path == ("components",) and len(comps) > 5 and all(c.get("type") == 1 for c in comps):
        err.add(path, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    for i, c in enumerate(comps):
        at, kind = [*path, i], c.get("type")
        if kind == 1:
            kids = c.get("components") or []
            if not 1 <= len(kids) <= 5:
                err.add(
                    [*at, "components"],
                    "BASE_TYPE_BAD_LENGTH",
                    "Must be between 1 and 5 in length.",
                )
            check_components(err, kids, (*path, i, "components"), ids)
        elif kind == 2:
            err.too_long([*at, "label"], c.get("label") or "", 80)
            if c.get("style") == 5:
                err.url([*at, "url"], c.get("url") or "", ("http", "https", "discord"))
                if len(c.get("url") or "") > 512:
                    err.add([*at, "url"], "BASE_TYPE_MAX_LENGTH", "Must be 512 or fewer in length.")
            elif c.get("style") != 6 and not c.get("custom_id"):
                err.add(at, "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required")
        elif kind == 3:
            err.too_long([*at, "placeholder"], c.get("placeholder") or "", 150)
            if len(comps) > 1:
                err.add(at, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A menu takes a row of its own")
            check_options(err, at, c)
        cid = c.get("custom_id")
        if cid:
            err.too_long([*at, "custom_id"], cid, 100, 1)
            if cid in ids:
                err.add(
                    [*at, "custom_id"],
                    "COMPONENT_CUSTOM_ID_DUPLICATED",
                    "Component custom id cannot be duplicated",
                )
            ids.add(cid)


def check_options(err: Errors, at, menu):
    """The options of a menu: 1 to 25, each value once, at most one shown as chosen."""
    opts = menu.get("options") or []
    if not 1 <= len(opts) <= 25:
        err.add([*at, "options"], "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
    for j, o in enumerate(opts):
        err.too_long([*at, "options", j, "label"], o.get("label") or "", 100, 1)
        err.too_long([*at, "options", j, "value"], o.get("value") or "", 100, 1)
        err.too_long([*at, "options", j, "description"], o.get("description") or "", 100)
    values = [o.get("value") for o in opts]
    if len(set(values)) != len(values):
        err.add(
            [*at, "options"],
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
            "The specified option value is already used",
        )
    if sum(bool(o.get("default")) for o in opts) > menu.get("max_values", 1):
        err.add([*at, "options"], "SELECT_OPTIONS_MAX_DEFAULTS", "Too many options are chosen")


MAX_FILE = 10 * 2**20


def check_files(err: Errors, data, files):
    """Each description belongs to a file of the form, by its number (uploading files)."""
    fields = {f["field"] for f in files}
    for i, one in enumerate(data.get("attachments") or []):
        err.too_long(["attachments", i, "description"], one.get("description") or "", 1024)
        if f"files[{one.get('id')}]" not in fields:
            err.add(["attachments", i], "ATTACHMENT_NOT_FOUND", "Attachment data cannot be found")
    if len(files) > 10:
        err.add(["attachments"], "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")


def check_message(data, files, edit=False):
    if any(f["size"] > MAX_FILE for f in files):
        return 413, {"message": "Request entity too large", "code": 40005}
    err = Errors()
    check_files(err, data, files)
    content = data.get("content")
    if content:
        err.too_long(["content"], content, 2000)
    check_embeds(err, data.get("embeds") or [])
    check_components(err, data.get("components") or [])
    if data.get("nonce") is not None and len(str(data["nonce"])) > 25:
        err.add(["nonce"], "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    am = data.get("allowed_mentions")
    if am and "parse" in am:
        for kind in ("users", "roles"):
            if kind in am["parse"] and am.get(kind):
                err.add(
                    ["allowed_mentions"],
                    "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                    f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
                )
    if err:
        return 400, {"message": "Invalid Form Body", "code": 50035, "errors": err}
    if int(data.get("flags") or 0) & COMPONENTS_V2:
        if content or data.get("embeds"):
            return 400, {
                "message": "Invalid Form Body",
                "code": 50035,
                "errors": {
                    "_errors": [
                        {
                            "code": "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                            "message": "content and embeds cannot be used",
                        }
                    ]
                },
            }
    elif (
        not edit
        and not (content and content.strip())
        and not data.get("embeds")
        and not files
        and not data.get("components")
        and not data.get("poll")
        and not data.get("sticker_ids")
    ):
        return 400, {"message": "Cannot send an empty message", "code": 50006}
    return None


NAME = re.compile(r"^[-_'\w]{1,32}$", re.UNICODE)


def check_commands(cmds):
    err = Errors()
    if len([c for c in cmds if c.get("type", 1) == 1]) > 100:
        return 400, {
            "message": "Maximum number of application commands reached (100)",
            "code": 30032,
        }
    seen = set()
    for i, c in enumerate(cmds):
        size = _command(err, [i], c, top=True)
        key = (c.get("type", 1), c.get("name"))
        if key in seen:
            err.add(
                [i],
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            )
        seen.add(key)
        if size > 8000:
            err.add([i], "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")
    return (400, {"message": "Invalid Form Body", "code": 50035, "errors": err}) if err else None


def _command(err, at, c, top=False):
    name, size = str(c.get("name") or ""), 0
    if c.get("type", 1) == 1 or not top:
        if not NAME.match(name) or name != name.lower():
            err.add([*at, "name"], "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
        err.too_long([*at, "description"], str(c.get("description") or ""), 100, 1)
    size += len(name) + len(str(c.get("description") or ""))
    opts = c.get("options") or []
    if len(opts) > 25:
        err.add([*at, "options"], "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    optional_seen, names = False, set()
    for j, o in enumerate(opts):
        if o.get("type") in range(3, 12):
            if o.get("required") and optional_seen:
                err.add(
                    [*at, "options", j],
                    "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                    "Required options must be placed before non-required options",
                )
            optional_seen |= not o.get("required")
        if o.get("name") in names:
            err.add(
                [*at, "options", j],
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                "Option name already exists",
            )
        names.add(o.get("name"))
        size += _command(err, [*at, "options", j], o)
    choices = c.get("choices") or []
    if len(choices) > 25:
        err.add([*at, "choices"], "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    if choices and c.get("autocomplete"):
        err.add(
            [*at, "autocomplete"],
            "APPLICATION_COMMAND_AUTOCOMPLETE_NOT_ALLOWED_WITH_CHOICES",
            "autocomplete with choices",
        )
    for j, ch in enumerate(choices):
        err.too_long([*at, "choices", j, "name"], str(ch.get("name") or ""), 100, 1)
        size += len(str(ch.get("name"))) + len(str(ch.get("value")))
    return size
