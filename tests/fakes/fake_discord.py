"""A strict local Discord (REST v10 and gateway v10) for acceptance tests of a bot.

Run:   python -m tests.fakes.fake_discord --port 8766
Use:   discord.http.Route.BASE = "http://127.0.0.1:8766/api/v10"  before the client logs in
       discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL("ws://127.0.0.1:8766/gateway")
Admin: see ADMIN below, or GET /_admin/help

Modelled: 3 s to acknowledge (then 10062), 15 minutes for a token, one callback only (40060), embed
limits and the 50035 error form, 2,000 characters of content, defaults of allowed_mentions, nonce
with enforce_nonce for two minutes and absent from the history, buckets with their headers, the
global 429, the `Via` header (discord.py takes a 429 without it for a ban by Cloudflare), limits of
command registration, threads that bear their message's id, gateway HELLO, IDENTIFY, RESUME,
heartbeats, zlib-stream, close codes 4002, 4004, 4008, 4014.
"""

from __future__ import annotations

import argparse
import asyncio
import json

from aiohttp import web

from tests.fakes.discord_gateway import DiscordGateway
from tests.fakes.discord_rest import DiscordRest
from tests.fakes.discord_state import APP, GUILD, NEWS
from tests.fakes.loopback import Served

ADMIN = """
GET  /_admin/help | state | log?since=N | messages?channel=ID | interactions | commands | violations
POST /_admin/reset       {}
POST /_admin/config      {"rate_limit":bool,"message_limit":5,"message_window":5,"deadline":3.0,
                          "token_ttl":900,"privileged":0,"history_nonce":bool,"nonce_ttl":120}
POST /_admin/channel     {"id":"..","name":"..","type":0|5|15,
                          "can_send":bool,"can_view":bool,"can_embed":bool}
POST /_admin/faults      {"match":"POST /channels/{id}/messages" | "*","action":..,"times":n}
     actions: ratelimit(retry_after,global,scope) cloudflare429 http500 http502 http503 http504
              error(status,code,message) bad_json hang(seconds) slow(seconds)
              http502_after (done, then 502)  drop_after (done, then the connection dies)
              drop_before
POST /_admin/interaction {"name":"latest","options":[..],"type":2|3|4|5,"custom_id":..,
                          "form_of":interaction,"values":{..} (type 5),
                          "channel_id":..,"user_id":..,"permissions":"8","wait":s,
                          "followup_wait":s,"want_messages":n}
POST /_admin/gateway     {"action":"close","code":4000}
                         {"action":"kill"|"reconnect"|"invalid_session"|"no_ack"|"garbage"}
POST /_admin/event       {"t":"GUILD_DELETE","d":{..}}
"""


class FakeDiscord(DiscordRest, DiscordGateway, Served):
    async def admin(self, request):
        what = request.match_info["what"]
        if request.method == "GET":
            if what == "help":
                return web.Response(text=ADMIN)
            ch = request.query.get("channel")
            out = {
                "log": self.log[int(request.query.get("since", 0)) :],
                "violations": self.violations,
                "commands": {str(k): v for k, v in self.commands.items()},
                "messages": [m for m in self.messages if not ch or m["channel_id"] == ch],
                "interactions": [self.public_interaction(i) for i in self.interactions.values()],
                "state": {
                    "sessions": len(self.sessions),
                    "identifies": len(self.identifies),
                    "invalid_requests": self.invalid_requests,
                    "cfg": self.cfg,
                    "channels": self.channels,
                    "guild": GUILD,
                    "app": APP,
                    "faults": self.faults,
                },
            }.get(what)
        else:
            d = json.loads(await request.text() or "{}")
            if what == "reset":
                self.reset()
                out = {"ok": True}
            elif what == "config":
                self.cfg.update(d)
                out = self.cfg
            elif what == "channel":
                flags = {
                    "_" + k[4:]: d.pop(k) for k in ("can_send", "can_view", "can_embed") if k in d
                }
                self.channels.setdefault(d["id"], {**self.channels[NEWS], "id": d["id"]}).update(
                    {**d, **flags}
                )
                out = self.channels[d["id"]]
            elif what == "faults":
                self.faults += d if isinstance(d, list) else [d]
                out = self.faults
            else:
                fn = getattr(self, "a_" + what, None)
                out = await fn(d) if fn else None
        if out is None:
            return web.json_response({"error": "unknown admin call"}, status=404)
        return web.json_response(out, dumps=lambda o: json.dumps(o, default=str))

    def app(self):
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_route("*", "/api/v10/{tail:.*}", self.rest)
        for p in ("/gateway", "/gateway/"):
            app.router.add_get(p, self.gateway)
        app.router.add_route("*", "/_admin/{what}", self.admin)
        return app


async def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--port", type=int, default=8766)
    ap.add_argument("--token", default="fake.bot.token")
    ap.add_argument("--no-rate-limit", action="store_true")
    ap.add_argument("--heartbeat-ms", type=int, default=41250)
    a = ap.parse_args()
    fake = FakeDiscord(a.token, not a.no_rate_limit, a.heartbeat_ms)
    print("fake discord at", await fake.start(a.port), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
