"""Who may open the clerks' pages: a one-time link printed at the desk's start, then a session cookie.

- A code works once and for twelve hours; when it was used the desk prints the next one.
- Codes and sessions are held as hashes, in memory only: a restart signs everybody out.
- A session ends after 30 minutes without a request; every form carries the session's own token.
- Five wrong codes close the door for 15 minutes.
"""
from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

CODE_S, IDLE_S, CLOSED_S, TRIES = 12 * 3600, 30 * 60, 15 * 60, 5
COOKIE = "__Host-desk"


@dataclass
class Session:
    """One signed-in clerk. ``form_token`` stands in every form of this session."""

    clerk: str
    seen: float
    form_token: str = field(default_factory=lambda: secrets.token_urlsafe(24))


class Doorkeeper:
    """Hands out codes and sessions of one desk process."""

    def __init__(self, address: str, clock: Callable[[], float] = time.monotonic, say: Callable[[str], None] | None = None) -> None:
        """``address`` is where clerks reach the desk; ``say`` prints the link (by default to standard output)."""
        self._address, self._clock = address, clock
        self._say = say or (lambda text: print(text, flush=True))
        self._codes: dict[str, tuple[float, str]] = {}
        self._sessions: dict[str, Session] = {}
        self._wrong, self._closed_until, self._clerks = 0, 0.0, 0

    def invite(self) -> None:
        """Print a new one-time link."""
        code = secrets.token_urlsafe(24)
        self._clerks += 1
        self._codes[_hash(code)] = (self._clock() + CODE_S, f"clerk-{self._clerks}")
        self._say(f"desk: clerks sign in once at {self._address}/sign-in?code={code}")

    def admit(self, untrusted_code: str) -> str | None:
        """A session for a good code; None for a wrong or spent one, and while the door is closed."""
        now = self._clock()
        if now < self._closed_until:
            return None
        until, clerk = self._codes.pop(_hash(untrusted_code), (0.0, ""))
        if not clerk or now > until:
            self._wrong += 1
            if self._wrong >= TRIES:
                self._wrong, self._closed_until = 0, now + CLOSED_S
            return None
        self._wrong = 0
        key = secrets.token_urlsafe(32)
        self._sessions[_hash(key)] = Session(clerk, now)
        self.invite()
        return key

    def session(self, untrusted_key: str | None) -> Session | None:
        """The session behind a cookie, if it is still awake."""
        if not untrusted_key:
            return None
        session, now = self._sessions.get(_hash(untrusted_key)), self._clock()
        if session is None or now - session.seen > IDLE_S:
            self._sessions.pop(_hash(untrusted_key), None)
            return None
        session.seen = now
        return session

    def leave(self, untrusted_key: str) -> None:
        """Sign out."""
        self._sessions.pop(_hash(untrusted_key), None)


def same_token(session: Session, untrusted: object) -> bool:
    """Whether a form was made for this session."""
    return isinstance(untrusted, str) and hmac.compare_digest(session.form_token.encode(), untrusted.encode())


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()
