"""Modals and Home tabs as the fake Slack keeps them: opened by a trigger, filled in, submitted."""

from __future__ import annotations

import json
import secrets
import time

from tests.fakes.slack_blocks import Problems, _len, _text, validate_blocks
from tests.fakes.slack_state import SlackState

MAX_VIEW_BYTES = 250_000
MODAL_KEYS = {
    "type",
    "title",
    "blocks",
    "submit",
    "close",
    "private_metadata",
    "callback_id",
    "external_id",
    "clear_on_close",
    "notify_on_close",
}
HOME_KEYS = {"type", "blocks", "private_metadata", "callback_id", "external_id"}


def validate_view(view: object, kind: str) -> list:
    """Problems of a view of the kind (modal, home), each in the form of blocks.validate."""
    p = Problems()
    if not isinstance(view, dict):
        p.add("", "must be an object", type="object")
        return p
    if view.get("type") != kind:
        p.add("/type", f"must be {kind}", type="enum", expected=[kind])
    for key in sorted(set(view) - (MODAL_KEYS if kind == "modal" else HOME_KEYS)):
        p.add(f"/{key}", "unexpected field", type="additional_property")
    _len(p, "/private_metadata", view.get("private_metadata"), 3000)
    _len(p, "/callback_id", view.get("callback_id"), 255)
    if kind == "modal":
        _text(p, "/title", view.get("title"), 24, ("plain_text",))
        for name in ("submit", "close"):
            if name in view:
                _text(p, f"/{name}", view[name], 24, ("plain_text",))
    blocks = view.get("blocks")
    if not blocks:
        p.add("/blocks", "must have at least 1 item", type="min_items", expected=1)
        return p
    for problem in validate_blocks(blocks, "view"):
        p.append({**problem, "pointer": f"/blocks{problem['pointer']}"})
    asks = any(isinstance(b, dict) and b.get("type") == "input" for b in blocks)
    if asks and kind == "modal" and "submit" not in view:
        p.add("/submit", "required when a view has input blocks", type="required")
    return p


def inputs_of(view: dict) -> dict[str, dict]:
    """The input blocks of a view by their block_id."""
    return {b["block_id"]: b for b in view["blocks"] if b["type"] == "input"}


def state_of(view: dict, filled: dict[str, str]) -> dict:
    """What a person's entries come back as; what they leave alone keeps its initial value.

    Raises ValueError for what Slack's own client would not let a person submit.
    """
    values = {}
    for block_id, block in inputs_of(view).items():
        element = block["element"]
        value = _entered(element, filled.get(block_id))
        empty = value.get("value") is None and value.get("selected_option") is None
        if empty and not block.get("optional"):
            raise ValueError(f"{block_id} must be filled in")
        values[block_id] = {element["action_id"]: {"type": element["type"], **value}}
    unknown = set(filled) - set(values)
    if unknown:
        raise ValueError(f"the view has no field {sorted(unknown)}")
    return {"values": values}


def _entered(element: dict, entry: str | None) -> dict:
    if element["type"] == "plain_text_input":
        text = element.get("initial_value") if entry is None else entry
        if text is not None and len(text) > element.get("max_length", 3000):
            raise ValueError("longer than the field takes")
        return {"value": text or None}
    if entry is None:
        return {"selected_option": element.get("initial_option")}
    chosen = [one for one in element["options"] if one["value"] == entry]
    if not chosen:
        raise ValueError(f"no such choice: {entry}")
    return {"selected_option": chosen[0]}


class SlackViews(SlackState):
    """The views.* methods, triggers, and what an acknowledged submission does to its modal."""

    def new_trigger(self, user):
        trigger = f"{next(self.seq)}.1.{secrets.token_hex(4)}"
        self.triggers[trigger] = {"t": time.monotonic(), "used": False, "user": user}
        return trigger

    def take_trigger(self, d):
        """None, or the error Slack would answer for the trigger of a call."""
        known = self.triggers.get(d.get("trigger_id"))
        if known is None:
            return {"ok": False, "error": "invalid_trigger_id"}
        if known["used"]:
            return {"ok": False, "error": "exchanged_trigger_id"}
        if time.monotonic() - known["t"] > self.cfg["trigger_ttl"]:
            return {"ok": False, "error": "expired_trigger_id"}
        known["used"] = True
        return None

    def check_view(self, d, kind):
        view = d.get("view")
        if len(json.dumps(view)) > MAX_VIEW_BYTES:
            return {"ok": False, "error": "view_too_large"}
        problems = validate_view(view, kind)
        if not problems:
            return None
        messages = [f"[ERROR] {x['message']} [json-pointer:/view{x['pointer']}]" for x in problems]
        self.violate("invalid view", problems=list(problems))
        return {
            "ok": False,
            "error": "invalid_arguments",
            "response_metadata": {"messages": messages},
        }

    def keep_view(self, d, kind, user):
        view = {
            "private_metadata": "",
            "callback_id": "",
            **d["view"],
            "id": f"V{next(self.seq):06d}",
            "hash": f"{time.time():.7f}",
            "team_id": "T0FAKE",
            "state": {"values": {}},
        }
        self.views.append({"kind": kind, "user_id": user, "view": view, "open": True})
        return {"ok": True, "view": view}

    def m_views_open(self, d):
        trigger = self.triggers.get(d.get("trigger_id")) or {}
        error = self.take_trigger(d) or self.check_view(d, "modal")
        return error or self.keep_view(d, "open", trigger.get("user"))

    def m_views_publish(self, d):
        if not self.cfg["home_tab"]:
            return {"ok": False, "error": "not_enabled"}
        if d.get("user_id") not in self.users:
            return {"ok": False, "error": "invalid_arguments"}
        return self.check_view(d, "home") or self.keep_view(d, "publish", d["user_id"])

    def m_views_update(self, d):
        kept = self.open_view(d.get("view_id"))
        if kept is None:
            return {"ok": False, "error": "not_found"}
        if d.get("hash") not in (None, kept["view"]["hash"]):
            return {"ok": False, "error": "hash_conflict"}
        error = self.check_view(d, "modal")
        if error:
            return error
        kept["view"] = {**kept["view"], **d["view"], "hash": f"{time.time():.7f}"}
        kept["kind"] = "update"
        return {"ok": True, "view": kept["view"]}

    def open_view(self, view_id):
        return next(
            (v for v in self.views if v["view"]["id"] == view_id and v["open"]),
            None,
        )

    def submission_acked(self, env, answer):
        """What an acknowledgement of a submission does to the modal; refused ones are noted."""
        kept = self.open_view((env["payload"].get("view") or {}).get("id"))
        if kept is None:
            return
        action = (answer or {}).get("response_action")
        if action in (None, "clear"):
            kept["open"] = False
        elif action == "errors":
            fields = inputs_of(kept["view"])
            for field, words in (answer.get("errors") or {"": ""}).items():
                if field not in fields or not isinstance(words, str) or not words.strip():
                    self.violate("errors for a field the modal does not have", field=field)
        elif action == "update":
            if self.check_view(answer, "modal") is None:
                kept["view"] = {**kept["view"], **answer["view"]}
        else:
            self.violate("unknown response_action", action=action)
