"""The Web API methods of the fake Slack; each answers as the method reference says."""

from __future__ import annotations

import hashlib
import secrets
import time

from aiohttp import web

from tests.fakes.slack_audit import audit
from tests.fakes.slack_blocks import validate_blocks
from tests.fakes.slack_views import SlackViews


class SlackMethods(SlackViews):
    def m_api_test(self, d):
        return {"ok": True, "args": d}

    def m_auth_test(self, d):
        return {
            "ok": True,
            "url": "https://fake.slack.invalid/",
            "team": "Fake",
            "user": "newsbot",
            "team_id": "T0FAKE",
            "user_id": "U0BOT",
            "bot_id": "B0BOT",
            "is_enterprise_install": False,
        }

    def m_apps_connections_open(self, d):
        ticket = secrets.token_hex(8)
        self.tickets.add(ticket)
        return {
            "ok": True,
            "url": f"{self.base.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id=A0FAKE",
        }

    def m_chat_postmessage(self, d):
        ch, err = self.check_channel(d)
        err = err or self.check_content(d)
        if err:
            return err
        msg = self.store(ch, d, "chat.postMessage")
        out = {
            "ok": True,
            "channel": ch["id"],
            "ts": msg["ts"],
            "message": {
                "type": "message",
                "user": "U0BOT",
                "bot_id": "B0BOT",
                "ts": msg["ts"],
                "text": msg["text"],
                **({"blocks": msg["blocks"]} if msg["blocks"] else {}),
            },
        }
        if msg["warnings"]:
            out["warning"] = ",".join(msg["warnings"])
            out["response_metadata"] = {"warnings": msg["warnings"]}
        return out

    def m_chat_update(self, d):
        msg = next(
            (
                m
                for m in self.messages
                if m["ts"] == d.get("ts")
                and m["channel"] == d.get("channel")
                and not m["deleted"]
                and m["visible"] == "channel"
            ),
            None,
        )
        if d.get("channel") not in self.channels and not str(d.get("channel", "")).startswith("D"):
            return {"ok": False, "error": "channel_not_found"}  # names are not accepted here
        if msg is None:
            return {"ok": False, "error": "message_not_found"}
        err = self.check_content(d, limit_text=4000)
        if err:
            return err
        msg.update(
            text=d.get("text") or "",
            blocks=d.get("blocks", msg["blocks"]),
            edits=msg["edits"] + 1,
            audit=audit(d),
        )
        if "metadata" in d:
            msg["metadata"] = d["metadata"]
        return {
            "ok": True,
            "channel": msg["channel"],
            "ts": msg["ts"],
            "text": msg["text"],
            "message": {"text": msg["text"]},
        }

    def m_chat_delete(self, d):
        for m in self.messages:
            if m["ts"] == d.get("ts") and m["channel"] == d.get("channel") and not m["deleted"]:
                m["deleted"] = True
                return {"ok": True, "channel": m["channel"], "ts": m["ts"]}
        return {"ok": False, "error": "message_not_found"}

    def m_chat_postephemeral(self, d):
        ch, err = self.check_channel(d)
        err = err or self.check_content(d)
        if not err and d.get("user") not in self.users:
            err = {"ok": False, "error": "user_not_in_channel"}
        return err or {
            "ok": True,
            "message_ts": self.store(ch, d, "chat.postEphemeral", "ephemeral", d["user"])["ts"],
        }

    def m_chat_getpermalink(self, d):
        ok = any(
            m["ts"] == d.get("message_ts") and m["channel"] == d.get("channel")
            for m in self.messages
        )
        return (
            {
                "ok": True,
                "channel": d["channel"],
                "permalink": f"https://fake.slack.invalid/archives/{d['channel']}/p"
                + d["message_ts"].replace(".", ""),
            }
            if ok
            else {"ok": False, "error": "message_not_found"}
        )

    def m_chat_schedulemessage(self, d):
        ch, err = self.check_channel(d)
        err = err or self.check_content(d)
        if err:
            return err
        at, now = int(d.get("post_at") or 0), time.time()
        if at <= now:
            return {"ok": False, "error": "time_in_past"}
        if at > now + 120 * 86400:
            return {"ok": False, "error": "time_too_far"}
        if (
            sum(
                1
                for s in self.scheduled
                if s["channel"] == ch["id"] and abs(s["post_at"] - at) < 300
            )
            >= 30
        ):
            return {"ok": False, "error": "restricted_too_many"}
        s = {
            "scheduled_message_id": f"Q{next(self.seq):06d}",
            "channel": ch["id"],
            "post_at": at,
            "data": d,
        }
        self.scheduled.append(s)
        return {"ok": True, **{k: s[k] for k in ("scheduled_message_id", "channel", "post_at")}}

    def m_conversations_list(self, d):
        chans = [
            c
            for c in self.channels.values()
            if not (str(d.get("exclude_archived")) in ("True", "true", "1") and c["is_archived"])
        ]
        limit, start = min(int(d.get("limit") or 100), 1000), int(d.get("cursor") or 0)
        page = chans[start : start + limit]
        nxt = str(start + limit) if start + limit < len(chans) else ""
        return {"ok": True, "channels": page, "response_metadata": {"next_cursor": nxt}}

    m_users_conversations = m_conversations_list

    def m_conversations_info(self, d):
        ch = self.find_channel(d.get("channel"))
        return {"ok": True, "channel": ch} if ch else {"ok": False, "error": "channel_not_found"}

    def m_conversations_join(self, d):
        ch = self.find_channel(d.get("channel"))
        if not ch or ch.get("is_private"):
            return {"ok": False, "error": "channel_not_found"}
        if ch["is_archived"]:
            return {"ok": False, "error": "is_archived"}
        ch["is_member"] = True
        return {"ok": True, "channel": ch}

    def m_conversations_open(self, d):
        ch = self.find_channel(d.get("users"))
        if not ch or not ch.get("is_im"):
            return {"ok": False, "error": "user_not_found"}
        return {"ok": True, "channel": {"id": ch["id"]}}

    def m_conversations_history(self, d):
        # Replies stand in their thread; the channel's history shows the roots alone.
        return self.read_messages(d, lambda m: not m["thread_ts"] or m["reply_broadcast"])

    def m_conversations_replies(self, d):
        root = d.get("ts")
        if not any(m["ts"] == root and m["channel"] == d.get("channel") for m in self.messages):
            return {"ok": False, "error": "thread_not_found"}
        return self.read_messages(d, lambda m: root in (m["ts"], m["thread_ts"]))

    def read_messages(self, d, wanted):
        ch = self.find_channel(d.get("channel"))
        if not ch:
            return {"ok": False, "error": "channel_not_found"}
        if not ch.get("is_member"):
            return {"ok": False, "error": "not_in_channel"}
        oldest = float(d.get("oldest") or 0)
        meta = str(d.get("include_all_metadata")) in ("True", "true", "1")
        found = [
            m
            for m in reversed(self.messages)
            if m["channel"] == ch["id"]
            and m["visible"] == "channel"
            and not m["deleted"]
            and float(m["ts"]) > oldest
            and wanted(m)
        ]
        start = int(d.get("cursor") or 0)
        end = start + min(int(d.get("limit") or 100), self.cfg["history_page"])
        out = [
            {
                "type": "message",
                "ts": m["ts"],
                "text": m["text"],
                "bot_id": "B0BOT" if m["source"] == "chat.postMessage" else "B0OTHER",
                **({"metadata": m["metadata"]} if meta and m["metadata"] else {}),
            }
            for m in found[start:end]
        ]
        more = end < len(found)
        cursor = {"next_cursor": str(end)} if more else {}
        return {"ok": True, "messages": out, "has_more": more, "response_metadata": cursor}

    def m_users_info(self, d):
        u = self.users.get(d.get("user"))
        return {"ok": True, "user": u} if u else {"ok": False, "error": "user_not_found"}

    def m_files_upload(self, d):
        return {"ok": False, "error": "method_deprecated"}

    def m_files_getuploadurlexternal(self, d):
        if not d.get("filename") or not int(d.get("length") or 0):
            return {"ok": False, "error": "missing_argument"}
        if len(d.get("alt_txt") or "") > 1000:
            return {"ok": False, "error": "alt_txt_too_large"}
        fid = f"F{next(self.seq):07d}"
        self.files[fid] = {
            "id": fid,
            "name": d["filename"],
            "length": int(d["length"]),
            "alt_txt": d.get("alt_txt"),
            "got": None,
            "done": False,
        }
        return {"ok": True, "upload_url": f"{self.base}/upload/v1/{fid}", "file_id": fid}

    def m_files_completeuploadexternal(self, d):
        out = []
        for f in d.get("files") or []:
            rec = self.files.get(f.get("id"))
            if not rec or rec["got"] is None:
                return {"ok": False, "error": "file_not_found"}
            if rec["done"]:
                self.violate("completed one upload twice", file=rec["id"])
            out.append({"id": rec["id"], "title": f.get("title") or rec["name"]})
        cid = d.get("channel_id") or (d.get("channels") or "").split(",")[0]
        if cid:
            ch, err = self.check_channel({"channel": cid})
            if err:
                return err
            self.store(
                ch,
                {"text": d.get("initial_comment") or "", "thread_ts": d.get("thread_ts")},
                "file_share",
            )["files"] = out
        for f in out:
            self.files[f["id"]].update(done=True, title=f["title"], channel=cid)
        return {"ok": True, "files": out}

    async def upload(self, request):
        rec = self.files.get(request.match_info["fid"])
        if not rec:
            return web.Response(status=404, text="no such upload")
        fault = self.take_fault("upload") or {"action": None}
        if fault["action"] == "http500":
            return web.Response(status=500, text="error")
        if fault["action"] == "drop_before":
            request.transport.abort()
            return web.Response()
        raw = await request.read()
        if request.content_type.startswith("multipart/"):
            data = await request.post()
            part = next((v for v in data.values() if hasattr(v, "file")), None)
            raw = part.file.read() if part else b""
        rec["got"], rec["content"] = len(raw), raw
        rec["sha256"] = hashlib.sha256(raw).hexdigest()
        self.note("upload", file=rec["id"], length=len(raw))
        if len(raw) != rec["length"]:
            self.violate(
                "uploaded length differs from the announced length",
                file=rec["id"],
                got=len(raw),
                said=rec["length"],
            )
        return web.Response(text=f"OK - {len(raw)}")

    def m_blocks_validate(self, d):
        problems = validate_blocks(d.get("blocks"))
        return (
            {"ok": False, "error": "invalid_blocks", "errors": list(problems)}
            if problems
            else {"ok": True}
        )
