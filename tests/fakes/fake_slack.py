"""A strict local Slack: Web API, Socket Mode, response_url, signed HTTP and an admin API.

Run:   python -m tests.fakes.fake_slack --port 8765
Use:   AsyncWebClient(token="xoxb-fake", base_url="http://127.0.0.1:8765/api/")
       Socket Mode follows by itself: apps.connections.open answers with this server's ws:// URL.
Admin: see ADMIN below, or GET /_admin/help

Modelled: 3 s to acknowledge, response_url 5 uses and 30 minutes, Block Kit limits, the 4,000
characters of text in chat.update, truncation at 40,000 in chat.postMessage, about 13,200 characters
over all blocks, 1 message/s/channel with a small burst, 429 with Retry-After, v0 request signing,
files upload v2, at most 10 sockets, socket refresh.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import hmac
import json
import secrets
import time
import urllib.parse

from aiohttp import ClientSession, ClientTimeout, web

from tests.fakes.loopback import Served
from tests.fakes.slack_methods import SlackMethods
from tests.fakes.slack_teams import SlackTeams
from tests.fakes.slack_wire import SlackWire

ADMIN = """
GET  /_admin/help | state | log?since=N | messages?channel=C | envelopes | violations
POST /_admin/reset    {}                   forget messages, log, faults (sockets stay)
POST /_admin/config   {"rate_limit":bool,"burst":n,"per_second":x,"response_url_ttl":s}
POST /_admin/channel  {"id":"C1","name":"x","is_member":bool,"is_archived":bool,"is_private":bool}
POST /_admin/user     {"id":"U0ALICE","is_admin":bool,"tz":".."}
POST /_admin/faults   {"match":"chat.postMessage|response_url|link|*","action":..,"times":n,...}
     actions: ratelimit(retry_after) error(error) http500 http503 html bad_json hang(seconds)
              slow(seconds) drop_before (close, nothing done)
              drop_after (the message IS posted, then the connection dies)
POST /_admin/slash    {"command":"/x","text":"..","user_id":..,"channel_id":..,"wait":s,
                       "followup_wait":s,"copies":n}
     with "via":"http","url":"http://127.0.0.1:3000/slack/events" it is signed and POSTed;
     "tamper": "signature" | "stale" | "missing" | "garbage" spoils the signature
POST /_admin/interactive {"payload":{...},"wait":s,"copies":n}   block_actions, view_submission ..
POST /_admin/event    {"event":{...},"wait":s,"copies":n}
POST /_admin/socket   {"action":"refresh|warning|link_disabled|kill|close|garbage"}
"""


#: Method -> the bot scopes of which one is enough (method reference).
_READ = {"channels:read", "groups:read", "im:read"}
SCOPES = {
    "chat.postMessage": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.update": {"chat:write"},
    "chat.delete": {"chat:write"},
    "conversations.list": _READ,
    "conversations.info": _READ,
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.replies": {"channels:history", "groups:history", "im:history"},
    "conversations.open": {"im:write"},
    "users.info": {"users:read"},
    "files.getUploadURLExternal": {"files:write"},
    "files.completeUploadExternal": {"files:write"},
}

#: What Slack counts to about one a second and channel.
LIMITED = ("chat.postMessage", "chat.update", "chat.postEphemeral")


class FakeSlack(SlackTeams, SlackMethods, SlackWire, Served):
    # ---- Web API
    async def api(self, request):
        method = request.match_info["method"]
        data = await self.body(request)
        data = self.decode({**request.query, **data})
        auth = request.headers.get("Authorization", "")
        token = auth[7:] if auth.startswith("Bearer ") else data.pop("token", None)
        channel = data.get("channel") or data.get("channel_id")
        entry = self.note(
            "api",
            method=method,
            data={k: v for k, v in data.items() if k != "token"},
            token_ok=token == self.app_token or self.team_of(token) is not None,
            http=request.method,
        )
        key = f"{method}:{channel}" if method.startswith("chat.") else method
        if time.monotonic() < self.blocked_until.get(key, 0):
            told = "called again inside the Retry-After window"
            self.violate(told, method=method, channel=channel)
        fault = self.take_fault(method, channel)
        act = fault["action"] if fault else ""
        if fault:
            entry["fault"] = act
            broken = await self.broken(request, fault, key, entry)
            if broken is not None:
                return broken
        result = self.refused(method, token, data)
        if act == "error":
            result = {"ok": False, "error": fault.get("error", "internal_error")}
        elif method == "oauth.v2.access":
            result = self.exchange(request, data)
        elif result is None:
            wait = self.cfg["rate_limit"] and method in LIMITED and self.over_rate(key)
            if wait:
                return self.too_many(key, wait, entry)
            result = self.cut(self.team_of(token), method, self.handler_of(method), data)
        entry["result"] = result
        if act == "drop_after":
            request.transport.abort()
            return web.Response()
        return web.json_response(result, headers={"x-oauth-scopes": ",".join(self.cfg["scopes"])})

    async def broken(self, request, fault, key, entry):
        """The answer of a fault that lets nothing happen; None where the call goes on."""
        match fault["action"]:
            case "ratelimit":
                return self.too_many(key, fault.get("retry_after", 1), entry)
            case "http500":
                return web.Response(status=500, text="Internal Server Error")
            case "http503":
                wait = {"Retry-After": str(fault.get("retry_after", 1))}
                return web.Response(status=503, text="service unavailable", headers=wait)
            case "html":
                page = "<html><body>maintenance</body></html>"
                return web.Response(status=200, content_type="text/html", text=page)
            case "bad_json":
                return web.Response(content_type="application/json", text='{"ok": tru')
            case "drop_before":
                request.transport.abort()
                return web.Response()
            case "hang":
                await asyncio.sleep(fault.get("seconds", 60))
                request.transport and request.transport.abort()
                return web.Response()
            case "slow":
                await asyncio.sleep(fault.get("seconds", 2))
        return None

    def refused(self, method, token, data):
        """What a call that is not even looked at gets; None for one that is."""
        error = None
        if not token:
            error = "not_authed"
        elif token != self.app_token and self.team_of(token) is None:
            error = "invalid_auth"
        elif "__bad__" in data:
            error = data["__bad__"]
        elif (method == "apps.connections.open") != (token == self.app_token):
            error = "not_allowed_token_type"
        elif self.lacks_scope(method):
            error = "missing_scope"
        elif self.handler_of(method) is None:
            return {"ok": False, "error": "unknown_method", "req_method": method}
        return {"ok": False, "error": error} if error else None

    def handler_of(self, method):
        return getattr(self, "m_" + method.replace(".", "_").lower(), None)

    def lacks_scope(self, method):
        """Whether none of the scopes that allow the method was granted."""
        needed = SCOPES.get(method)
        return needed is not None and not needed & set(self.cfg["scopes"])

    # ---- admin
    @staticmethod
    def public(env):
        return {k: v for k, v in env.items() if k not in ("event", "sent", "acked")}

    async def a_slash(self, d):
        user, channel = d.get("user_id", "U0ALICE"), d.get("channel_id", "C0NEWS")
        payload = {
            "token": "x",
            "team_id": d.get("team_id", "T0FAKE"),
            "team_domain": "fake",
            "channel_id": channel,
            "channel_name": (self.find_channel(channel) or {}).get("name", "directmessage"),
            "user_id": user,
            "user_name": self.users.get(user, {}).get("name", "someone"),
            "command": d["command"],
            "text": d.get("text", ""),
            "api_app_id": "A0FAKE",
            "is_enterprise_install": "false",
            "response_url": self.new_response_url(channel, user),
            "trigger_id": self.new_trigger(user),
        }
        if d.get("via") == "http":
            return await self.post_signed(d, urllib.parse.urlencode(payload).encode(), payload)
        env = await self.deliver(
            "slash_commands", payload, True, d.get("wait", 5), d.get("copies", 1)
        )
        return await self.settled(env, d)

    async def settled(self, env, d):
        """The envelope once its answers came, or when nobody waits for them any longer."""
        end = time.monotonic() + d.get("followup_wait", 0)
        want = d.get("want_responses", 1)
        while time.monotonic() < end and len(env["responses"]) < want:
            await asyncio.sleep(0.02)
        return self.public(env)

    async def post_signed(self, d, body, payload):
        ts = str(int(time.time()) - (600 if d.get("tamper") == "stale" else 0))
        sig = (
            "v0="
            + hmac.new(
                self.signing_secret.encode(), b"v0:" + ts.encode() + b":" + body, hashlib.sha256
            ).hexdigest()
        )
        if d.get("tamper") == "signature":
            sig = "v0=" + "0" * 64
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": ts,
            "X-Slack-Signature": sig,
        }
        if d.get("tamper") == "garbage":
            headers["X-Slack-Request-Timestamp"] = "yesterday"
        if d.get("tamper") == "missing":
            headers.pop("X-Slack-Signature")
        start = time.monotonic()
        timeout = ClientTimeout(total=d.get("wait", 5))
        async with (
            ClientSession(timeout=timeout) as s,
            s.post(d["url"], data=body, headers=headers) as r,
        ):
            text = await r.text()
        return {
            "status": r.status,
            "body": text,
            "ack_ms": round((time.monotonic() - start) * 1000, 1),
            "payload": payload,
        }

    async def a_interactive(self, d):
        p = {
            "team": {"id": "T0FAKE"},
            "user": {"id": "U0ALICE", "name": "alice"},
            "api_app_id": "A0FAKE",
            "token": "x",
            **d["payload"],
        }
        p.setdefault("trigger_id", self.new_trigger(p["user"]["id"]))
        if p.get("type") in ("block_actions", "message_action"):
            p.setdefault(
                "response_url",
                self.new_response_url(
                    (p.get("channel") or {}).get("id", "C0NEWS"), p["user"]["id"]
                ),
            )
            if (p.get("container") or {}).get("type") == "view":
                # A button in a modal or a Home tab has no message to answer to.
                del p["response_url"]
        if d.get("via") == "http":
            return await self.post_signed(
                d, urllib.parse.urlencode({"payload": json.dumps(p)}).encode(), p
            )
        takes_payload = p.get("type") in ("block_suggestion", "view_submission")
        env = await self.deliver(
            "interactive", p, takes_payload, d.get("wait", 5), d.get("copies", 1)
        )
        return await self.settled(env, d)

    async def a_event(self, d):
        p = {
            "token": "x",
            "team_id": d.get("team_id", "T0FAKE"),
            "api_app_id": "A0FAKE",
            "type": "event_callback",
            "event_id": "Ev" + secrets.token_hex(5),
            "event_time": int(time.time()),
            "event": d["event"],
            "authorizations": [
                {"team_id": d.get("team_id", "T0FAKE"), "user_id": "U0BOT", "is_bot": True}
            ],
        }
        return self.public(
            await self.deliver(
                "events_api",
                p,
                False,
                d.get("wait", 5),
                d.get("copies", 1),
                {"retry_attempt": d.get("retry_attempt", 0), "retry_reason": ""},
            )
        )

    async def a_socket(self, d):
        n = len(self.sockets)
        for ws in list(self.sockets.values()):
            if d["action"] == "kill":
                ws.fake_request.transport.abort()
            elif d["action"] == "close":
                await ws.close(code=d.get("code", 1001))
            elif d["action"] == "garbage":
                await ws.send_str(d.get("text", "not json {{{"))
            else:
                reason = {"refresh": "refresh_requested"}.get(d["action"], d["action"])
                await ws.send_json(
                    {"type": "disconnect", "reason": reason, "debug_info": {"host": "fake"}}
                )
        return {"sockets": n}

    async def admin(self, request):
        what = request.match_info["what"]
        if request.method == "GET":
            if what == "help":
                return web.Response(text=ADMIN)
            since = int(request.query.get("since", 0))
            ch = request.query.get("channel")
            out = {
                "log": self.log[since:],
                "violations": self.violations,
                "envelopes": [self.public(e) for e in self.envelopes.values()],
                "messages": [m for m in self.messages if not ch or m["channel"] == ch],
                "state": {
                    "sockets": len(self.sockets),
                    "channels": self.channels,
                    "files": self.files,
                    "views": self.views,
                    "scheduled": self.scheduled,
                    "cfg": self.cfg,
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
                self.channels.setdefault(
                    d["id"],
                    {
                        "id": d["id"],
                        "name": d["id"].lower(),
                        "is_channel": True,
                        "is_member": True,
                        "is_archived": False,
                        "is_private": False,
                    },
                ).update(d)
                out = self.channels[d["id"]]
            elif what == "user":
                self.users[d["id"]].update(d)
                out = self.users[d["id"]]
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
        app.router.add_route("*", "/api/{method}", self.api)
        app.router.add_get("/link/", self.link)
        app.router.add_post("/commands/T0FAKE/1/{token}", self.response_url)
        app.router.add_post("/upload/v1/{fid}", self.upload)
        app.router.add_route("*", "/_admin/{what}", self.admin)
        return app


async def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--port", type=int, default=8765)
    ap.add_argument("--bot-token", default="xoxb-fake")
    ap.add_argument("--app-token", default="xapp-fake")
    ap.add_argument("--signing-secret", default="fake-signing-secret")
    ap.add_argument("--no-rate-limit", action="store_true")
    a = ap.parse_args()
    fake = FakeSlack(a.bot_token, a.app_token, a.signing_secret, not a.no_rate_limit)
    print("fake slack at", await fake.start(a.port), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
