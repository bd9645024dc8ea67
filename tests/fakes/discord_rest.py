"""The strict Discord's REST interface: faults, limits and the calls themselves."""

from __future__ import annotations

import asyncio
import json
import re
import time
import zlib

from aiohttp import web

from tests.fakes.discord_channels import DiscordChannels
from tests.fakes.discord_checks import check_commands
from tests.fakes.discord_interactions import DiscordInteractions
from tests.fakes.discord_state import APP, BOT, GUILD

#: What shares a limit with what: calls to one channel, server, webhook or interaction.
MAJOR = re.compile(r"^/(channels|guilds|webhooks|interactions)/(\d+)")
COMMANDS = re.compile(
    r"^(GET|PUT|POST|DELETE|PATCH) /applications/\{id\}(/guilds/\{id\})?/commands(/\{id\})?$"
)
OWN_GUILD = {
    "id": GUILD,
    "name": "Fake Guild",
    "icon": None,
    "owner": False,
    "permissions": "0",
    "features": [],
}


def route_of(path):
    """A path with its ids and tokens left out, as Discord writes its routes."""
    route = re.sub(r"/(\d{15,20})", "/{id}", path)
    route = re.sub(r"^/interactions/\{id\}/[^/]+", "/interactions/{id}/{token}", route)
    return re.sub(r"^/webhooks/\{id\}/[^/]+", "/webhooks/{id}/{token}", route)


def needs_token(name):
    return not name.endswith("/callback") and "/webhooks/{id}/{token}" not in name


def answer(obj, status=200, headers=None):
    """JSON with the bare content type: discord.py reads it as text with a charset beside it."""
    return web.Response(
        body=json.dumps(obj).encode(),
        status=status,
        headers={**(headers or {}), "Content-Type": "application/json"},
    )


class DiscordRest(DiscordChannels, DiscordInteractions):
    async def rest(self, request):
        path = "/" + request.match_info["tail"]
        name = f"{request.method} {route_of(path)}"
        data, files = await self.body(request)
        entry = self.note(
            "rest",
            route=name,
            path=path,
            data=data,
            files=[f["name"] for f in files],
            ua=request.headers.get("User-Agent", ""),
        )
        fault = self.fault_of(name)
        act = fault["action"] if fault else ""
        if fault:
            entry["fault"] = act
            broken = await self.broken(request, fault, entry)
            if broken is not None:
                return broken
        headers = {"Via": "1.1 google"}
        if act == "error":
            told = {"code": fault.get("code", 0), "message": fault.get("message", "injected")}
            status, out = fault.get("status", 400), told
        else:
            limited = self.counted(request, name, path, entry, headers)
            if limited is not None:
                return limited
            status, out = await self.authorized(request, name, path, data, files)
        if status in (401, 403, 429):
            self.invalid_requests += 1
        entry["status"], entry["result"] = status, out if status >= 400 else None
        if act == "drop_after":
            request.transport.abort()
            return web.Response()
        if act == "http502_after":
            return web.Response(status=502, text="bad gateway", content_type="text/html")
        if status == 204:
            return web.Response(status=204, headers=headers)
        return answer(out, status, headers)

    def fault_of(self, name):
        held = (f for f in self.faults if f["match"] in (name, "*") and f.get("times", 1) > 0)
        fault = next(held, None)
        if fault:
            fault["times"] = fault.get("times", 1) - 1
        return fault

    async def broken(self, request, fault, entry):
        """The answer of a fault that lets nothing happen; None where the call goes on."""
        match fault["action"]:
            case "ratelimit":
                wait, scope = fault.get("retry_after", 1.0), fault.get("scope", "user")
                return self.limited(entry, wait, scope, fault.get("global", False))
            case "cloudflare429":
                self.invalid_requests += 1
                page, wait = "<html>error code: 1015</html>", {"Retry-After": "60"}
                return web.Response(status=429, content_type="text/html", text=page, headers=wait)
            case "http500" | "http502" | "http503" | "http504" as act:
                page = "<html>bad gateway</html>"
                return web.Response(status=int(act[4:]), text=page, content_type="text/html")
            case "bad_json":
                return web.Response(content_type="application/json", text='{"id": ')
            case "drop_before":
                request.transport.abort()
                return web.Response()
            case "hang":
                await asyncio.sleep(fault.get("seconds", 60))
                return web.Response(status=504)
            case "slow":
                await asyncio.sleep(fault.get("seconds", 2))
        return None

    def is_authorized(self, request):
        return request.headers.get("Authorization") == f"Bot {self.token}"

    def counted(self, request, name, path, entry, headers):
        """Count the call in its bucket; the 429 of a call that comes too soon, else None."""
        if not self.cfg["rate_limit"] or not needs_token(name) or not self.is_authorized(request):
            return None
        now = time.monotonic()
        if now < self.global_until:
            self.violate("request during a global rate limit", route=name)
            return self.limited(entry, self.global_until - now, "global", True)
        major = (MAJOR.match(path) or [None, "", ""])[2]
        limit, window = self.limit_for(name)
        start, used = self.buckets.get((name, major), (now, 0))
        if now - start >= window:
            start, used = now, 0
        headers |= {
            "X-RateLimit-Bucket": f"{zlib.crc32(name.encode()):08x}",
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(0, limit - used - 1)),
            "X-RateLimit-Reset": f"{time.time() + window - (now - start):.3f}",
            "X-RateLimit-Reset-After": f"{window - (now - start):.3f}",
        }
        if used >= limit:
            self.violate("sent into an exhausted bucket", route=name, major=major)
            return self.limited(entry, window - (now - start), "user", False, headers)
        self.buckets[(name, major)] = (start, used + 1)
        return None

    async def authorized(self, request, name, path, data, files):
        if needs_token(name) and not self.is_authorized(request):
            return 401, {"message": "401: Unauthorized", "code": 0}
        return await self.dispatch(request, name, path, data, files)

    def limit_for(self, name):
        if name == "POST /channels/{id}/messages":
            return self.cfg["message_limit"], self.cfg["message_window"]
        if name == "PATCH /channels/{id}/messages/{id}":
            return 5, 5.0
        return 50, 1.0

    def limited(self, entry, wait, scope, is_global, headers=None):
        self.invalid_requests += scope != "shared"
        if is_global:
            self.global_until = max(self.global_until, time.monotonic() + wait)
        h = {
            **(headers or {}),
            "Retry-After": str(int(wait + 0.999)),
            "Via": "1.1 google",
            "X-RateLimit-Scope": "global" if is_global else scope,
        }
        if is_global:
            h["X-RateLimit-Global"] = "true"
        body = {
            "message": "You are being rate limited."
            if scope != "shared"
            else "The resource is being rate limited.",
            "retry_after": round(wait, 3),
            "global": is_global,
        }
        entry["status"], entry["result"] = 429, body
        return answer(body, 429, h)

    async def body(self, request):
        files = []
        if request.content_type.startswith("multipart/"):
            data = {}
            async for part in await request.multipart():
                if part.name == "payload_json":
                    data = json.loads(await part.text())
                elif part.filename is not None:
                    raw = await part.read()
                    files.append(
                        {
                            "field": part.name,
                            "name": part.filename,
                            "size": len(raw),
                            "type": part.headers.get("Content-Type"),
                            "content": bytes(raw),
                        }
                    )
                else:
                    data[part.name] = await part.text()
            return data, files
        raw = await request.text()
        try:
            return (json.loads(raw) if raw else {}), files
        except ValueError:
            return {"__bad__": True}, files

    async def dispatch(self, request, name, path, data, files):
        if isinstance(data, dict) and data.get("__bad__"):
            return 400, {"message": "The request body contains invalid JSON.", "code": 50109}
        ids = re.findall(r"/(\d{15,20})", path)
        if name == "POST /interactions/{id}/{token}/callback":
            with_response = request.query.get("with_response") in ("true", "1", "True")
            return self.callback(path.split("/")[3], data, files, with_response)
        if "/webhooks/{id}/{token}" in name:
            return self.followup(request.method, path, data, files)
        if path.startswith("/channels/"):
            return self.channel_call(request, name, ids, data, files)
        if path.startswith("/guilds/"):
            return self.guild_call(name, ids)
        if "/commands" in name:
            return self.command_call(name, ids, data)
        match name:
            case "GET /gateway" | "GET /gateway/bot":
                return 200, self.way_in()
            case "GET /users/@me":
                return 200, self.user(BOT, "newsbot", True)
            case "POST /users/@me/channels":
                return self.direct(data.get("recipient_id"))
            case "GET /users/{id}" if ids[0] in self.members:
                return 200, self.user(ids[0], "reader")
            case "GET /users/{id}":
                return 404, {"message": "Unknown User", "code": 10013}
            case "GET /users/@me/guilds":
                return 200, [OWN_GUILD] if self.guilds else []
            case "GET /applications/@me" | "GET /oauth2/applications/@me":
                return 200, self.application()
        return 404, {"message": "404: Not Found", "code": 0}

    def way_in(self):
        limit = {
            "total": 1000,
            "remaining": 1000 - len(self.identifies),
            "reset_after": 0,
            "max_concurrency": 1,
        }
        url = self.base.replace("http", "ws", 1) + "/gateway"
        return {"url": url, "shards": 1, "session_start_limit": limit}

    def guild_call(self, name, ids):
        match name:
            case "GET /guilds/{id}" if ids[0] == GUILD:
                return 200, self.guild()
            case "GET /guilds/{id}":
                return 404, {"message": "Unknown Guild", "code": 10004}
            case "GET /guilds/{id}/members/{id}" if ids[1] == BOT:
                return 200, self.own_member()
            case "GET /guilds/{id}/members/{id}":
                return 404, {"message": "Unknown Member", "code": 10007}
            case "GET /guilds/{id}/threads/active":
                threads = [c for c in self.channels.values() if self.is_active_thread(c)]
                return 200, {"threads": [self.public_channel(c) for c in threads], "members": []}
            case "GET /guilds/{id}/channels":
                listed = [c for c in self.channels.values() if c["type"] != 11]
                return 200, [self.public_channel(c) for c in listed]
        return 404, {"message": "404: Not Found", "code": 0}

    def command_call(self, name, ids, data):
        found = COMMANDS.match(name)
        if found is None:
            return 404, {"message": "404: Not Found", "code": 0}
        verb, in_guild, one = found.groups()
        scope = ids[1] if in_guild else None
        if not one and verb in ("GET", "PUT", "POST"):
            return self.register(verb, scope, data)
        if not one or verb not in ("DELETE", "PATCH"):
            return 404, {"message": "404: Not Found", "code": 0}
        self.commands[scope] = [c for c in self.commands.get(scope, []) if c["id"] != ids[-1]]
        return 204, None

    def register(self, verb, scope, data):
        have = self.commands.setdefault(scope, [])
        if verb == "GET":
            return 200, have
        new = data if verb == "PUT" else [c for c in have if c["name"] != data.get("name")] + [data]
        bad = check_commands(new)
        if bad:
            return bad
        old = {(c.get("type", 1), c["name"]): c["id"] for c in have}
        stored = [
            {
                **c,
                "id": c.get("id") or old.get((c.get("type", 1), c["name"])) or self.snowflake(),
                "application_id": APP,
                "version": self.snowflake(),
                "type": c.get("type", 1),
                "description": c.get("description", ""),
                "default_member_permissions": c.get("default_member_permissions"),
                "nsfw": False,
                **({"guild_id": scope} if scope else {}),
            }
            for c in new
        ]
        self.commands[scope] = stored
        return 200, (stored if verb == "PUT" else stored[-1])
