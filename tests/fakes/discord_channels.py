"""Channels, threads and messages of the strict Discord."""

from __future__ import annotations

import time

from tests.fakes.discord_checks import check_message
from tests.fakes.discord_state import BOT, DiscordState


class DiscordChannels(DiscordState):
    def channel_call(self, request, name, ids, data, files):
        ch = self.channels.get(ids[0])
        if not ch:
            return 404, {"message": "Unknown Channel", "code": 10003}
        if not ch["_view"]:
            return 403, {"message": "Missing Access", "code": 50001}
        if name == "GET /channels/{id}":
            return 200, self.public_channel(ch)
        if name == "PATCH /channels/{id}":
            return self.change_thread(ch, data)
        if name == "GET /channels/{id}/messages":
            return 200, self.history(ids[0], request.query)
        if name == "POST /channels/{id}/messages":
            if ch["type"] == 15:
                return 400, {"message": "Cannot send messages in a non-text channel", "code": 50008}
            if ch.get("thread_metadata", {}).get("archived") and ch["thread_metadata"].get(
                "locked"
            ):
                return 403, {"message": "Thread is archived", "code": 50083}
            if not ch["_send"]:
                return 403, {"message": "Missing Permissions", "code": 50013}
            if ch.get("_user") in self.closed_to_direct:
                return 403, {"message": "Cannot send messages to this user", "code": 50007}
            bad = check_message(data, files)
            if bad:
                return bad
            if "thread_metadata" in ch:  # a message brings an archived thread back
                ch["thread_metadata"]["archived"] = False
            if data.get("enforce_nonce") and data.get("nonce") is not None:
                hit = self.nonces.get(str(data["nonce"]))
                if hit and time.monotonic() - hit[0] < self.cfg["nonce_ttl"]:
                    self.note("nonce_hit", nonce=str(data["nonce"]))
                    return 200, self.public_message(hit[1])
            if data.get("embeds") and not ch["_embed"]:
                self.violate(
                    "embeds sent without EMBED_LINKS: readers see an empty message", channel=ids[0]
                )
            msg = self.store(ids[0], data, files, "message", ["users", "roles", "everyone"])
            if data.get("nonce") is not None:
                self.nonces[str(data["nonce"])] = (time.monotonic(), msg)
            return 200, self.public_message(msg)
        if name == "POST /channels/{id}/threads" and ch["type"] == 15:
            if not 1 <= len((data.get("name") or "").strip()) <= 100:
                return 400, {
                    "message": "Invalid Form Body",
                    "code": 50035,
                    "errors": {
                        "name": {
                            "_errors": [
                                {
                                    "code": "BASE_TYPE_BAD_LENGTH",
                                    "message": "Must be between 1 and 100 in length.",
                                }
                            ]
                        }
                    },
                }
            bad = check_message(data.get("message") or {}, files)
            if bad:
                return bad
            bad = self.check_tags(ch, data.get("applied_tags") or [])
            if bad:
                return bad
            tid = self.open_thread(ch, data["name"], self.snowflake())
            self.channels[tid]["applied_tags"] = data.get("applied_tags") or []
            msg = self.store(
                tid, data["message"], files, "forum_post", ["users", "roles", "everyone"], mid=tid
            )
            return 201, {
                **self.public_channel(self.channels[tid]),
                "message": self.public_message(msg),
            }
        if name == "POST /channels/{id}/messages/{id}/threads" and ch["type"] not in (0, 5):
            return 400, {"message": "Cannot execute action on this channel type", "code": 50024}
        if len(ids) > 1:
            msg = next(
                (
                    m
                    for m in self.messages
                    if m["id"] == ids[1] and m["channel_id"] == ids[0] and not m["_deleted"]
                ),
                None,
            )
            if not msg:
                return 404, {"message": "Unknown Message", "code": 10008}
            if name == "GET /channels/{id}/messages/{id}":
                return 200, self.public_message(msg)
            if name == "POST /channels/{id}/messages/{id}/threads":
                if ids[1] in self.channels:
                    message = "A thread has already been created for this message"
                    return 400, {"message": message, "code": 160004}
                tid = self.open_thread(ch, data.get("name", "thread"), ids[1])
                return 201, self.public_channel(self.channels[tid])
            if name == "PATCH /channels/{id}/messages/{id}":
                if ch.get("thread_metadata", {}).get("archived"):
                    return 400, {"message": "Thread is archived", "code": 50083}
                if ch.get("thread_metadata", {}).get("locked"):
                    return 403, {"message": "Missing Permissions", "code": 50013}
                return self.edit(msg, data, files)
            if name == "DELETE /channels/{id}/messages/{id}":
                msg["_deleted"] = True
                return 204, None
            return 204, None
        if name == "POST /channels/{id}/typing":
            return 204, None
        return 404, {"message": "404: Not Found", "code": 0}

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
