"""Interactions of the strict Discord: deadlines, callbacks and webhooks."""

from __future__ import annotations

import asyncio
import secrets
import time

from tests.fakes.discord_checks import Errors, check_message
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


class DiscordInteractions(DiscordState):
    def callback(self, token, data, files, with_response):
        it = next((i for i in self.interactions.values() if i["token"] == token), None)
        if it is None:
            return 404, {"message": "Unknown interaction", "code": 10062}
        ms = (time.monotonic() - it["sent"]) * 1000
        if it["callback"] is not None:
            self.violate("answered an interaction twice", id=it["id"])
            return 400, {"message": "Interaction has already been acknowledged.", "code": 40060}
        if ms > self.cfg["deadline"] * 1000:
            it["late_ms"] = round(ms, 1)
            self.violate(
                "answered after 3 s: the token is dead and the user saw a failure",
                id=it["id"],
                ms=round(ms, 1),
            )
            return 404, {"message": "Unknown interaction", "code": 10062}
        kind, d = data.get("type"), data.get("data") or {}
        if (kind == 8) != (it["type"] == 4) or (kind == 9 and it["type"] == 5):
            self.violate("an answer that this interaction does not take", id=it["id"], kind=kind)
            return 400, {"message": "Invalid Form Body", "code": 50035, "errors": {}}
        if kind == 4:
            bad = check_message(d, files)
            if bad:
                return bad
        elif kind == 9:
            bad = check_form(d)
            if bad:
                self.violate("a form that Discord refuses", errors=bad[1]["errors"])
                return bad
        elif kind == 8:
            err = Errors()
            choices = d.get("choices") or []
            if len(choices) > 25:
                err.add(
                    ["data", "choices"], "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length."
                )
            for i, c in enumerate(choices):
                err.too_long(["data", "choices", i, "name"], str(c.get("name") or ""), 100, 1)
                if isinstance(c.get("value"), str):
                    err.too_long(["data", "choices", i, "value"], c["value"], 100, 1)
            if err:
                return 400, {"message": "Invalid Form Body", "code": 50035, "errors": err}
        elif kind not in (1, 5, 6, 7, 9):
            return 400, {
                "message": "Invalid Form Body",
                "code": 50035,
                "errors": {
                    "type": {
                        "_errors": [
                            {
                                "code": "BASE_TYPE_CHOICES",
                                "message": "Value must be one of (4, 5, 6, 7, 8, 9, 10, 12).",
                            }
                        ]
                    }
                },
            }
        it.update(callback=data, callback_ms=round(ms, 1), deferred=kind in (5, 6))
        it["ephemeral"] = bool(int(d.get("flags") or 0) & EPHEMERAL)
        if kind == 4:
            it["original"] = self.store(
                it["channel_id"],
                d,
                files,
                "interaction",
                ["users"],
                it["ephemeral"],
                it["user_id"],
                it["id"],
            )
        elif kind == 5:
            it["original"] = self.store(
                it["channel_id"],
                {"content": "", "flags": 128 | (int(d.get("flags") or 0) & EPHEMERAL)},
                [],
                "deferred",
                ["users"],
                it["ephemeral"],
                it["user_id"],
                it["id"],
            )
        elif kind == 6:
            it["original"] = it.get("pressed")  # "@original" is the message that was pressed
        it["event"].set()
        if with_response:
            res = {
                "interaction": {
                    "id": it["id"],
                    "type": it["type"],
                    "activity_instance_id": None,
                    "response_message_id": (it.get("original") or {}).get("id"),
                    "response_message_loading": kind == 5,
                    "response_message_ephemeral": it["ephemeral"],
                }
            }
            if it.get("original"):
                res["resource"] = {"type": kind, "message": self.public_message(it["original"])}
            return 200, res
        return 204, None

    def followup(self, method, path, data, files):
        parts = path.split("/")  # /webhooks/{app}/{token}[/messages/{id}]
        token = parts[3]
        it = next((i for i in self.interactions.values() if i["token"] == token), None)
        if it is None:
            return 404, {"message": "Unknown Webhook", "code": 10015}
        if time.monotonic() - it["sent"] > self.cfg["token_ttl"]:
            self.violate("interaction token used after 15 minutes", id=it["id"])
            return 401, {"message": "Invalid Webhook Token", "code": 50027}
        if it["callback"] is None:
            self.violate("followup before the interaction was answered", id=it["id"])
            return 404, {"message": "Unknown Webhook", "code": 10015}
        if len(parts) == 4 and method == "POST":
            bad = check_message(data, files)
            if bad:
                return bad
            if it["deferred"] and it.get("original") and it["original"]["_source"] == "deferred":
                it["original"]["_source"] = "followup_of_deferred"
                it["original"]["flags"] &= ~128
                it["original"]["_t"] = time.time()
                status, out = self.edit(it["original"], data, files)
                return status, out
            eph = bool(int(data.get("flags") or 0) & EPHEMERAL)
            msg = self.store(
                it["channel_id"], data, files, "followup", ["users"], eph, it["user_id"], it["id"]
            )
            return 200, self.public_message(msg)
        ref = parts[5] if len(parts) > 5 else ""
        msg = (
            it.get("original")
            if ref == "@original"
            else next((m for m in self.messages if m["id"] == ref), None)
        )
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
        iid, token, kind = (
            self.snowflake(),
            "aW50ZXJhY3Rpb246" + secrets.token_hex(30),
            d.get("type", 2),
        )
        uid, cid = d.get("user_id", "300000000000000002"), d.get("channel_id", NEWS)
        payload = {
            "id": iid,
            "application_id": APP,
            "type": kind,
            "token": token,
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
                "permissions": d.get(
                    "permissions", self.members.get(uid, str(VIEW | SEND | USE_CMD))
                ),
            },
        }
        if kind in (2, 4):
            cmd = next(
                (
                    c
                    for scope in (GUILD, None)
                    for c in self.commands.get(scope, [])
                    if c["name"] == d["name"]
                ),
                None,
            )
            if cmd is None and not d.get("unregistered"):
                return {
                    "error": f"the bot never registered /{d['name']}",
                    "registered": [c["name"] for cs in self.commands.values() for c in cs],
                }
            payload["data"] = {
                "id": (cmd or {}).get("id", self.snowflake()),
                "name": d["name"],
                "type": 1,
                "options": d.get("options", []),
            }
        elif kind == 3:
            msg = next(
                (m for m in self.messages if m["id"] == d.get("message_id")),
                self.messages[-1] if self.messages else None,
            )
            payload["message"] = self.public_message(msg) if msg else None
            payload["data"] = {
                "custom_id": d["custom_id"],
                "component_type": d.get("component_type", 2),
                "values": d.get("values", []),
            }
        elif kind == 5:
            payload["data"] = self.submitted(d)
        it = {
            "id": iid,
            "token": token,
            "type": kind,
            "sent": time.monotonic(),
            "channel_id": cid,
            "user_id": uid,
            "callback": None,
            "callback_ms": None,
            "deferred": False,
            "ephemeral": False,
            "event": asyncio.Event(),
            "timed_out": False,
            "name": d.get("name") or payload["data"].get("custom_id"),
        }
        if kind == 3:
            it["pressed"] = msg
        self.interactions[iid] = it
        reached = await self.broadcast("INTERACTION_CREATE", payload)
        try:
            await asyncio.wait_for(it["event"].wait(), d.get("wait", 4))
        except TimeoutError:
            it["timed_out"] = True
            self.violate("interaction never answered", name=it["name"], reached=reached)
        if d.get("followup_wait"):
            end, want = time.monotonic() + d["followup_wait"], d.get("want_messages", 1)
            while time.monotonic() < end:
                if (
                    len(
                        [
                            m
                            for m in self.messages
                            if m["_interaction"] == iid and m["_source"] != "deferred"
                        ]
                    )
                    >= want
                ):
                    break
                await asyncio.sleep(0.02)
        return self.public_interaction(it)

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
