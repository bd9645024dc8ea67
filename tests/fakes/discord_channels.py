"""Channels, threads and messages of the strict Discord."""

from __future__ import annotations

import time

from tests.fakes.discord_checks import FORM, Errors, check_message
from tests.fakes.discord_state import BOT, DiscordState

#: Types of channels: forums, and those whose messages may open threads.
FORUM, TEXTS = 15, (0, 5)
#: What a message of the bot's own may ping.
PINGED = ["users", "roles", "everyone"]


class DiscordChannels(DiscordState):
    def channel_call(self, request, name, ids, data, files):
        ch = self.channels.get(ids[0])
        if not ch:
            return 404, {"message": "Unknown Channel", "code": 10003}
        if not ch["_view"]:
            return 403, {"message": "Missing Access", "code": 50001}
        if len(ids) > 1:
            return self.message_call(name, ch, ids[1], data, files)
        match name:
            case "GET /channels/{id}":
                return 200, self.public_channel(ch)
            case "PATCH /channels/{id}":
                return self.change_thread(ch, data)
            case "GET /channels/{id}/messages":
                return 200, self.history(ids[0], request.query)
            case "POST /channels/{id}/messages":
                return self.refusal_of(ch) or self.post(ch, data, files)
            case "POST /channels/{id}/threads" if ch["type"] == FORUM:
                return self.post_to_forum(ch, data, files)
            case "POST /channels/{id}/typing":
                return 204, None
        return 404, {"message": "404: Not Found", "code": 0}

    def refusal_of(self, ch):
        """Why nothing may be posted here; None where it may."""
        if ch["type"] == FORUM:
            return 400, {"message": "Cannot send messages in a non-text channel", "code": 50008}
        thread = ch.get("thread_metadata", {})
        if thread.get("archived") and thread.get("locked"):
            return 403, {"message": "Thread is archived", "code": 50083}
        if not ch["_send"]:
            return 403, {"message": "Missing Permissions", "code": 50013}
        if ch.get("_user") in self.closed_to_direct:
            return 403, {"message": "Cannot send messages to this user", "code": 50007}
        return None

    def post(self, ch, data, files):
        bad = check_message(data, files)
        if bad:
            return bad
        if "thread_metadata" in ch:  # a message brings an archived thread back
            ch["thread_metadata"]["archived"] = False
        nonce = str(data["nonce"]) if data.get("nonce") is not None else None
        if data.get("enforce_nonce") and nonce is not None:
            hit = self.nonces.get(nonce)
            if hit and time.monotonic() - hit[0] < self.cfg["nonce_ttl"]:
                self.note("nonce_hit", nonce=nonce)
                return 200, self.public_message(hit[1])
        if data.get("embeds") and not ch["_embed"]:
            told = "embeds sent without EMBED_LINKS: readers see an empty message"
            self.violate(told, channel=ch["id"])
        msg = self.store(ch["id"], data, files, "message", PINGED)
        if nonce is not None:
            self.nonces[nonce] = (time.monotonic(), msg)
        return 200, self.public_message(msg)

    def post_to_forum(self, ch, data, files):
        """A thread with its first message; both bear one id."""
        tags = data.get("applied_tags") or []
        err = Errors()
        err.too_long(["name"], (data.get("name") or "").strip(), 100, 1)
        bad = (400, FORM | {"errors": err}) if err else None
        bad = bad or check_message(data.get("message") or {}, files) or self.check_tags(ch, tags)
        if bad:
            return bad
        tid = self.open_thread(ch, data["name"], self.snowflake())
        self.channels[tid]["applied_tags"] = tags
        msg = self.store(tid, data["message"], files, "forum_post", PINGED, mid=tid)
        thread = self.public_channel(self.channels[tid])
        return 201, {**thread, "message": self.public_message(msg)}

    def message_call(self, name, ch, mid, data, files):
        """What is done to one message of a channel."""
        opens_thread = name == "POST /channels/{id}/messages/{id}/threads"
        if opens_thread and ch["type"] not in TEXTS:
            return 400, {"message": "Cannot execute action on this channel type", "code": 50024}
        held = (m for m in self.messages if m["id"] == mid and m["channel_id"] == ch["id"])
        msg = next((m for m in held if not m["_deleted"]), None)
        if not msg:
            return 404, {"message": "Unknown Message", "code": 10008}
        match name:
            case "GET /channels/{id}/messages/{id}":
                return 200, self.public_message(msg)
            case "POST /channels/{id}/messages/{id}/threads":
                return self.thread_of(ch, mid, data)
            case "PATCH /channels/{id}/messages/{id}":
                return self.locked(ch) or self.edit(msg, data, files)
            case "DELETE /channels/{id}/messages/{id}":
                msg["_deleted"] = True
        return 204, None

    def thread_of(self, ch, mid, data):
        if mid in self.channels:
            message = "A thread has already been created for this message"
            return 400, {"message": message, "code": 160004}
        tid = self.open_thread(ch, data.get("name", "thread"), mid)
        return 201, self.public_channel(self.channels[tid])

    def locked(self, ch):
        thread = ch.get("thread_metadata", {})
        if thread.get("archived"):
            return 400, {"message": "Thread is archived", "code": 50083}
        if thread.get("locked"):
            return 403, {"message": "Missing Permissions", "code": 50013}
        return None

    def history(self, channel, query):
        """Newest first, as the real one; without nonces unless configured."""
        before, after = int(query.get("before") or 1 << 63), int(query.get("after") or 0)
        found = [
            self.public_message(one)
            for one in reversed(self.messages)
            if one["channel_id"] == channel
            and after < int(one["id"]) < before
            and not one["_deleted"]
            and not one["_ephemeral"]
        ][: int(query.get("limit") or 50)]
        if not self.cfg["history_nonce"]:
            found = [{k: v for k, v in one.items() if k != "nonce"} for one in found]
        return found

    def open_thread(self, ch, name, tid):
        self.channels[tid] = {
            **ch,
            "id": tid,
            "type": 11,
            "name": name,
            "parent_id": ch["id"],
            "owner_id": BOT,
            "message_count": 0,
            "member_count": 1,
            "thread_metadata": {
                "archived": False,
                "locked": False,
                "auto_archive_duration": 1440,
                "archive_timestamp": "2025-09-20T00:00:00+00:00",
            },
        }
        return tid

    @staticmethod
    def change_thread(ch, data):
        """Only archiving is modelled: what a bot without Manage Threads may change."""
        if ch["type"] != 11 or set(data) != {"archived"}:
            return 403, {"message": "Missing Permissions", "code": 50013}
        if ch["thread_metadata"]["locked"] or not ch["_send"]:
            return 403, {"message": "Missing Permissions", "code": 50013}
        ch["thread_metadata"]["archived"] = data["archived"]
        return 200, {"id": ch["id"], "type": 11}

    @staticmethod
    def check_tags(ch, tags):
        known = {one["id"]: one for one in ch.get("available_tags") or []}
        if len(tags) > 5 or not set(map(str, tags)) <= set(known):
            return 400, {"message": "Invalid Form Body", "code": 50035, "errors": {}}
        if any(known[str(one)].get("moderated") for one in tags):
            return 403, {"message": "Missing Permissions", "code": 50013}
        if int(ch.get("flags") or 0) & 1 << 4 and not tags:
            message = "A tag is required to create a forum post in this channel"
            return 400, {"message": message, "code": 40067}
        return None

    @staticmethod
    def is_active_thread(ch):
        return ch["type"] == 11 and not ch["thread_metadata"]["archived"]

    def direct(self, user):
        if user not in self.members:
            return 400, {"message": "Invalid Recipient(s)", "code": 50033}
        cid = "5" + user[1:]
        self.channels.setdefault(
            cid,
            {
                "id": cid,
                "type": 1,
                "_send": True,
                "_view": True,
                "_embed": True,
                "_user": user,
                "parent_id": None,
            },
        )
        return 200, self.public_channel(self.channels[cid])
