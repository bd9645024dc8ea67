"""Forms (modals) of the strict Discord: what it refuses of them, and how a person fills them in."""

from __future__ import annotations

from tests.fakes.discord_checks import Errors, check_options

LABEL, MENU, TEXT = 18, 3, 4


def check_form(data):
    """What Discord refuses of a form, in its 50035 form; None for a good one."""
    err, names = Errors(), set()
    err.too_long(["data", "title"], data.get("title") or "", 45, 1)
    err.too_long(["data", "custom_id"], data.get("custom_id") or "", 100, 1)
    parts = data.get("components") or []
    if not 1 <= len(parts) <= 5:
        err.add(["data", "components"], "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5.")
    for i, part in enumerate(parts):
        at = ["data", "components", i]
        if part.get("type") != LABEL:
            err.add(at, "UNION_TYPE_CHOICES", "Value of field 'type' must be 18.")
            continue
        err.too_long([*at, "label"], part.get("label") or "", 45, 1)
        err.too_long([*at, "description"], part.get("description") or "", 100)
        _check_part(err, [*at, "component"], part.get("component") or {}, names)
    return (400, {"message": "Invalid Form Body", "code": 50035, "errors": err}) if err else None


def _check_part(err, at, part, names):
    name = part.get("custom_id") or ""
    err.too_long([*at, "custom_id"], name, 100, 1)
    if name in names:
        err.add([*at, "custom_id"], "COMPONENT_CUSTOM_ID_DUPLICATED", "Cannot be duplicated")
    names.add(name)
    if part.get("type") == MENU:
        check_options(err, at, part)
    elif part.get("type") == TEXT:
        _check_text(err, at, part)
    else:
        err.add([*at, "type"], "BASE_TYPE_CHOICES", "A form takes text inputs and menus.")


def _check_text(err, at, part):
    if part.get("style") not in (1, 2):
        err.add([*at, "style"], "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
    if "label" in part:
        err.add([*at, "label"], "BASE_TYPE_BAD", "A text input under a label has none itself.")
    err.too_long([*at, "placeholder"], part.get("placeholder") or "", 100)
    longest = part.get("max_length", 4000)
    if not 1 <= longest <= 4000:
        err.add([*at, "max_length"], "NUMBER_TYPE_MAX", "Must be between 1 and 4000.")
    err.too_long([*at, "value"], part.get("value") or "", min(longest, 4000))


def filled(form, values):
    """The components a client sends for a form filled in; what is not named stays as shown.

    Raises ValueError for what a client would not let its person send.
    """
    left = dict(values)
    sent = [
        {"type": LABEL, "id": number, "component": _sent(part["component"], left)}
        for number, part in enumerate(form["components"], 1)
    ]
    if left:
        raise ValueError(f"the form has no {sorted(left)}")
    return sent


def _sent(part, left):
    name, needed = part["custom_id"], part.get("required", True)
    if part["type"] == TEXT:
        value = left.pop(name, part.get("value") or "")
        if len(value) > part.get("max_length", 4000) or (needed and not value):
            raise ValueError(f"{name} cannot be {value!r}")
        return {"type": TEXT, "custom_id": name, "value": value}
    shown = [one["value"] for one in part["options"] if one.get("default")]
    chosen = [left.pop(name)] if name in left else shown
    known = {one["value"] for one in part["options"]}
    if not set(chosen) <= known or (needed and not chosen):
        raise ValueError(f"{name} cannot be {chosen}")
    return {"type": MENU, "custom_id": name, "values": chosen}
