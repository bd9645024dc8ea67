"""The strict Discord's gateway: sessions, resuming, heartbeats and close codes."""

from __future__ import annotations

import json
import secrets
import time
import zlib

from aiohttp import WSMsgType, web

from tests.fakes.discord_state import APP, BOT, GUILD, PRIVILEGED, DiscordState


class Session:
    def __init__(self, ws, request, compress):
        self.ws, self.request, self.id, self.seq, self.history = (
            ws,
            request,
            secrets.token_hex(16),
            0,
            [],
        )
        self.z = zlib.compressobj() if compress else None
        self.identified, self.silent, self.sent_times = False, False, []

    async def send(self, op, d=None, t=None):
        if op == 0:
            self.seq += 1
            frame = {"op": 0, "d": d, "s": self.seq, "t": t}
            self.history.append(frame)
        else:
            frame = {"op": op, "d": d, "s": None, "t": None}
        await self.raw(frame)

    async def raw(self, frame):
        text = json.dumps(frame)
        if self.ws.closed:
            return
        if self.z:
            await self.ws.send_bytes(
                self.z.compress(text.encode()) + self.z.flush(zlib.Z_SYNC_FLUSH)
            )
        else:
            await self.ws.send_str(text)


class DiscordGateway(DiscordState):
    async def gateway(self, request):
        ws = web.WebSocketResponse(max_msg_size=2**20)
        await ws.prepare(request)
        s = Session(ws, request, request.query.get("compress") == "zlib-stream")
        self.note("gateway_open", v=request.query.get("v"), compress=request.query.get("compress"))
        if request.query.get("v") != "10":
            await ws.close(code=4012)
            return ws
        await s.send(10, {"heartbeat_interval": self.cfg["heartbeat_ms"], "_trace": []})
        try:
            async for m in ws:
                if m.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                    continue
                if len(m.data) > 4096:
                    await ws.close(code=4002, message=b"payload over 4096 bytes")
                    break
                try:
                    d = json.loads(m.data)
                except ValueError:
                    await ws.close(code=4002)
                    break
                now = time.monotonic()
                s.sent_times = [t for t in s.sent_times if now - t < 60] + [now]
                if len(s.sent_times) > 120:
                    self.violate("more than 120 gateway sends in 60 s")
                    await ws.close(code=4008)
                    break
                s = await self.on_gateway(s, d)
                if ws.closed:
                    break
        finally:
            if s.identified and self.sessions.pop(s.id, None):
                self.closed_sessions[s.id] = s
            self.note("gateway_close", session=s.id, code=ws.close_code)
        return ws

    async def on_gateway(self, s, d):
        op, data = d.get("op"), d.get("d")
        if op == 1:
            self.note("heartbeat", seq=data)
            if not self.cfg["no_ack"] and not s.silent:
                await s.send(11)
        elif op == 2:
            self.identifies.append(time.time())
            self.note("identify", intents=data.get("intents"), shard=data.get("shard"))
            if data.get("token") != self.token:
                await s.ws.close(code=4004, message=b"Authentication failed.")
                return s
            extra = int(data.get("intents") or 0) & sum(PRIVILEGED) & ~self.cfg["privileged"]
            if extra:
                self.violate(
                    "privileged intents requested but not enabled",
                    intents=[n for b, n in PRIVILEGED.items() if extra & b],
                )
                await s.ws.close(code=4014, message=b"Disallowed intent(s).")
                return s
            s.identified = True
            self.sessions[s.id] = s
            await s.send(
                0,
                {
                    "v": 10,
                    "user": self.user(BOT, "newsbot", True),
                    "guilds": [{"id": GUILD, "unavailable": True}],
                    "session_id": s.id,
                    "resume_gateway_url": self.base.replace("http", "ws", 1) + "/gateway",
                    "shard": data.get("shard") or [0, 1],
                    "application": {"id": APP, "flags": 0},
                    "private_channels": [],
                    "relationships": [],
                    "session_type": "normal",
                },
                "READY",
            )
            await s.send(0, self.guild(), "GUILD_CREATE")
        elif op == 6:
            old = self.closed_sessions.pop(data.get("session_id"), None)
            self.note("resume", ok=bool(old), seq=data.get("seq"))
            if old is None:
                await s.send(9, False)
                return s
            s.id, s.seq, s.history, s.identified = old.id, old.seq, old.history, True
            self.sessions[s.id] = s
            for frame in [f for f in s.history if f["s"] > (data.get("seq") or 0)]:
                await s.raw(frame)
            await s.send(0, {"_trace": []}, "RESUMED")
        elif not s.identified:
            await s.ws.close(code=4003)
        return s

    async def broadcast(self, t, d):
        targets = list(self.sessions.values()) or list(self.closed_sessions.values())[-1:]
        for s in targets:
            await s.send(0, d, t)
        return len(self.sessions)

    async def a_gateway(self, d):
        n = len(self.sessions)
        for s in list(self.sessions.values()):
            act = d["action"]
            if act == "kill":
                s.request.transport.abort()
            elif act == "close":
                await s.ws.close(code=d.get("code", 4000))
            elif act == "reconnect":
                await s.send(7)
            elif act == "invalid_session":
                self.sessions.pop(s.id, None)
                await s.send(9, bool(d.get("resumable")))
            elif act == "no_ack":
                s.silent = True
            elif act == "garbage":
                await s.ws.send_str("{{{not json")
        return {"sessions": n}

    async def a_event(self, d):
        return {"reached": await self.broadcast(d["t"], d.get("d") or {})}
