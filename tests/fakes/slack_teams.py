"""Several workspaces of one fake Slack: tokens of guests, and the OAuth exchange that makes them.

Every method sees the channels, people and messages of the token's workspace alone. Codes are good
once and for ten minutes; the app says who it is with HTTP Basic, as the method reference asks.
"""

from __future__ import annotations

import base64
import secrets
import time

from tests.fakes.slack_state import SlackState

HOME = "T0FAKE"
CODE_LASTS = 600


class SlackTeams(SlackState):
    client_id, client_secret = "1111.2222", "fake-client-secret"

    def reset(self):
        super().reset()
        self.team, self.teams, self.codes = HOME, {}, {}

    # ---- for tests
    def add_team(self, team="T0GUEST", name="Guests", **more):
        """A workspace with a channel, a member and an admin of its own; nobody installed us yet."""
        self.teams[team] = {"id": team, "name": name, "enterprise": None, "token": None, **more}
        self.channels[f"C{team[1:]}"] = {
            "id": f"C{team[1:]}",
            "name": "news",
            "team": team,
            "is_channel": True,
            "is_member": True,
            "is_archived": False,
            "is_private": False,
            "num_members": 3,
        }
        for user, admin in ((f"U{team[1:]}", False), (f"U{team[1:]}ADMIN", True)):
            person = {"id": user, "name": user.lower(), "is_bot": False, "is_admin": admin}
            self.users[user] = {**person, "is_owner": False, "team_id": team, "tz": "Europe/Madrid"}
        return self.teams[team]

    def grant(self, team="T0GUEST", **more):
        """Somebody of a workspace says yes; the code that Slack gives the browser."""
        code = f"code-{secrets.token_hex(8)}"
        self.codes[code] = {"team": team, "at": time.time(), "used": False, **more}
        return code

    def remove_app(self, team):
        """Somebody of a workspace removes the app: its token is dead."""
        self.teams[team]["token"] = None

    # ---- the Web API
    def team_of(self, token):
        """The workspace a bot token belongs to; None for a token nobody gave out."""
        if token == self.bot_token:
            return HOME
        return next((t for t, each in self.teams.items() if token and each["token"] == token), None)

    def exchange(self, request, d):
        """oauth.v2.access."""
        given = request.headers.get("Authorization", "")
        pair = f"{self.client_id}:{self.client_secret}".encode()
        if not given.startswith("Basic "):
            return {"ok": False, "error": "invalid_client_id"}
        if given != "Basic " + base64.b64encode(pair).decode():
            return {"ok": False, "error": "bad_client_secret"}
        if request.content_type != "application/x-www-form-urlencoded":
            return {"ok": False, "error": "invalid_form_data"}
        code = self.codes.get(d.get("code"))
        if code is None:
            return {"ok": False, "error": "invalid_code"}
        if code["used"]:
            self.violate("an OAuth code was used twice")
            return {"ok": False, "error": "code_already_used"}
        if time.time() - code["at"] > CODE_LASTS:
            return {"ok": False, "error": "code_expired"}
        code["used"] = True
        return self.granted(code)

    def granted(self, code):
        team = self.teams[code["team"]]
        team["token"] = code.get("token") or f"xoxb-guest-{secrets.token_hex(8)}"
        whole = bool(code.get("whole_organisation"))
        return {
            "ok": True,
            "access_token": team["token"],
            "token_type": "bot",
            "scope": ",".join(self.cfg["scopes"]),
            "bot_user_id": f"UBOT{team['id'][1:]}",
            "app_id": "A0FAKE",
            "team": None if whole else {"id": team["id"], "name": team["name"]},
            "enterprise": team["enterprise"],
            "is_enterprise_install": whole,
            "authed_user": {"id": f"U{team['id'][1:]}"},
        }

    # ---- what the others see, cut to one workspace
    def mine(self):
        return {k: c for k, c in self.channels.items() if c.get("team", HOME) == self.team}

    def find_channel(self, ref):
        every, self.channels = self.channels, self.mine()
        try:
            return super().find_channel(ref)
        finally:
            self.channels = every

    def store(self, ch, d, source, visible="channel", user=None):
        msg = super().store(ch, d, source, visible, user)
        # What comes through a response_url has no token; its channel tells where it stands.
        msg["team"] = self.channels.get(ch["id"], {}).get("team", self.team)
        return msg

    def cut(self, team, method, handler, d):
        """Call a method as the token's workspace sees it."""
        if not self.teams:
            return handler(d)
        self.team = team or HOME
        every, self.channels = self.channels, self.mine()
        messages = self.messages
        self.messages = seen = [m for m in messages if m.get("team", HOME) == self.team]
        before = len(seen)
        try:
            if method == "users.info" and self.is_stranger(d.get("user")):
                return {"ok": False, "error": "user_not_found"}
            return self.as_guest(method, handler(d))
        finally:
            messages += seen[before:]
            self.channels, self.messages, self.team = {**every, **self.channels}, messages, HOME

    def is_stranger(self, user):
        """Whether a workspace does not see somebody; who shares a channel with it is seen."""
        person = self.users.get(user, {})
        return not person.get("is_shared") and person.get("team_id", HOME) != self.team

    def as_guest(self, method, out):
        if self.team == HOME or not out.get("ok"):
            return out
        bot = f"B{self.team[1:]}"
        if method == "auth.test":
            team = self.teams[self.team]
            out |= {"team_id": self.team, "team": team["name"], "bot_id": bot}
            out |= {"user_id": f"UBOT{self.team[1:]}"}
        for message in out.get("messages", ()):
            message["bot_id"] = message["bot_id"].replace("B0BOT", bot)
        return out
