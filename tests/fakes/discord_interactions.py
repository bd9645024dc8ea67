"""Interactions of the strict Discord: deadlines, callbacks and webhooks."""

from __future__ import annotations

import asyncio
import secrets
import time

from tests.fakes.discord_checks import FORM, Errors, check_message
from tests.fakes.discord_forms import check_form, filled
from tests.fakes.discord_state import (
    APP,
    ATTACH,
    EMBED,
    EPHEMERAL,
    GUILD,
    NEWS,
    SEND,
    USE_CMD,
    VIEW,
    DiscordState,
)

#: Kinds of answers to an interaction.
MESSAGE, DEFERRED, PRESSED, COMPLETED, MODAL = 4, 5, 6, 8, 9
READER = "300000000000000002"


def check_choices(err, choices):
    if len(choices) > 25:
        message = "Must be 25 or fewer in length."
        err.add(["data", "choices"], "BASE_TYPE_MAX_LENGTH", message)
    for i, c in enumerate(choices):
        err.too_long(["data", "choices", i, "name"], str(c.get("name") or ""), 100, 1)
        if isinstance(c.get("value"), str):
            err.too_long(["data", "choices", i, "value"], c["value"], 100, 1)


class DiscordInteractions(DiscordState):
    def callback(self, token, data, files, with_response):
        it = self.interaction_of(token)
        if it is None:
            return 404, {"message": "Unknown interaction", "code": 10062}
        ms = (time.monotonic() - it["sent"]) * 1000
        kind, d = data.get("type"), data.get("data") or {}
        refused = self.untimely(it, ms) or self.unfit(it, kind) or self.refused(kind, d, files)
        if refused:
            return refused
        it.update(callback=data, callback_ms=round(ms, 1), deferred=kind in (DEFERRED, PRESSED))
        it["ephemeral"] = bool(int(d.get("flags") or 0) & EPHEMERAL)
        if kind == MESSAGE:
            it["original"] = self.answered(it, d, files, "interaction")
        elif kind == DEFERRED:
            waiting = {"content": "", "flags": 128 | (int(d.get("flags") or 0) & EPHEMERAL)}
            it["original"] = self.answered(it, waiting, [], "deferred")
        elif kind == PRESSED:
            it["original"] = it.get("pressed")  # "@original" is the message that was pressed
        it["event"].set()
        return (200, self.told(it, kind)) if with_response else (204, None)

    def interaction_of(self, token):
        return next((i for i in self.interactions.values() if i["token"] == token), None)

    def untimely(self, it, ms):
        """What a second answer or a late one gets; None for the first in time."""
        if it["callback"] is not None:
            self.violate("answered an interaction twice", id=it["id"])
            return 400, {"message": "Interaction has already been acknowledged.", "code": 40060}
        if ms > self.cfg["deadline"] * 1000:
            it["late_ms"] = round(ms, 1)
            told = "answered after 3 s: the token is dead and the user saw a failure"
            self.violate(told, id=it["id"], ms=round(ms, 1))
            return 404, {"message": "Unknown interaction", "code": 10062}
        return None

    def unfit(self, it, kind):
        """What an answer of a kind that this interaction does not take gets."""
        if (kind == COMPLETED) != (it["type"] == 4) or (kind == MODAL and it["type"] == 5):
            self.violate("an answer that this interaction does not take", id=it["id"], kind=kind)
            return 400, {**FORM, "errors": {}}
        return None

    def refused(self, kind, d, files):
        """What is wrong with the answer itself; None for a good one."""
        if kind == MESSAGE:
            return check_message(d, files)
        if kind == MODAL:
            bad = check_form(d)
            if bad:
                self.violate("a form that Discord refuses", errors=bad[1]["errors"])
            return bad
        err = Errors()
        if kind == COMPLETED:
            check_choices(err, d.get("choices") or [])
        elif kind not in (1, DEFERRED, PRESSED, 7):
            message = "Value must be one of (4, 5, 6, 7, 8, 9, 10, 12)."
            err.add(["type"], "BASE_TYPE_CHOICES", message)
        return (400, {**FORM, "errors": err}) if err else None

    def answered(self, it, data, files, source):
        return self.store(
            it["channel_id"],
            data,
            files,
            source,
            ["users"],
            it["ephemeral"],
            it["user_id"],
            it["id"],
        )

    def told(self, it, kind):
        res = {
            "interaction": {
                "id": it["id"],
                "type": it["type"],
                "activity_instance_id": None,
                "response_message_id": (it.get("original") or {}).get("id"),
                "response_message_loading": kind == DEFERRED,
                "response_message_ephemeral": it["ephemeral"],
            }
        }
        if it.get("original"):
            res["resource"] = {"type": kind, "message": self.public_message(it["original"])}
        return res

    def followup(self, method, path, data, files):
        parts = path.split("/")  # /webhooks/{app}/{token}[/messages/{id}]
        it = self.interaction_of(parts[3])
        if it is None:
            return 404, {"message": "Unknown Webhook", "code": 10015}
        if time.monotonic() - it["sent"] > self.cfg["token_ttl"]:
            self.violate("interaction token used after 15 minutes", id=it["id"])
            return 401, {"message": "Invalid Webhook Token", "code": 50027}
        if it["callback"] is None:
            self.violate("followup before the interaction was answered", id=it["id"])
            return 404, {"message": "Unknown Webhook", "code": 10015}
        if len(parts) == 4 and method == "POST":
            return check_message(data, files) or self.follow(it, data, files)
        ref = parts[5] if len(parts) > 5 else ""
        named = next((m for m in self.messages if m["id"] == ref), None)
        msg = it.get("original") if ref == "@original" else named
        return self.change(msg, method, data, files)

    def follow(self, it, data, files):
        """A further message, or the one that the interaction's answer promised."""
        original = it.get("original")
        if it["deferred"] and original and original["_source"] == "deferred":
            original["_source"] = "followup_of_deferred"
            original["flags"] &= ~128
            original["_t"] = time.time()
            return self.edit(original, data, files)
        hidden = bool(int(data.get("flags") or 0) & EPHEMERAL)
        msg = self.answered({**it, "ephemeral": hidden}, data, files, "followup")
        return 200, self.public_message(msg)

    def change(self, msg, method, data, files):
        if not msg:
            return 404, {"message": "Unknown Message", "code": 10008}
        if method == "GET":
            return 200, self.public_message(msg)
        if method == "DELETE":
            msg["_deleted"] = True
            return 204, None
        status, out = self.edit(msg, data, files)
        if status == 200 and msg["_source"] == "deferred":
            msg["_source"] = "edit_of_deferred"
            msg["flags"] &= ~128
        return status, out

    async def a_interaction(self, d):
        kind = d.get("type", 2)
        payload = self.delivered(d, kind)
        pressed = self.pressed(d) if kind == 3 else None
        if kind in (2, 4):
            payload["data"] = self.commanded(d)
        elif kind == 3:
            payload["message"] = self.public_message(pressed) if pressed else None
            payload["data"] = {
                "custom_id": d["custom_id"],
                "component_type": d.get("component_type", 2),
                "values": d.get("values", []),
            }
        elif kind == 5:
            payload["data"] = self.submitted(d)
        if payload["data"] is None:
            known = [c["name"] for cs in self.commands.values() for c in cs]
            return {"error": f"the bot never registered /{d['name']}", "registered": known}
        it = self.remembered(payload, d)
        it["pressed"] = pressed
        reached = await self.broadcast("INTERACTION_CREATE", payload)
        try:
            await asyncio.wait_for(it["event"].wait(), d.get("wait", 4))
        except TimeoutError:
            it["timed_out"] = True
            self.violate("interaction never answered", name=it["name"], reached=reached)
        await self.followed(it, d.get("followup_wait", 0), d.get("want_messages", 1))
        return self.public_interaction(it)

    def delivered(self, d, kind):
        """What every interaction tells of itself, its place and its person."""
        uid, cid = d.get("user_id", READER), d.get("channel_id", NEWS)
        rights = d.get("permissions", self.members.get(uid, str(VIEW | SEND | USE_CMD)))
        return {
            "id": self.snowflake(),
            "application_id": APP,
            "type": kind,
            "token": "aW50ZXJhY3Rpb246" + secrets.token_hex(30),
            "version": 1,
            "guild_id": GUILD,
            "channel_id": cid,
            "channel": self.public_channel(self.channels.get(cid, self.channels[NEWS])),
            "locale": "en-US",
            "guild_locale": "en-US",
            "app_permissions": str(VIEW | SEND | EMBED | ATTACH),
            "entitlements": [],
            "authorizing_integration_owners": {"0": GUILD},
            "context": 0,
            "attachment_size_limit": 10485760,
            "member": {
                "user": self.user(uid, d.get("user_name", "reader")),
                "roles": d.get("roles", []),
                "deaf": False,
                "mute": False,
                "flags": 0,
                "joined_at": "2025-01-01T00:00:00+00:00",
                "permissions": rights,
            },
        }

    def commanded(self, d):
        """The data of a command; None for one that the bot never registered."""
        held = [c for scope in (GUILD, None) for c in self.commands.get(scope, [])]
        cmd = next((c for c in held if c["name"] == d["name"]), None)
        if cmd is None and not d.get("unregistered"):
            return None
        return {
            "id": (cmd or {}).get("id", self.snowflake()),
            "name": d["name"],
            "type": 1,
            "options": d.get("options", []),
        }

    def pressed(self, d):
        latest = self.messages[-1] if self.messages else None
        return next((m for m in self.messages if m["id"] == d.get("message_id")), latest)

    def remembered(self, payload, d):
        it = {
            "id": payload["id"],
            "token": payload["token"],
            "type": payload["type"],
            "sent": time.monotonic(),
            "channel_id": payload["channel_id"],
            "user_id": d.get("user_id", READER),
            "callback": None,
            "callback_ms": None,
            "deferred": False,
            "ephemeral": False,
            "event": asyncio.Event(),
            "timed_out": False,
            "name": d.get("name") or payload["data"].get("custom_id"),
        }
        self.interactions[it["id"]] = it
        return it

    async def followed(self, it, patience, want):
        """Wait until so many messages have come, or for as long as `patience`."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            sent = [m for m in self.messages if m["_interaction"] == it["id"]]
            if sum(m["_source"] != "deferred" for m in sent) >= want:
                break
            await asyncio.sleep(0.02)

    def submitted(self, d):
        """A form filled in: the one an interaction was answered with, and values by their names."""
        form = self.interactions[d["form_of"]]["callback"]["data"]
        components = filled(form, d.get("values") or {})
        return {"custom_id": form["custom_id"], "components": components}

    def public_interaction(self, it):
        return {
            **{k: v for k, v in it.items() if k not in ("event", "sent", "original", "pressed")},
            "messages": [m for m in self.messages if m["_interaction"] == it["id"]],
        }
