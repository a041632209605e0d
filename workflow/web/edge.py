"""The edge: one request, one transaction, and the commit comes before the answer.

A page is read statement by statement. An act runs in one writing transaction: who visits, whether the form is theirs
and new, then the room's own function. Only when that transaction has committed is there a reply to send; if the commit
fails the visitor is told so. A transaction that lost against another one is run again from its beginning, since
nothing of it was done; after a few tries the answer is 503 and the form is given back.
"""

import logging
import secrets
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from sqlmodel import Session

from workflow.adapters.clock import Clock
from workflow.adapters.database import Database
from workflow.adapters.doors import Answer, Desk, Done, Door, Form, Page
from workflow.adapters.settings import Settings
from workflow.core.errors import CountersignError, NotFound, Refused, SignInNeeded, Unready
from workflow.core.people import NOBODY
from workflow.core.permissions import may
from workflow.review.turns import inbox
from workflow.web import bodies, once, sessions, throttle
from workflow.web.back import asked_from
from workflow.web.binding import Field, arguments, fill, fill_json
from workflow.web.bodies import Unreadable
from workflow.web.faults import persist, unreachable
from workflow.web.kept import Kept
from workflow.web.once import Key
from workflow.web.openings import Openings
from workflow.web.origin import same_origin
from workflow.web.refill import Asked
from workflow.web.refusals import Refusal, plain, refusal
from workflow.web.reply import HTML, Reply
from workflow.web.sessions import STRANGER, Visitor
from workflow.web.views import Views
from workflow.web.visit import Visit

log = logging.getLogger("countersign.web")
Sent = dict[str, list[Field]]

NEAR_ONLY = frozenset({"mailbox:read", "demo:people"})
"""The mailbox of the embedded default shows sign-in links, and the demo signs in whoever is named: nobody on the network
may come by that way, whatever Host they send."""
MENDED = {"invalid", "refused", "forbidden"}
"""Refusals after which the form may do on its page what it did not do now."""
TAKES_NOTHING = {"public:verify"}
CLOSED = "Go to the service itself, at the address you know it by."
FOREIGN = "This was sent from a page that is not ours, so it was not done."
OLD_FORM = "This form belongs to an earlier sign-in. Please look at it once more and send it again."


class Stranded(Exception):
    """The request does not come from a form of this session: refused before anything is looked at."""


@dataclass
class Edge:
    """Everything a request meets between Litestar and the rooms."""

    settings: Settings
    database: Database
    clock: Clock
    secret: bytes
    views: Views
    openings: Openings
    kept: Kept = field(default_factory=Kept)
    closed: str = ""
    """Why nothing is taken in here (`history/standing.py`); empty for the service itself."""

    def handle(self, visit: Visit) -> Reply:
        """The reply to any request, whatever happens. Runs in a worker thread."""
        sent: Sent = {}
        try:
            if visit.method == "POST" and self.closed and not self._takes_nothing(visit):
                raise Refused(f"{self.closed} Nothing can be done here.", CLOSED)
            return self._act(visit, sent) if visit.method == "POST" else self._show(visit)
        except Exception as no:
            return self.refuse(visit, no, sent)

    def refuse(self, visit: Visit, no: Exception, sent: Sent) -> Reply:
        """A refusal in our words, or a fault with a number to quote."""
        if isinstance(no, SignInNeeded) and visit.method != "POST" and not visit.api:
            return Reply.elsewhere(f"/sign-in?next={quote(visit.here, safe='/')}")
        said = self.words(visit, no)
        asked = self._asked(visit, sent, said)
        return self.views.refuse(visit, self._visitor_if_any(visit), said, sent, asked)

    def _asked(self, visit: Visit, sent: Sent, no: Refusal) -> Asked | None:
        """The page whose form was sent, as it stands now. An answer is worth looking for where it can be mended there."""
        if no.code not in MENDED or visit.method != "POST" or visit.api:
            return None
        address = asked_from(visit, sent)
        looking = self.openings.looking(visit, address) if address else None
        if looking is None:
            return None
        try:
            reply = self._show(looking)
        except Exception as fault:
            log.info("no page to fill, request %s: %s", visit.request_id, fault)
            return None
        return Asked(address, reply.body.decode()) if reply.media_type == HTML else None

    def words(self, visit: Visit, no: Exception) -> Refusal:
        """What to say about an error: a room's own words, or that it is our fault."""
        if isinstance(no, Unready):
            log.error("not in order, request %s: %s %s", visit.request_id, no.reason, no.remedy)
        if isinstance(no, CountersignError):
            return refusal(no)
        if isinstance(no, Unreadable):
            return plain(no.status, str(no))
        if isinstance(no, Stranded):
            return plain(403, str(no))
        if unreachable(no):
            log.warning("database unavailable, request %s: %s", visit.request_id, no)
            what = (
                "It is not certain that anything was saved: sending the same form again is safe."
                if visit.body
                else ""
            )
            return plain(503, remedy=what, retry_after="2")
        log.error("fault in request %s", visit.request_id, exc_info=no)
        return plain(500, remedy=f"If you tell us, please quote the number {visit.request_id}.")

    def _show(self, visit: Visit) -> Reply:
        assert visit.opening is not None
        door, plan = visit.opening.door, visit.opening.plan
        near_if_needed(door, visit)
        with self.database.reading() as session:
            version = door.version(session, visit.now) if door.version and for_strangers(visit) else ""
            if version and (kept := self.kept.find(visit.path, version)):
                return kept
            visitor = sessions.visitor_for(session, visit.token, visit.now)
            found = arguments(plan, visit.path_values, visit.query)
            somebody_if_needed(door, visitor)
            answer = door.open(self._desk(session, visitor, visit), **found)
            if isinstance(answer, Page) and not visit.opening.api and visitor.actor.signed_in:
                visitor = replace(visitor, turns=inbox.waiting_for(session, visitor.actor, visit.now))
        # A page that asks by itself does not mean that somebody is there.
        if "x-live" not in visit.headers and not self.closed:
            self._note(visit, visitor, answer)
        reply = self.views.answer(visit, visitor, answer)
        if version:
            self.kept.keep(visit.path, version, reply)
        return reply

    def _note(self, visit: Visit, visitor: Visitor, answer: Answer) -> None:
        """That somebody was here, and saw what he had not seen before."""
        program = visit.opening is None or visit.opening.api
        noted = None if program or isinstance(answer, Done) else answer.noted
        stale = visitor.stale(visit.now)
        if not stale and noted is None:
            return
        with self.database.writing() as session:
            if stale:
                sessions.note_seen(session, visitor, visit.now)
            if noted:
                noted(session)

    def _act(self, visit: Visit, sent: Sent) -> Reply:
        assert visit.opening is not None
        plan = visit.opening.plan
        near_if_needed(visit.opening.door, visit)
        ours = same_origin(self.settings, visit.headers)
        form = self._form(visit, sent)
        if ours is False:
            raise Stranded(FOREIGN)
        self._throttle(visit, form)
        found = arguments(plan, visit.path_values, visit.query)
        if form is not None:
            found["form"] = form

        def transaction() -> tuple[Visitor, Answer]:
            with self.database.reading() if self.closed else self.database.writing() as session:
                return self._work(session, visit, sent, found, ours)

        visitor, answer = persist(transaction)
        return self.views.answer(visit, visitor, answer)

    def _work(
        self, session: Session, visit: Visit, sent: Sent, found: dict[str, Any], ours: bool | None
    ) -> tuple[Visitor, Answer]:
        """The whole of one act, inside its transaction."""
        assert visit.opening is not None
        door = visit.opening.door
        visitor = sessions.visitor_for(session, visit.token, visit.now)
        key = None if self.closed else self._key(visit, sent, visitor)
        if key and (told := once.claim(session, self.secret, key, visit.now)):
            return visitor, told
        self._check_form(visit, visitor, sent, ours)
        somebody_if_needed(door, visitor)
        for counter, limit in throttle.limits(
            door.act, {"guest": visitor.session if visitor.actor.guest_of else ""}
        ):
            throttle.refuse_after(throttle.count(session, counter, limit, visit.now))
        answer = door.open(self._desk(session, visitor, visit), **found)
        if isinstance(answer, Done) and answer.session_token is not None:
            sessions.end(session, visitor)
        if key:
            if isinstance(answer, Done):
                once.keep(session, self.secret, key, answer)
            else:
                once.release(session, key)
        if visitor.stale(visit.now) and not self.closed:
            sessions.note_seen(session, visitor, visit.now)
        return visitor, answer

    def _takes_nothing(self, visit: Visit) -> bool:
        """Whether this is an act after which everything is as before: a copy of the record does it as well as the service."""
        return visit.opening is not None and visit.opening.door.act in TAKES_NOTHING

    def _form(self, visit: Visit, sent: Sent) -> Form | None:
        """What was sent, as the door's form; `sent` keeps the words for an error page."""
        assert visit.opening is not None
        form, kind = visit.opening.plan.form, visit.headers.get("content-type", "")
        if visit.opening.api:
            value = bodies.read_json(visit.body, kind)
            return fill_json(form, value) if form else None
        sent.update(bodies.read_form(visit.body, kind))
        return fill(form, sent) if form else None

    def _key(self, visit: Visit, sent: Sent, visitor: Visitor) -> Key | None:
        if visit.opening and visit.opening.api:
            raw = visit.headers.get("idempotency-key", "")
            return once.api_key(raw, visit.path, visit.body, visitor.session, visit.address)
        return once.page_key(_text(sent, "once"), visit.path, sent)

    def _check_form(self, visit: Visit, visitor: Visitor, sent: Sent, ours: bool | None) -> None:
        """The form must carry this session's token; a script's call may come from our own page instead."""
        api = visit.opening is not None and visit.opening.api
        given = visit.headers.get("x-csrf-token", "") or _text(sent, "csrf")
        if sessions.form_token_fits(self.secret, visitor, given) or (api and ours and not given):
            return
        raise Stranded(OLD_FORM)

    def _throttle(self, visit: Visit, form: Form | None) -> None:
        """Counted in a transaction of its own: a refused try is a try."""
        assert visit.opening is not None
        who = {"address": visit.address, "account": str(getattr(form, throttle.ACCOUNT_FIELD, "") or "")}
        counters = throttle.limits(visit.opening.door.act, who)
        if not counters:
            return

        def transaction() -> int:
            with self.database.writing() as session:
                if secrets.randbelow(100) == 0:
                    throttle.forget(session, visit.now)
                    once.forget(session, visit.now)
                return max(throttle.count(session, key, limit, visit.now) for key, limit in counters)

        throttle.refuse_after(persist(transaction))

    def _desk(self, session: Session, visitor: Visitor, visit: Visit) -> Desk:
        return Desk(session, visitor.actor, visit.now, self.settings)

    def _visitor_if_any(self, visit: Visit) -> Visitor:
        """For the head of an error page. Without a database the page simply knows nobody."""
        if not visit.token or visit.api:
            return STRANGER
        try:
            with self.database.reading() as session:
                return sessions.visitor_for(session, visit.token, visit.now)
        except Exception as fault:
            log.warning("no visitor for an error page, request %s: %s", visit.request_id, fault)
            return STRANGER


def near_if_needed(door: Door, visit: Visit) -> None:
    """Some doors are for who sits at the machine: elsewhere they do not exist."""
    if door.act in NEAR_ONLY and not visit.near:
        raise NotFound


def for_strangers(visit: Visit) -> bool:
    """Whether the answer may be one kept for everybody: no cookie, so nobody's name in the head; nothing asked for in the
    query, of which there is no end."""
    return visit.token is None and not visit.raw_query


def somebody_if_needed(door: Door, visitor: Visitor) -> None:
    """Closed by default: who is not signed in only reaches doors whose act the table gives to anyone."""
    if visitor is STRANGER and not may(door.act, NOBODY):
        raise SignInNeeded()


def _text(sent: Sent, name: str) -> str:
    given = sent.get(name, [])
    return given[-1][:200] if given and isinstance(given[-1], str) else ""
