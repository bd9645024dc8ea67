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
        route = re.sub(r"/(\d{15,20})", "/{id}", path)
        route = re.sub(r"^/interactions/\{id\}/[^/]+", "/interactions/{id}/{token}", route)
        route = re.sub(r"^/webhooks/\{id\}/[^/]+", "/webhooks/{id}/{token}", route)
        name = f"{request.method} {route}"
        data, files = await self.body(request)
        entry = self.note(
            "rest",
            route=name,
            path=path,
            data=data,
            files=[f["name"] for f in files],
            ua=request.headers.get("User-Agent", ""),
        )
        major = (
            re.match(r"^/(channels|guilds|webhooks|interactions)/(\d+)", path) or [None, "", ""]
        )[2]
        now = time.monotonic()
        needs_auth = not name.endswith("/callback") and "/webhooks/{id}/{token}" not in route
        fault = next(
            (f for f in self.faults if f["match"] in (name, "*") and f.get("times", 1) > 0), None
        )
        status, out, headers = 200, None, {"Via": "1.1 google"}
        if fault:
            fault["times"] = fault.get("times", 1) - 1
            entry["fault"] = act = fault["action"]
            if act == "ratelimit":
                return self.limited(
                    entry,
                    fault.get("retry_after", 1.0),
                    fault.get("scope", "user"),
                    fault.get("global", False),
                )
            if act == "cloudflare429":
                self.invalid_requests += 1
                return web.Response(
                    status=429,
                    content_type="text/html",
                    text="<html>error code: 1015</html>",
                    headers={"Retry-After": "60"},
                )
            if act in ("http500", "http502", "http503", "http504"):
                return web.Response(
                    status=int(act[4:]), text="<html>bad gateway</html>", content_type="text/html"
                )
            if act == "error":
                status, out = (
                    fault.get("status", 400),
                    {"code": fault.get("code", 0), "message": fault.get("message", "injected")},
                )
            if act == "bad_json":
                return web.Response(content_type="application/json", text='{"id": ')
            if act == "drop_before":
                request.transport.abort()
                return web.Response()
            if act == "hang":
                await asyncio.sleep(fault.get("seconds", 60))
                return web.Response(status=504)
            if act == "slow":
                await asyncio.sleep(fault.get("seconds", 2))
        if out is None and status == 200:
            if needs_auth and request.headers.get("Authorization") != f"Bot {self.token}":
                status, out = 401, {"message": "401: Unauthorized", "code": 0}
            elif self.cfg["rate_limit"] and needs_auth and now < self.global_until:
                self.violate("request during a global rate limit", route=name)
                return self.limited(entry, self.global_until - now, "global", True)
            else:
                if self.cfg["rate_limit"] and needs_auth:
                    limit, window = self.limit_for(name)
                    start, used = self.buckets.get((name, major), (now, 0))
                    if now - start >= window:
                        start, used = now, 0
                    headers.update(
                        {
                            "X-RateLimit-Bucket": f"{zlib.crc32(name.encode()):08x}",
                            "X-RateLimit-Limit": str(limit),
                            "X-RateLimit-Remaining": str(max(0, limit - used - 1)),
                            "X-RateLimit-Reset": f"{time.time() + window - (now - start):.3f}",
                            "X-RateLimit-Reset-After": f"{window - (now - start):.3f}",
                        }
                    )
                    if used >= limit:
                        self.violate("sent into an exhausted bucket", route=name, major=major)
                        return self.limited(entry, window - (now - start), "user", False, headers)
                    self.buckets[(name, major)] = (start, used + 1)
                status, out = await self.dispatch(request, name, path, data, files)
        if status in (401, 403, 429):
            self.invalid_requests += 1
        entry["status"], entry["result"] = status, out if status >= 400 else None
        if fault and fault["action"] == "drop_after":
            request.transport.abort()
            return web.Response()
        if fault and fault["action"] == "http502_after":
            return web.Response(status=502, text="bad gateway", content_type="text/html")
        if status == 204:
            return web.Response(status=204, headers=headers)
        return answer(out, status, headers)

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
        with_response = request.query.get("with_response") in ("true", "1", "True")
        if name in ("GET /gateway", "GET /gateway/bot"):
            return 200, {
                "url": self.base.replace("http", "ws", 1) + "/gateway",
                "shards": 1,
                "session_start_limit": {
                    "total": 1000,
                    "remaining": 1000 - len(self.identifies),
                    "reset_after": 0,
                    "max_concurrency": 1,
                },
            }
        if name == "GET /users/@me":
            return 200, self.user(BOT, "newsbot", True)
        if name == "POST /users/@me/channels":
            return self.direct(data.get("recipient_id"))
        if name == "GET /users/{id}":
            if ids[0] in self.members:
                return 200, self.user(ids[0], "reader")
            return 404, {"message": "Unknown User", "code": 10013}
        if name == "GET /users/@me/guilds":
            return 200, [] if not self.guilds else [
                {
                    "id": GUILD,
                    "name": "Fake Guild",
                    "icon": None,
                    "owner": False,
                    "permissions": "0",
                    "features": [],
                }
            ]
        if name in ("GET /applications/@me", "GET /oauth2/applications/@me"):
            return 200, self.application()
        if name == "GET /guilds/{id}":
            return (
                (200, self.guild())
                if ids[0] == GUILD
                else (404, {"message": "Unknown Guild", "code": 10004})
            )
        if name == "GET /guilds/{id}/members/{id}":
            if ids[1] == BOT:
                return 200, self.own_member()
            return 404, {"message": "Unknown Member", "code": 10007}
        if name == "GET /guilds/{id}/threads/active":
            threads = [c for c in self.channels.values() if self.is_active_thread(c)]
            return 200, {"threads": [self.public_channel(c) for c in threads], "members": []}
        if name == "GET /guilds/{id}/channels":
            return 200, [self.public_channel(c) for c in self.channels.values() if c["type"] != 11]
        m = re.match(r"^(GET|PUT|POST) /applications/\{id\}(/guilds/\{id\})?/commands$", name)
        if m:
            scope = ids[1] if m.group(2) else None
            return self.register(m.group(1), scope, data)
        if re.match(
            r"^(DELETE|PATCH) /applications/\{id\}(/guilds/\{id\})?/commands/\{id\}$", name
        ):
            scope = ids[1] if "/guilds/" in name else None
            self.commands[scope] = [c for c in self.commands.get(scope, []) if c["id"] != ids[-1]]
            return 204, None
        if name == "POST /interactions/{id}/{token}/callback":
            return self.callback(path.split("/")[3], data, files, with_response)
        if "/webhooks/{id}/{token}" in name:
            return self.followup(request.method, path, data, files)
        if path.startswith("/channels/"):
            return self.channel_call(request, name, ids, data, files)
        return 404, {"message": "404: Not Found", "code": 0}

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
