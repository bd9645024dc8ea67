"""What the fake Slack sends to the app and hears from it: Socket Mode and response_url."""

from __future__ import annotations

import asyncio
import json
import secrets
import time

from aiohttp import WSMsgType, web

from tests.fakes.slack_views import SlackViews


class SlackWire(SlackViews):
    # ---- Socket Mode
    async def link(self, request):
        ticket = request.query.get("ticket")
        if self.take_fault("link"):
            self.tickets.discard(ticket)
            return web.Response(status=503, text="try later")
        if ticket not in self.tickets:
            return web.Response(status=404, text="unknown or used ticket")
        self.tickets.discard(ticket)
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        if len(self.sockets) >= self.cfg["max_sockets"]:
            await ws.send_json(
                {
                    "type": "disconnect",
                    "reason": "too_many_websockets",
                    "debug_info": {"host": "fake"},
                }
            )
            await ws.close()
            return ws
        sid = secrets.token_hex(3)
        self.sockets[sid] = ws
        ws.fake_request = request
        self.note("socket_open", socket=sid, open=len(self.sockets))
        await ws.send_json(
            {
                "type": "hello",
                "num_connections": len(self.sockets),
                "connection_info": {"app_id": "A0FAKE"},
                "debug_info": {
                    "host": "fake",
                    "build_number": 1,
                    "approximate_connection_time": 18060,
                },
            }
        )
        try:
            async for m in ws:
                if m.type == WSMsgType.TEXT:
                    self.on_ack(sid, m.data)
        finally:
            self.sockets.pop(sid, None)
            self.note("socket_close", socket=sid, open=len(self.sockets))
        return ws

    def on_ack(self, sid, raw):
        try:
            data = json.loads(raw)
            env = self.envelopes.get(data.get("envelope_id"))
        except (ValueError, AttributeError):
            return self.violate(
                "socket sent something that is not an acknowledgement", raw=raw[:200]
            )
        if env is None:
            return self.violate(
                "acknowledged an unknown envelope", envelope_id=data.get("envelope_id")
            )
        if env["acked"] is not None:
            return self.violate("acknowledged twice", envelope_id=data["envelope_id"])
        env["acked"] = time.monotonic()
        env["ack_ms"] = round((env["acked"] - env["sent"]) * 1000, 1)
        env["ack_payload"] = data.get("payload")
        env["late"] = env["ack_ms"] > self.cfg["ack_deadline"] * 1000
        if env["late"]:
            self.violate(
                "acknowledged after 3 s: the user saw a timeout",
                envelope_id=data["envelope_id"],
                ms=env["ack_ms"],
            )
        if data.get("payload") and not env["accepts"]:
            self.violate(
                "payload in an acknowledgement that takes none", envelope_id=data["envelope_id"]
            )
        self.user_saw(env, data.get("payload"))
        if env["payload"].get("type") == "view_submission":
            self.submission_acked(env, data.get("payload"))
        env["event"].set()
        return None

    def user_saw(self, env, payload):
        """An ack may itself be the answer to a slash command."""
        if (
            env["kind"] == "slash_commands"
            and isinstance(payload, dict)
            and (payload.get("text") or payload.get("blocks"))
        ):
            err = self.check_content(payload)
            if err:
                return self.violate(
                    "the acknowledgement's own message is invalid: the user saw an error",
                    error=err["error"],
                )
            vis = "channel" if payload.get("response_type") == "in_channel" else "ephemeral"
            ch = self.find_channel(env["payload"]["channel_id"]) or {
                "id": env["payload"]["channel_id"]
            }
            env["responses"].append(self.store(ch, payload, "ack", vis, env["payload"]["user_id"]))
        return None

    async def deliver(self, kind, payload, accepts, wait, copies=1, extra=None):
        eid = secrets.token_hex(8)
        env = {
            "envelope_id": eid,
            "kind": kind,
            "payload": payload,
            "accepts": accepts,
            "sent": time.monotonic(),
            "acked": None,
            "ack_ms": None,
            "ack_payload": None,
            "late": None,
            "responses": [],
            "event": asyncio.Event(),
            "timed_out": False,
        }
        self.envelopes[eid] = env
        token = (
            payload.get("response_url", "").rsplit("/", 1)[-1] if isinstance(payload, dict) else ""
        )
        if token in self.response_urls:
            self.response_urls[token]["env"] = env
        targets = [ws for ws in self.sockets.values() if not ws.closed]
        if not targets:
            env["timed_out"], env["error"] = True, "no_socket (the user saw dispatch_failed)"
            return env
        for i in range(copies):
            frame = {
                "type": kind,
                "envelope_id": eid if i == 0 else secrets.token_hex(8),
                "payload": payload,
                "accepts_response_payload": accepts,
                **(extra or {}),
            }
            if i:
                self.envelopes[frame["envelope_id"]] = {
                    **env,
                    "envelope_id": frame["envelope_id"],
                    "event": asyncio.Event(),
                    "copy_of": eid,
                }
            await secrets.choice(targets).send_json(frame)
        try:
            await asyncio.wait_for(env["event"].wait(), wait)
        except TimeoutError:
            env["timed_out"] = True
            self.violate("no acknowledgement", envelope_id=eid, waited=wait)
        return env

    # ---- response_url
    async def response_url(self, request):
        token = request.match_info["token"]
        rec = self.response_urls.get(token)
        entry = self.note("response_url", token=token)
        fault = self.take_fault("response_url")
        if fault:
            if fault["action"] == "ratelimit":
                return self.too_many("response_url", fault.get("retry_after", 1), entry)
            if fault["action"] == "http500":
                return web.Response(status=500, text="error")
            if fault["action"] == "drop_before":
                request.transport.abort()
                return web.Response()
        if rec is None or time.monotonic() - rec["t"] > self.cfg["response_url_ttl"]:
            self.violate("response_url used after it expired (or unknown)")
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        if rec["uses"] >= self.cfg["response_url_uses"]:
            self.violate("response_url used more than 5 times")
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        try:
            data = await request.json()
        except ValueError:
            return web.Response(status=400, text="invalid_payload")
        entry["data"] = data
        if data.get("delete_original"):
            rec["uses"] += 1
            return web.Response(text="ok")
        err = self.check_content(data)
        if err:
            entry["result"] = err
            self.violate("invalid message sent to response_url", error=err)
            return web.Response(status=400 if err["error"] == "no_text" else 500, text=err["error"])
        rec["uses"] += 1
        if data.get("replace_original"):
            entry["replaced"] = True
        vis = "channel" if data.get("response_type") == "in_channel" else "ephemeral"
        ch = self.find_channel(rec["channel"]) or {"id": rec["channel"]}
        msg = self.store(ch, data, "response_url", vis, rec["user"])
        if rec.get("env"):
            rec["env"]["responses"].append(msg)
        return web.Response(text="ok")

    def new_response_url(self, channel, user):
        token = secrets.token_hex(12)
        self.response_urls[token] = {
            "t": time.monotonic(),
            "uses": 0,
            "channel": channel,
            "user": user,
            "env": None,
        }
        return f"{self.base}/commands/T0FAKE/1/{token}"
