"""A vote before it is recorded: the form in which its clerk types what the minutes say, and the page on which it is checked.

Nothing is kept between the two: what was typed travels in the address, so a link leads back to each answer with all the others
as they were, and whoever goes away half-way has recorded nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session

from workflow.adapters.templates import day
from workflow.core.people import Actor
from workflow.evidence.canonical import unb64u
from workflow.evidence.fingerprint import fingerprint
from workflow.signing import adopting, page, queries, terms
from workflow.signing.adopting import Minutes, Vote
from workflow.signing.matter import Matter

FIELDS = ("meeting", "item", "resolution", "yes", "no", "abstain", "gave", "minutes")
FINAL = (
    "Compare each line with the minutes. Recorded with your key it cannot be changed: no second vote of this body on this text is taken. "
    "If it turns out to be wrong, those who run the agreement reopen the text with a reason and freeze it anew, and the body votes on "
    "that text."
)

NOT_ADOPTED = (
    "Compare each line with the minutes. Everybody who takes part is told that the body did not adopt this text, and nothing can be signed "
    "on it: those who run the agreement reopen the text with a reason, or withdraw the edition. Your key signs nothing here; your name "
    "stands beside it. What is recorded cannot be taken back."
)


def link(event_id: str, body: str, minutes: Minutes | None = None, *, check: bool = False) -> str:
    """The address of the form or of the check, with what was typed."""
    typed = {name: value for name in FIELDS if minutes and (value := getattr(minutes, name).strip())}
    return f"/signing-events/{event_id}/votes/{body}{'/check' if check else ''}{'?' + urlencode(typed) if typed else ''}"


def typing(
    session: Session, actor: Actor, event_id: str, body: str, minutes: Minutes, at: datetime
) -> dict[str, Any]:
    """The form, with what was typed before. Raises NotFound, Forbidden, Refused where this person records no vote now."""
    case, _ = adopting.may_record(session, actor, event_id, body, at)
    return {
        "event": {"id": event_id, "fingerprint": fingerprint(unb64u(case.frozen.head, 32))},
        "edition": {"title": case.edition.title, "number": case.edition.number, "link": case.ground.link},
        "body": _name(case, body), "here": link(event_id, body),
        "typed": {**vars(minutes), "no": minutes.no or "0", "abstain": minutes.abstain or "0"},
        "gives": terms.authorities(queries.manifest_of(case), body),
    }  # fmt: skip


def checked(session: Session, actor: Actor, event_id: str, body: str, minutes: Minutes, at: datetime) -> str:
    """The address of the check, once what was typed can be recorded. Raises Invalid with everything to mend."""
    case, seat = adopting.may_record(session, actor, event_id, body, at)
    adopting.vote_of(case, seat, minutes, at)
    return link(event_id, body, minutes, check=True)


def check(
    session: Session, actor: Actor, event_id: str, body: str, minutes: Minutes, at: datetime, witnesses: Sequence[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """The signing page with the vote on it, in rows that signing.js writes too, and holds against what is signed."""
    case, seat = adopting.may_record(session, actor, event_id, body, at)
    vote = adopting.vote_of(case, seat, minutes, at)
    value = page.event_page(session, actor, event_id, at, witnesses)
    if not vote.adopts:  # no key is asked, so nothing of what a key would need
        value |= {"signing": None, "sentence": f"By these votes {_name(case, body)} did not adopt this text."}
    value["vote"] = {
        "adopts": vote.adopts, "here": link(event_id, body),
        "rows": [
            {"name": name, "lines": lines, "change": f"{link(event_id, body, minutes)}#f-{field}" if field else ""}
            for name, lines, field in _rows(case, body, vote)
        ],
        "typed": _typed(vote), "final": FINAL if vote.adopts else NOT_ADOPTED,
    }  # fmt: skip
    return value


def _rows(case: Matter, body: str, vote: Vote) -> list[tuple[str, list[str], str]]:
    """What is recorded: the label, its lines, and the field in which it is typed."""
    yes, no, abstain = vote.count
    given = terms.authorities(queries.manifest_of(case), body)
    return [
        ("Body", [_name(case, body)], ""),
        ("Day of the meeting", [day(vote.meeting)], "meeting"),
        ("Item of the agenda", [vote.item], "item"),
        ("Resolution", [vote.resolution], "resolution"),
        ("Votes", [f"{yes} for, {no} against, {abstain} abstaining"], "yes"),
        ("Authorized with the vote", (given if vote.gave else []) or ["No change of the text"], "gave" if given else ""),
        ("File of the minutes (SHA-256)", [unb64u(vote.minutes).hex() if vote.minutes else "None given"], "file"),
        ("Fingerprint of the text", [fingerprint(unb64u(case.frozen.head, 32))], ""),
    ]  # fmt: skip


def _typed(vote: Vote) -> dict[str, str]:
    """What is handed to the key's statement: as it was read, not as it was typed."""
    yes, no, abstain = (str(count) for count in vote.count)
    return {
        "meeting": vote.meeting.isoformat(), "item": vote.item, "resolution": vote.resolution, "yes": yes, "no": no, "abstain": abstain,
        "gave": "yes" if vote.gave else "", "minutes": vote.minutes,
    }  # fmt: skip


def _name(case: Matter, body: str) -> str:
    return next(one.title for one in queries.bodies_of(case) if one.id == body)
