"""The strict Discord's memory: servers, channels, messages, and what the bot did wrong."""

from __future__ import annotations

import time
from itertools import count

from tests.fakes.discord_audit import audit
from tests.fakes.discord_checks import check_message

GUILD, APP, BOT, OWNER = (
    "100000000000000001",
    "200000000000000001",
    "200000000000000001",
    "300000000000000001",
)
NEWS, LEGAL, FORUM, DENIED, HIDDEN, THREAD_ARCHIVED = (
    f"4000000000000000{n:02d}" for n in (1, 2, 3, 4, 5, 6)
)
VIEW, SEND, EMBED, ATTACH, HISTORY, MENTION_ALL, USE_CMD, OPEN_THREADS, SEND_THREADS = (
    1 << 10,
    1 << 11,
    1 << 14,
    1 << 15,
    1 << 16,
    1 << 17,
    1 << 31,
    1 << 35,
    1 << 38,
)
#: What @everyone may do on a new server, as far as it concerns the bot.
USUAL = VIEW | SEND | EMBED | ATTACH | HISTORY | USE_CMD | OPEN_THREADS | SEND_THREADS
EPOCH_MS = 1_420_070_400_000  # ids count from the first second of 2015
EPHEMERAL, SUPPRESS_EMBEDS, COMPONENTS_V2 = 1 << 6, 1 << 2, 1 << 15
PRIVILEGED = {1 << 1: "GUILD_MEMBERS", 1 << 8: "GUILD_PRESENCES", 1 << 15: "MESSAGE_CONTENT"}

#: The server's channels: id, name, type, whether the bot may write there, whether it sees it.
CHANNELS = (
    (NEWS, "news", 0, True, True),
    (LEGAL, "legal", 0, True, True),
    (FORUM, "briefs", 15, True, True),
    (DENIED, "read-only", 0, False, True),
    (HIDDEN, "hidden", 0, False, False),
    (THREAD_ARCHIVED, "old-thread", 11, True, True),
)


def a_channel(cid, name, kind, send, view):
    channel = {
        "id": cid,
        "name": name,
        "type": kind,
        "guild_id": GUILD,
        "position": 0,
        "permission_overwrites": [],
        "parent_id": None,
        "nsfw": False,
        "topic": None,
        "rate_limit_per_user": 0,
        "last_message_id": None,
        "_send": send,
        "_view": view,
        "_embed": True,
    }
    return channel | an_archived_thread() if kind == 11 else channel


def an_archived_thread():
    """What a closed thread of the news channel has besides what every channel has."""
    return {
        "parent_id": NEWS,
        "owner_id": BOT,
        "message_count": 0,
        "member_count": 1,
        "thread_metadata": {
            "archived": True,
            "locked": True,
            "auto_archive_duration": 1440,
            "archive_timestamp": "2025-09-20T00:00:00+00:00",
        },
    }


def everyone(permissions):
    """The role that every member of the server has."""
    return {
        "id": GUILD,
        "name": "@everyone",
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": str(permissions),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def guild_settings():
    """What a server says of itself, the same for every test."""
    return {
        "icon": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "features": [],
        "mfa_level": 0,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "nsfw_level": 0,
        "premium_progress_bar_enabled": False,
        "large": False,
        "unavailable": False,
        "vanity_url_code": None,
        "description": None,
        "banner": None,
    }


class DiscordState:
    def __init__(self, token="fake.bot.token", rate_limit=True, heartbeat_ms=41250):
        self.token = token
        self.cfg = {
            "rate_limit": rate_limit,
            "message_limit": 5,
            "message_window": 5.0,
            "deadline": 3.0,
            "token_ttl": 900.0,
            "privileged": 0,
            "heartbeat_ms": heartbeat_ms,
            "nonce_ttl": 120.0,
            "no_ack": False,
            # Whether the history gives nonces back; the reference does not promise it.
            "history_nonce": False,
        }
        self.base, self.ids = "", count(1)
        self.sessions = {}
        self.closed_sessions = {}
        self.reset()

    def reset(self):
        self.log, self.messages, self.interactions, self.faults, self.violations = (
            [],
            [],
            {},
            [],
            [],
        )
        self.commands, self.buckets, self.nonces, self.identifies, self.invalid_requests = (
            {None: []},
            {},
            {},
            [],
            0,
        )
        self.global_until = 0.0
        self.channels = {each[0]: a_channel(*each) for each in CHANNELS}
        self.members = {OWNER: "8", "300000000000000002": str(VIEW | SEND | USE_CMD)}
        #: Who takes no direct messages from the bot.
        self.closed_to_direct = set()
        self.role_permissions, self.guilds, self.application_more = USUAL, True, {}
        self.timed_out_until = None

    # ---- helpers
    def note(self, kind, **kw):
        entry = {"n": len(self.log), "t": time.time(), "kind": kind, **kw}
        self.log.append(entry)
        return entry

    def violate(self, what, **kw):
        self.violations.append({"t": time.time(), "what": what, **kw})
        self.note("violation", what=what, **kw)

    def snowflake(self):
        return str((int(time.time() * 1000) - EPOCH_MS) << 22 | next(self.ids) & 0x3FFFFF)

    @staticmethod
    def user(uid, name="user", bot=False):
        return {
            "id": uid,
            "username": name,
            "discriminator": "0",
            "global_name": name,
            "avatar": None,
            "bot": bot,
            "public_flags": 0,
        }

    def public_channel(self, c):
        shown = {k: v for k, v in c.items() if not k.startswith("_")}
        closed = {"_embed": EMBED, "_send": SEND, "_view": VIEW}
        deny = sum(bit for flag, bit in closed.items() if not c[flag])
        if deny and "permission_overwrites" in shown:
            mine = {"id": GUILD, "type": 0, "allow": "0", "deny": str(deny)}
            shown["permission_overwrites"] = [mine, *shown["permission_overwrites"]]
        return shown

    def guild(self):
        return {
            **guild_settings(),
            "id": GUILD,
            "name": "Fake Guild",
            "owner_id": OWNER,
            "emojis": [],
            "stickers": [],
            "member_count": 3,
            "joined_at": "2025-01-01T00:00:00+00:00",
            "roles": [everyone(self.role_permissions)],
            "channels": [
                self.public_channel(c)
                for c in self.channels.values()
                if c["type"] != 11 and c["_view"]
            ],
            "threads": [],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
            "members": [self.own_member()],
        }

    def own_member(self):
        return {
            "user": self.user(BOT, "newsbot", True),
            "roles": [],
            "joined_at": "2025-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
            "nick": None,
            "avatar": None,
            "premium_since": None,
            "pending": False,
            "communication_disabled_until": self.timed_out_until,
        }

    def application(self):
        return {
            "id": APP,
            "name": "newsbot",
            "icon": None,
            "description": "",
            "bot_public": False,
            "bot_require_code_grant": False,
            "verify_key": "00",
            "flags": 0,
            "owner": self.user(OWNER, "owner"),
            "team": None,
            "summary": "",
            "bot": self.user(BOT, "newsbot", True),
            "approximate_guild_count": 1,
            "rpc_origins": None,
            "interactions_endpoint_url": None,
            **self.application_more,
        }

    def store(
        self,
        channel_id,
        data,
        files,
        source,
        default_parse,
        ephemeral=False,
        user=None,
        interaction=None,
        mid=None,
    ):
        msg = {
            **self.message(mid or self.snowflake(), channel_id, data, files),
            "_source": source,
            "_audit": audit(data, default_parse),
            "_allowed_mentions": data.get("allowed_mentions"),
            "_edits": 0,
            "_deleted": False,
            "_ephemeral": ephemeral,
            "_user": user,
            "_interaction": interaction,
            "_t": time.time(),
            "_parse": default_parse,
        }
        if data.get("message_reference"):
            msg["message_reference"] = data["message_reference"]
        self.messages.append(msg)
        if channel_id in self.channels:
            self.channels[channel_id]["last_message_id"] = msg["id"]
        return msg

    def message(self, mid, channel_id, data, files):
        """What Discord shows of a message that the bot has just sent."""
        return {
            "id": mid,
            "channel_id": channel_id,
            "content": data.get("content") or "",
            "embeds": data.get("embeds") or [],
            "components": data.get("components") or [],
            "flags": int(data.get("flags") or 0),
            "type": 0,
            "tts": False,
            "author": self.user(BOT, "newsbot", True),
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S.000000+00:00", time.gmtime()),
            "edited_timestamp": None,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "pinned": False,
            "attachments": self.attached(data, files),
            "nonce": data.get("nonce"),
            "application_id": APP,
        }

    def attached(self, data, files):
        told = {f"files[{one['id']}]": one for one in data.get("attachments") or []}
        return [
            {
                "id": self.snowflake(),
                "filename": f["name"],
                "size": f["size"],
                "content_type": f["type"],
                "description": told.get(f["field"], {}).get("description"),
                "url": self.base + "/cdn/" + f["name"],
                "proxy_url": self.base + "/cdn/" + f["name"],
                "_content": f["content"],
            }
            for f in files
        ]

    def edit(self, msg, data, files):
        bad = check_message(data, files, edit=True)
        if bad:
            return bad
        if files or "attachments" in data:
            msg["attachments"] = self.attached(data, files)
        for k in ("content", "embeds", "components"):
            if k in data:
                msg[k] = data[k] or ("" if k == "content" else [])
        msg.update(
            edited_timestamp=time.strftime("%Y-%m-%dT%H:%M:%S.000000+00:00", time.gmtime()),
            _edits=msg["_edits"] + 1,
            _audit=audit({**msg, "allowed_mentions": data.get("allowed_mentions")}, msg["_parse"]),
        )
        return 200, self.public_message(msg)

    @staticmethod
    def public_message(m):
        shown = {k: v for k, v in m.items() if not k.startswith("_")}
        files = [{k: v for k, v in f.items() if k[0] != "_"} for f in m["attachments"]]
        return {**shown, "attachments": files}
