"""The state of a workspace as the fake Slack keeps it: channels, people, messages, faults."""

from __future__ import annotations

import itertools
import json
import re
import time

from aiohttp import web

from tests.fakes.slack_audit import audit
from tests.fakes.slack_blocks import MESSAGE_BLOCK_CHARS, block_chars, validate_blocks


class SlackState:
    def __init__(
        self,
        bot_token="xoxb-fake",
        app_token="xapp-fake",
        signing_secret="fake-signing-secret",
        rate_limit=True,
        burst=5,
        per_second=1.0,
    ):
        self.bot_token, self.app_token, self.signing_secret = bot_token, app_token, signing_secret
        self.cfg = {
            "rate_limit": rate_limit,
            "burst": burst,
            "per_second": per_second,
            "response_url_ttl": 1800,
            "response_url_uses": 5,
            "ack_deadline": 3.0,
            "max_sockets": 10,
            "history_page": 200,
            "trigger_ttl": 3.0,
            "home_tab": True,
            "scopes": [
                "chat:write",
                "commands",
                "channels:read",
                "groups:read",
                "channels:history",
                "groups:history",
                "im:history",
                "im:write",
                "files:write",
                "users:read",
            ],
        }
        self.base = ""
        self.sockets: dict[str, web.WebSocketResponse] = {}
        self.tickets: set[str] = set()
        self.channels, self.users, self.seq = {}, {}, itertools.count(1)
        self.reset()

    def reset(self):
        self.log, self.messages, self.envelopes, self.faults, self.violations = [], [], {}, [], []
        self.response_urls, self.files, self.views, self.scheduled = {}, {}, [], []
        self.triggers = {}
        self.buckets, self.blocked_until, self.ts_last = {}, {}, 0.0
        for cid, name, member, archived, private in (
            ("C0NEWS", "news", True, False, False),
            ("C0LEGAL", "legal", True, False, False),
            ("C0OTHER", "not-joined", False, False, False),
            ("C0ARCHIVED", "old", True, True, False),
            ("C0PRIVATE", "secret", True, False, True),
        ):
            self.channels[cid] = {
                "id": cid,
                "name": name,
                "is_channel": True,
                "is_member": member,
                "is_archived": archived,
                "is_private": private,
                "num_members": 5,
            }
        for uid, name, admin in (
            ("U0BOT", "newsbot", False),
            ("U0ALICE", "alice", False),
            ("U0ADMIN", "admin", True),
        ):
            self.users[uid] = {
                "id": uid,
                "name": name,
                "is_bot": uid == "U0BOT",
                "is_admin": admin,
                "is_owner": False,
                "team_id": "T0FAKE",
                "real_name": name.title(),
                "tz": "America/New_York",
            }

    # ---- helpers
    def note(self, kind, **kw):
        entry = {"n": len(self.log), "t": time.time(), "kind": kind, **kw}
        self.log.append(entry)
        return entry

    def violate(self, what, **kw):
        self.violations.append({"t": time.time(), "what": what, **kw})
        self.note("violation", what=what, **kw)

    def new_ts(self):
        self.ts_last = max(time.time(), self.ts_last + 0.000001)
        return f"{self.ts_last:.6f}"

    def find_channel(self, ref):
        ref = str(ref or "")
        if ref in self.channels:
            return self.channels[ref]
        if ref in self.users or re.fullmatch(r"[UWD][A-Z0-9]{3,}", ref):
            return {
                "id": "D" + ref[1:],
                "is_im": True,
                "is_member": True,
                "is_archived": False,
                "name": ref,
            }
        return next((c for c in self.channels.values() if c["name"] == ref.lstrip("#")), None)

    def take_fault(self, name, channel=None):
        for f in self.faults:
            if (
                f["match"] in (name, "*")
                and f.get("times", 1) > 0
                and (not f.get("channel") or f["channel"] == channel)
            ):
                f["times"] = f.get("times", 1) - 1
                return f
        return None

    def over_rate(self, key):
        """Token bucket: per_second refill, burst capacity. Seconds to wait, or 0."""
        now = time.monotonic()
        cap, rate = self.cfg["burst"], self.cfg["per_second"]
        level, last = self.buckets.get(key, (float(cap), now))
        level = min(cap, level + (now - last) * rate)
        if level < 1:
            self.buckets[key] = (level, now)
            return max(1, int((1 - level) / rate + 0.999))
        self.buckets[key] = (level - 1, now)
        return 0

    async def body(self, request) -> dict:
        ctype = request.content_type
        if ctype == "application/json":
            try:
                data = json.loads(await request.text() or "{}")
            except ValueError:
                return {"__bad__": "invalid_json"}
            return data if isinstance(data, dict) else {"__bad__": "json_not_object"}
        return dict(await request.post())

    @staticmethod
    def decode(data) -> dict:
        """Form and query arguments carry JSON structures and booleans as text."""
        for k in ("blocks", "attachments", "metadata", "view", "files", "message"):
            if isinstance(data.get(k), str) and data[k][:1] in "[{" and data[k]:
                try:
                    data[k] = json.loads(data[k])
                except ValueError:
                    data["__bad__"] = (
                        "invalid_blocks_format" if k == "blocks" else "invalid_arguments"
                    )
        for k, v in list(data.items()):
            if v in ("true", "True"):
                data[k] = True
            elif v in ("false", "False"):
                data[k] = False
        return data

    def too_many(self, key, wait, entry):
        self.blocked_until[key] = time.monotonic() + wait - 0.05
        entry["result"] = {"ok": False, "error": "ratelimited", "retry_after": wait}
        return web.json_response(
            {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(wait)}
        )

    def check_content(self, d, limit_text=None):
        """None, or the error Slack would answer for this message content."""
        text, blocks = d.get("text"), d.get("blocks")
        if d.get("markdown_text") is not None:
            if text or blocks:
                return {"ok": False, "error": "markdown_text_conflict"}
            if len(d["markdown_text"]) > 12000:
                return {"ok": False, "error": "msg_too_long"}
            return None
        if not text and not blocks and not d.get("attachments"):
            return {"ok": False, "error": "no_text"}
        if blocks is not None:
            if isinstance(blocks, str):
                return {"ok": False, "error": "invalid_blocks_format"}
            problems = validate_blocks(blocks)
            if problems:
                msgs = [f"{x['message']} [json-pointer:/blocks{x['pointer']}]" for x in problems]
                return {
                    "ok": False,
                    "error": "invalid_blocks",
                    "errors": msgs,
                    "response_metadata": {"messages": ["[ERROR] " + m for m in msgs]},
                }
            if block_chars(blocks) > MESSAGE_BLOCK_CHARS:
                return {"ok": False, "error": "msg_blocks_too_long"}
        if limit_text and text and len(text) > limit_text:
            return {"ok": False, "error": "msg_too_long"}
        if len(d.get("attachments") or []) > 100:
            return {"ok": False, "error": "too_many_attachments"}
        meta = d.get("metadata")
        if (
            meta
            and not meta.get("entities")
            and not (
                isinstance(meta, dict)
                and isinstance(meta.get("event_type"), str)
                and isinstance(meta.get("event_payload"), dict)
            )
        ):
            return {"ok": False, "error": "invalid_metadata_format"}
        return None

    def check_channel(self, d):
        ch = self.find_channel(d.get("channel"))
        if ch is None:
            return None, {"ok": False, "error": "channel_not_found"}
        if ch.get("is_archived"):
            return None, {"ok": False, "error": "is_archived"}
        if not ch.get("is_member") and (
            ch.get("is_private") or "chat:write.public" not in self.cfg["scopes"]
        ):
            return None, {
                "ok": False,
                "error": "channel_not_found" if ch.get("is_private") else "not_in_channel",
            }
        return ch, None

    def store(self, ch, d, source, visible="channel", user=None):
        text, warnings = d.get("text") or "", []
        if len(text) > 40000:
            text, warnings = text[:40000], ["message_truncated"]
            self.violate("text over 40,000 characters was truncated", channel=ch["id"])
        if d.get("blocks") and not d.get("text"):
            warnings.append("missing_text_in_message")
        msg = {
            "type": "message",
            "ts": self.new_ts(),
            "channel": ch["id"],
            "text": text,
            "blocks": d.get("blocks"),
            "thread_ts": d.get("thread_ts"),
            "metadata": d.get("metadata"),
            "source": source,
            "visible": visible,
            "user": user,
            "unfurl_links": d.get("unfurl_links"),
            "unfurl_media": d.get("unfurl_media"),
            "reply_broadcast": d.get("reply_broadcast"),
            "edits": 0,
            "deleted": False,
            "t": time.time(),
            "audit": audit(d),
            "warnings": warnings,
            "client_msg_id": d.get("client_msg_id"),
        }
        if msg["thread_ts"] and not any(
            m["ts"] == msg["thread_ts"] and m["channel"] == ch["id"] for m in self.messages
        ):
            self.violate(
                "thread_ts names no message of this channel",
                channel=ch["id"],
                thread_ts=msg["thread_ts"],
            )
        self.messages.append(msg)
        return msg
