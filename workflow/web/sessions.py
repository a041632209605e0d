"""Who visits: the session cookie, its row, and how long it lasts.

The cookie holds a random token; the database only its SHA-256, so a stolen copy of the table opens nothing.
Sign-in is always a new token and ends the old session (no fixation); sign-out deletes the row, and a request that was
still under way cannot bring it back, because nothing ever writes a whole session. A visitor who has not signed in has
no cookie and no row.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col

from workflow.adapters.settings import Settings
from workflow.core.people import NOBODY, Actor
from workflow.parties.models import WebSession
from workflow.parties.queries import actor_for
from workflow.parties.sessions import token_hash
from workflow.web.origin import is_secure
from workflow.web.secret import stamp, stamped

ABSOLUTE = timedelta(hours=12)
IDLE = timedelta(minutes=30)
NOTED_EVERY = timedelta(minutes=1)
"""How stale `seen` may be: reading pages writes to the database once a minute, not on every request."""


@dataclass(frozen=True)
class Visitor:
    """The person behind a request. `session` is the token's hash, empty when nobody is signed in.

    `turns`: how many editions wait for this person, counted for pages alone.
    """

    actor: Actor = NOBODY
    session: str = ""
    seen: datetime | None = None
    turns: int = 0

    def stale(self, now: datetime) -> bool:
        """Whether it is time to note that the visitor is still there."""
        return self.seen is not None and now - self.seen >= NOTED_EVERY


STRANGER = Visitor()


def cookie_name(settings: Settings) -> str:
    """`__Host-` pins the cookie to this host and https; browsers refuse that prefix on plain http."""
    return "__Host-countersign_session" if is_secure(settings) else "countersign_session"


def visitor_for(session: Session, token: str | None, now: datetime) -> Visitor:
    """The visitor whose cookie this is, or the stranger when the session is unknown, over or idle too long."""
    if not token or len(token) > 200:
        return STRANGER
    row = session.get(WebSession, token_hash(token))
    if row is None or row.expires <= now or row.created + ABSOLUTE <= now or row.seen + IDLE <= now:
        return STRANGER
    actor = actor_for(session, row.token_hash, now)
    return Visitor(actor, row.token_hash, row.seen) if actor.signed_in or actor.guest_of else STRANGER


def note_seen(session: Session, visitor: Visitor, now: datetime) -> None:
    """The visitor is still there. One statement with its own condition, so that a deleted session stays deleted."""
    session.execute(
        update(WebSession)
        .where(col(WebSession.token_hash) == visitor.session, col(WebSession.seen) < now)
        .values(seen=now)
    )


def end(session: Session, visitor: Visitor) -> None:
    """Forget the session the visitor came with: at sign-out, and at sign-in before the new one counts."""
    if visitor.session:
        session.execute(delete(WebSession).where(col(WebSession.token_hash) == visitor.session))


def set_cookie(settings: Settings, token: str) -> str:
    """The Set-Cookie value that hands out a token; an empty token takes the cookie away."""
    age = int(ABSOLUTE.total_seconds()) if token else 0
    secure = "; Secure" if is_secure(settings) else ""
    return f"{cookie_name(settings)}={token}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}"


def form_token(secret: bytes, visitor: Visitor) -> str:
    """The token a form of this session carries; empty for the stranger, who has nothing to steal."""
    return stamp(secret, "form", visitor.session) if visitor.session else ""


def form_token_fits(secret: bytes, visitor: Visitor, given: str) -> bool:
    """Whether the form came from this very session."""
    return not visitor.session or stamped(secret, "form", visitor.session, given)
