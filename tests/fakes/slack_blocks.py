"""Block Kit as Slack checks it: limits and required fields of every block of a message."""

from __future__ import annotations

import urllib.parse

# --------------------------------------------------------------------------- Block Kit validation
MAX_BLOCKS_MESSAGE, MAX_BLOCKS_VIEW, MESSAGE_BLOCK_CHARS = 50, 100, 13200
#: Characters of all markdown blocks together.
MAX_MARKDOWN = 12_000
INTERACTIVE = {
    "button",
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
    "multi_static_select",
    "multi_external_select",
    "multi_users_select",
    "multi_conversations_select",
    "multi_channels_select",
    "overflow",
    "datepicker",
    "timepicker",
    "datetimepicker",
    "radio_buttons",
    "checkboxes",
    "workflow_button",
}
MESSAGE_BLOCKS = {
    "section",
    "header",
    "divider",
    "context",
    "actions",
    "image",
    "rich_text",
    "markdown",
    "video",
    "file",
    "table",
    "input",
    "call",
    "context_actions",
    "card",
    "carousel",
    "alert",
    "plan",
    "task_card",
}


class Problems(list):
    def add(self, pointer: str, message: str, **constraint):
        self.append(
            {
                "code": "failed_constraint",
                "message": message,
                "pointer": pointer,
                "constraint": constraint,
            }
        )


def _text(p: Problems, ptr: str, obj, limit: int, kinds=("plain_text", "mrkdwn"), minimum=1):
    if not isinstance(obj, dict):
        return p.add(ptr, "must be an object", type="object")
    if obj.get("type") not in kinds:
        p.add(
            ptr + "/type", f"unsupported type: {obj.get('type')}", type="enum", expected=list(kinds)
        )
    text = obj.get("text")
    if not isinstance(text, str):
        return p.add(ptr + "/text", "missing required field: text", type="required")
    if len(text) < minimum:
        p.add(
            ptr + "/text",
            f"must be more than {minimum - 1} characters",
            type="min_length",
            expected=minimum,
        )
    if len(text) > limit:
        p.add(
            ptr + "/text",
            f"must be less than {limit + 1} characters",
            type="max_length",
            expected=limit,
        )
    if "emoji" in obj and obj.get("type") == "mrkdwn":
        p.add(ptr + "/emoji", "emoji is only allowed on plain_text", type="additional_property")
    return None


def _url(p: Problems, ptr: str, url, limit=3000):
    if not isinstance(url, str) or not url:
        return p.add(ptr, "missing required field", type="required")
    if len(url) > limit:
        p.add(ptr, f"must be less than {limit + 1} characters", type="max_length", expected=limit)
    if urllib.parse.urlsplit(url).scheme not in ("http", "https", "mailto", "slack"):
        p.add(ptr, f"invalid url: {url[:60]}", type="format", expected="url")
    return None


def _len(p, ptr, value, limit):
    if value is not None and (not isinstance(value, str) or len(value) > limit):
        p.add(ptr, f"must be less than {limit + 1} characters", type="max_length", expected=limit)


def _option(p, ptr, opt):
    if not isinstance(opt, dict):
        return p.add(ptr, "must be an object", type="object")
    _text(p, ptr + "/text", opt.get("text"), 75)
    _len(p, ptr + "/value", opt.get("value", ""), 150)
    if "description" in opt:
        _text(p, ptr + "/description", opt["description"], 75)
    return None


def _element(p: Problems, ptr: str, el, ids: set):
    if not isinstance(el, dict):
        return p.add(ptr, "must be an object", type="object")
    kind = el.get("type")
    if kind not in INTERACTIVE:
        return p.add(ptr + "/type", f"unsupported type: {kind}", type="enum")
    action_id = el.get("action_id")
    _len(p, ptr + "/action_id", action_id, 255)
    if action_id is not None:
        if action_id in ids:
            p.add(
                ptr + "/action_id",
                f"`action_id` {action_id} already exists in this block",
                type="unique",
            )
        ids.add(action_id)
    if kind == "button":
        _text(p, ptr + "/text", el.get("text"), 75, ("plain_text",))
        _len(p, ptr + "/value", el.get("value"), 2000)
        if "url" in el:
            _url(p, ptr + "/url", el["url"])
        if el.get("style") not in (None, "primary", "danger"):
            p.add(ptr + "/style", "invalid style", type="enum", expected=["primary", "danger"])
    if "placeholder" in el:
        _text(p, ptr + "/placeholder", el["placeholder"], 150, ("plain_text",))
    options, limit = (
        el.get("options"),
        {"overflow": 5, "checkboxes": 10, "radio_buttons": 10}.get(kind, 100),
    )
    if options is not None:
        if not 1 <= len(options) <= limit:
            p.add(
                ptr + "/options", f"must have 1 to {limit} items", type="max_items", expected=limit
            )
        for i, o in enumerate(options[: limit + 1]):
            _option(p, f"{ptr}/options/{i}", o)
    if (
        kind in ("static_select", "multi_static_select")
        and not options
        and not el.get("option_groups")
    ):
        p.add(ptr, "no options", type="required")
    if "initial_option" in el and el["initial_option"] not in (options or []):
        p.add(ptr + "/initial_option", "must be one of the options", type="enum")
    if "confirm" in el:
        c = el["confirm"]
        for f, n in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            _text(p, f"{ptr}/confirm/{f}", c.get(f), n)
    return None


def _input(p: Problems, ptr: str, block):
    _text(p, ptr + "/label", block.get("label"), 2000, ("plain_text",))
    if "hint" in block:
        _text(p, ptr + "/hint", block["hint"], 2000, ("plain_text",))
    element = block.get("element")
    if not isinstance(element, dict):
        p.add(ptr + "/element", "missing required field: element", type="required")
        return
    if element.get("type") != "plain_text_input":
        if element.get("type") in ("button", "overflow"):
            p.add(ptr + "/element/type", "no element of an input block", type="enum")
        _element(p, ptr + "/element", element, set())
        return
    _len(p, ptr + "/element/action_id", element.get("action_id"), 255)
    if "placeholder" in element:
        _text(p, ptr + "/element/placeholder", element["placeholder"], 150, ("plain_text",))
    for name, least in (("min_length", 0), ("max_length", 1)):
        length = element.get(name)
        if length is not None and not least <= length <= 3000:
            p.add(f"{ptr}/element/{name}", f"must be {least} to 3000", type="range")
    if len(element.get("initial_value") or "") > element.get("max_length", 3000):
        p.add(ptr + "/element/initial_value", "longer than max_length", type="max_length")


RICH_PARTS = {
    "rich_text_section",
    "rich_text_list",
    "rich_text_quote",
    "rich_text_preformatted",
}
RICH_LEAVES = {"text", "link", "date", "emoji", "user", "usergroup", "channel", "broadcast"}


def _rich_text(p: Problems, ptr: str, block):
    parts = block.get("elements")
    if not isinstance(parts, list) or not parts:
        p.add(ptr + "/elements", "missing required field: elements", type="required")
        return
    for i, part in enumerate(parts):
        at = f"{ptr}/elements/{i}"
        kind = part.get("type")
        if kind not in RICH_PARTS:
            p.add(at + "/type", f"unsupported type: {kind}", type="enum")
            continue
        inner = part.get("elements")
        if not isinstance(inner, list) or not inner:
            p.add(at + "/elements", "must have at least 1 item", type="min_items", expected=1)
            continue
        if kind == "rich_text_list":
            if part.get("style") not in ("bullet", "ordered"):
                p.add(at + "/style", "invalid style", type="enum", expected=["bullet", "ordered"])
            for j, item in enumerate(inner):
                if item.get("type") != "rich_text_section" or not item.get("elements"):
                    p.add(f"{at}/elements/{j}", "must be a section with elements", type="type")
                _rich_leaves(p, f"{at}/elements/{j}", item.get("elements") or [])
        else:
            _rich_leaves(p, at, inner)


def _rich_leaves(p: Problems, ptr: str, leaves):
    for i, leaf in enumerate(leaves):
        at = f"{ptr}/elements/{i}"
        kind = leaf.get("type")
        if kind not in RICH_LEAVES:
            p.add(at + "/type", f"unsupported type: {kind}", type="enum")
        if kind == "text" and not (isinstance(leaf.get("text"), str) and leaf["text"]):
            p.add(at + "/text", "must be more than 0 characters", type="min_length", expected=1)
        if kind in ("text", "link"):
            _len(p, at + "/text", leaf.get("text"), 3000)
        if kind == "link":
            _url(p, at + "/url", leaf.get("url"))
        if kind == "date" and not (
            isinstance(leaf.get("timestamp"), int) and isinstance(leaf.get("format"), str)
        ):
            p.add(at, "a date needs timestamp and format", type="required")


def validate_blocks(blocks, surface="message") -> list:
    """Problems found, each in the form that blocks.validate answers with."""
    p = Problems()
    if not isinstance(blocks, list):
        p.add("", "must be an array", type="array")
        return p
    limit = MAX_BLOCKS_MESSAGE if surface == "message" else MAX_BLOCKS_VIEW
    if len(blocks) > limit:
        p.add("", f"no more than {limit} items allowed", type="max_items", expected=limit)
    block_ids = set()
    for i, b in enumerate(blocks):
        _block(p, f"/{i}", b, block_ids)
    texts = [
        b.get("text") or "" for b in blocks if isinstance(b, dict) and b.get("type") == "markdown"
    ]
    if sum(map(len, texts)) > MAX_MARKDOWN:
        message = "markdown blocks exceed 12000 characters together"
        p.add("", message, type="max_length", expected=MAX_MARKDOWN)
    return p


def _block(p, ptr, b, block_ids):
    if not isinstance(b, dict):
        p.add(ptr, "must be an object", type="object")
        return
    kind = b.get("type")
    if kind not in MESSAGE_BLOCKS:
        p.add(ptr + "/type", f"unsupported type: {kind}", type="enum")
        return
    _len(p, ptr + "/block_id", b.get("block_id"), 255)
    if b.get("block_id"):
        if b["block_id"] in block_ids:
            p.add(ptr + "/block_id", "`block_id` already exists", type="unique")
        block_ids.add(b["block_id"])
    check = _CHECKS.get(kind)
    if check is not None:
        check(p, ptr, b)


def _section(p, ptr, b):
    if "text" not in b and "fields" not in b:
        p.add(ptr, "section needs text or fields", type="required")
    if "text" in b:
        _text(p, ptr + "/text", b["text"], 3000)
    if "fields" in b:
        _items(p, ptr + "/fields", b["fields"], 10)
        for j, f in enumerate(b["fields"]):
            _text(p, f"{ptr}/fields/{j}", f, 2000)
    if "accessory" in b:
        acc = b["accessory"]
        if isinstance(acc, dict) and acc.get("type") == "image":
            _picture(p, ptr + "/accessory", acc)
        else:
            _element(p, ptr + "/accessory", acc, set())


def _header(p, ptr, b):
    _text(p, ptr + "/text", b.get("text"), 150, ("plain_text",))


def _context(p, ptr, b):
    els = b.get("elements")
    _items(p, ptr + "/elements", els, 10)
    for j, e in enumerate(els or []):
        if isinstance(e, dict) and e.get("type") == "image":
            _picture(p, f"{ptr}/elements/{j}", e)
        else:
            _text(p, f"{ptr}/elements/{j}", e, 3000)


def _actions(p, ptr, b):
    els, ids = b.get("elements"), set()
    _items(p, ptr + "/elements", els, 25)
    for j, e in enumerate(els or []):
        _element(p, f"{ptr}/elements/{j}", e, ids)


def _image(p, ptr, b):
    if "slack_file" not in b:
        _url(p, ptr + "/image_url", b.get("image_url"))
    _described(p, ptr, b)
    _len(p, ptr + "/alt_text", b.get("alt_text"), 2000)
    if "title" in b:
        _text(p, ptr + "/title", b["title"], 2000, ("plain_text",))


def _markdown(p, ptr, b):
    _len(p, ptr + "/text", b.get("text"), MAX_MARKDOWN)


def _items(p, ptr, items, most):
    if not isinstance(items, list) or not 1 <= len(items) <= most:
        p.add(ptr, f"must have 1 to {most} items", type="max_items", expected=most)


def _picture(p, ptr, image):
    _url(p, ptr + "/image_url", image.get("image_url"))
    _described(p, ptr, image)


def _described(p, ptr, image):
    if not image.get("alt_text"):
        p.add(ptr + "/alt_text", "missing required field: alt_text", type="required")


_CHECKS = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "image": _image,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "input": _input,
}


def block_chars(node) -> int:
    """All characters of text and URLs in a block tree: about what the whole limit counts."""
    if isinstance(node, str):
        return len(node)
    if isinstance(node, list):
        return sum(map(block_chars, node))
    if isinstance(node, dict):
        return sum(
            block_chars(v) for k, v in node.items() if k not in ("type", "block_id", "action_id")
        )
    return 0
