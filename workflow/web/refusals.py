"""From our own errors to HTTP: one table, read by the pages and by the API (RFC 9457).

Rooms never name a status. An error that is not in this table is a fault: status 500, a number to quote, no details.
"""

from dataclasses import dataclass, field
from typing import Any

from workflow.core.errors import (
    Conflict,
    CountersignError,
    Forbidden,
    Gone,
    Invalid,
    Issue,
    NotFound,
    Refused,
    SignInNeeded,
    TooMany,
    Unconfirmed,
    Unready,
)

TABLE: dict[type[CountersignError], tuple[int, str, str]] = {
    SignInNeeded: (401, "sign-in-needed", "Please sign in"),
    Forbidden: (403, "forbidden", "This is not yours to do"),
    TooMany: (429, "too-many", "Too many tries"),
    Unconfirmed: (409, "unconfirmed", "Please confirm this first"),
    Unready: (503, "not-in-order", "This service is not in order"),
    Refused: (409, "refused", "This cannot be done now"),
    Conflict: (409, "conflict", "Someone else was faster"),
    Invalid: (422, "invalid", "Please look at this again"),
    NotFound: (404, "not-found", "Page not found"),
    Gone: (410, "gone", "This has been withdrawn"),
}

ROUTING: dict[int, tuple[str, str, str]] = {
    400: ("unreadable", "That could not be read", "The request is broken off or not in a form that we read."),
    401: ("sign-in-needed", "Please sign in", "Please sign in first."),
    403: ("forbidden", "This is not yours to do", "This is not open to you."),
    404: ("not-found", "Page not found", "There is no such page, or you may not see it."),
    405: ("not-here", "That does not work here", "This address exists, but not for what was asked of it."),
    413: (
        "too-large",
        "That is too large",
        "What you sent is larger than this page takes. Go back, where your browser still has what you typed, and choose a smaller file or a shorter text.",
    ),
    415: ("wrong-kind", "That kind is not read here", "Send it as the kind of document this address reads."),
    421: ("wrong-host", "Wrong address", "This service does not answer to that name."),
    500: ("fault", "Something went wrong on our side", "Nothing was saved. We have noted what happened."),
    503: ("busy", "Please try again in a moment", "The service cannot reach its records right now."),
}


FOR_THE_OPERATOR = (
    "Something of this service's own is not as it must be, so this cannot be done now.",
    "Whoever runs it finds the reason in its log.",
)


@dataclass(frozen=True)
class Refusal:
    """What a page or a problem document says about a "no" or a fault."""

    status: int
    code: str
    title: str
    detail: str
    remedy: str = ""
    issues: tuple[Issue, ...] = ()
    mine: str = ""
    theirs: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def problem(self, instance: str) -> dict[str, Any]:
        """The RFC 9457 document. `type` is an address under /schema that names the kind."""
        document: dict[str, Any] = {
            "type": f"/schema#problem-{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": " ".join(filter(None, (self.detail, self.remedy))),
            "instance": instance,
        }
        if self.issues:
            document["issues"] = [
                {"code": i.code, "words": i.words, "field": i.field, "link": i.link} for i in self.issues
            ]
        if self.mine or self.theirs:
            document |= {"mine": self.mine, "theirs": self.theirs}
        return document


def refusal(no: CountersignError) -> Refusal:
    """The table's row for an error, with the error's own words."""
    kind = next(kind for kind in type(no).__mro__ if kind in TABLE)
    status, code, title = TABLE[kind]
    headers: dict[str, str] = {}
    if isinstance(no, TooMany):
        headers["retry-after"] = str(max(1, no.retry_after))
    if isinstance(no, SignInNeeded):
        headers["www-authenticate"] = 'Session realm="countersign"'
    if isinstance(no, Conflict):
        return Refusal(status, code, title, no.reason, mine=no.mine, theirs=no.theirs)
    if isinstance(no, Invalid):
        many = len(no.issues) != 1
        detail = "Some things need another look." if many else no.issues[0].words
        return Refusal(status, code, title, detail, issues=no.issues)
    if isinstance(no, Gone):
        return Refusal(status, code, title, no.tombstone)
    if isinstance(no, Unready):
        return Refusal(status, code, title, *FOR_THE_OPERATOR)
    if isinstance(no, Refused):
        return Refusal(status, code, title, no.reason, no.remedy, headers=headers)
    return Refusal(status, code, title, str(no))


def plain(status: int, detail: str = "", remedy: str = "", **headers: str) -> Refusal:
    """A refusal that no room raised: routing, size, a fault."""
    code, title, words = ROUTING.get(status) or ROUTING[400 if status < 500 else 500]
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Refusal(status, code, title, detail or words, remedy, headers=named)
