"""The demo's review: schools and officers first, then both sides' counsel; a comment, an answer, a revision, approvals."""

from typing import Any

from workflow.demo.telling import Telling
from workflow.demo.troupe import Troupe
from workflow.demo.visitor import Unexpected, Visitor


def review(troupe: Troupe, edition: str, telling: Telling) -> None:
    """From circulation to the last approval."""
    page = f"/editions/{edition}"
    troupe["director"].post(f"{page}/circulation")
    telling.step(_turn(troupe["director"], page), page)
    _principal_asks(troupe, page, telling)
    for part in ("principal", "officer"):
        approve(troupe[part], page)
    telling.step("The school and the officer approve.", f"{page}/history")
    telling.step(_turn(troupe["director"], page), page)
    _counsel_wants_a_change(troupe, page, telling)
    for part in ("director", "district_counsel", "lieutenant", "agency_counsel"):
        approve(troupe[part], page)
    telling.step(
        "District and agency approve the new revision. Every comment has its answer.", f"{page}/comments"
    )


def _turn(visitor: Visitor, page: str) -> str:
    return str(visitor.get(page)["sentence"])


def _clause(visitor: Visitor, page: str) -> dict[str, Any]:
    """A clause worth talking about: the longest one."""
    clauses: list[dict[str, Any]] = visitor.get(page)["clauses"]
    return max(clauses, key=lambda clause: len(clause["text"]))


def _quote(text: str) -> str:
    """A few words in a row from the middle of a clause's text."""
    words = text.split("\n")[-1].split()
    return " ".join(words[len(words) // 3 : len(words) // 3 + 5])


def approve(visitor: Visitor, page: str) -> None:
    """The text as it stands now."""
    revision = visitor.get(page)["revision"]["id"]
    visitor.post(f"{page}/verdicts", value="approve", words="", revision=revision)


def _principal_asks(troupe: Troupe, page: str, telling: Telling) -> None:
    principal, director = troupe["principal"], troupe["director"]
    clause = _clause(principal, page)
    asked = principal.post(
        f"{page}/threads", clause=clause["key"], quote=_quote(clause["text"]), kind="question",
        words="Who tells the officer when a matter stays with the school? Please say it plainly.",
    )["number"]  # fmt: skip
    telling.step(f"{principal.name}, principal, asks about a passage.", f"{page}/threads/{asked}")
    director.post(f"{page}/threads/{asked}/comments", words="The principal does. We will say so in the text.")
    director.post(
        f"{page}/threads/{asked}/dispositions",
        value="accepted",
        words="A sentence on routine discipline is added in the next revision.",
    )
    telling.step(f"{director.name} answers: accepted, with words.", f"{page}/threads/{asked}")


def _counsel_wants_a_change(troupe: Troupe, page: str, telling: Telling) -> None:
    counsel, director = troupe["agency_counsel"], troupe["director"]
    clause = _clause(counsel, page)
    number = counsel.post(
        f"{page}/threads", clause=clause["key"], quote=_quote(clause["text"]), kind="substantive",
        words="Say expressly that officers are not responsible for routine discipline.",
    )["number"]  # fmt: skip
    revision = counsel.get(page)["revision"]["id"]
    counsel.post(
        f"{page}/verdicts", value="request_changes", words=f"Please see comment {number}.", revision=revision
    )
    telling.step(f"{counsel.name}, counsel of the agency, requests changes.", f"{page}/threads/{number}")
    shown = director.get(f"{page}/clauses/{clause['key']}/edit")
    added = "Officers are not responsible for routine discipline, which remains with school administrators unless the conduct is criminal."
    director.post(
        f"{page}/clauses/{clause['key']}", text=f"{shown['clause']['text']}\n\n{added}", base=str(shown["revision"]["number"]),
        note=f"In answer to comments 1 and {number}.",
    )  # fmt: skip
    director.post(f"{page}/threads/{number}/dispositions", value="accepted", words="Added as proposed.")
    latest = director.get(f"{page}/revisions")["revisions"]
    if len(latest) < 2:
        raise Unexpected("The change made no new revision.")
    telling.step(f"{director.name} makes a new revision in answer.", f"{page}/revisions")
