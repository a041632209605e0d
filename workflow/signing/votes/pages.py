"""The doors of recording a vote: typed, then checked. What is signed goes to the room's own door, with the key's answer."""

from dataclasses import dataclass, field, replace
from hashlib import sha256

from workflow.adapters import witnesses
from workflow.adapters.doors import Desk, Done, Form, Page, Upload
from workflow.signing.adopting import Minutes
from workflow.signing.doors import doors
from workflow.signing.votes import actions, page

HERE = "/signing-events/{event_id:str}/votes/{body:str}"
LARGEST = 50_000_000
"""Bytes of a file of minutes. It is hashed and not kept."""


@dataclass
class VoteForm(Form):
    """What the minutes say about the vote. Of their file (or the SHA-256 given in its place) the hash alone is kept."""

    meeting: str = field(default="", metadata={"label": "Day of the meeting"})
    item: str = field(default="", metadata={"label": "Item of the agenda"})
    resolution: str = field(default="", metadata={"label": "Resolution"})
    yes: str = field(default="", metadata={"label": "Votes for"})
    no: str = field(default="", metadata={"label": "Votes against"})
    abstain: str = field(default="", metadata={"label": "Abstaining"})
    gave: str = field(default="", metadata={"kind": "hidden"})
    minutes: str = field(default="", metadata={"label": "SHA-256 of the minutes’ file"})
    file: Upload | None = field(default=None, metadata={"label": "The file of the minutes"})


@doors.get(HERE, act="edition:adopt")
def typing(
    desk: Desk, event_id: str, body: str, meeting: str = "", item: str = "", resolution: str = "", yes: str = "", no: str = "",
    abstain: str = "", gave: str = "", minutes: str = "",
) -> Page:  # fmt: skip
    said = Minutes(meeting, item, resolution, yes, no, abstain, gave, minutes)
    return Page("signing/vote.html", page.typing(desk.session, desk.actor, event_id, body, said, desk.now))


@doors.post(HERE, act="edition:adopt", max_bytes=LARGEST)
def typed(desk: Desk, event_id: str, body: str, form: VoteForm) -> Done:
    said = Minutes(**{name: getattr(form, name) for name in page.FIELDS})
    if form.file and form.file.content:
        said = replace(said, minutes=sha256(form.file.content).hexdigest())
    there = page.checked(desk.session, desk.actor, event_id, body, said, desk.now)
    return Done(there, {"check": there})


@doors.post(HERE + "/failure", act="edition:adopt")
def failed(desk: Desk, event_id: str, body: str, form: VoteForm) -> Done:
    said = Minutes(**{name: getattr(form, name) for name in page.FIELDS})
    actions.not_adopted(desk.session, desk.actor, event_id, body=body, minutes=said, at=desk.now)
    return Done(f"/signing-events/{event_id}", {"signing_event": event_id, "adopted": False})


@doors.get(HERE + "/check", act="edition:adopt")
def check(
    desk: Desk, event_id: str, body: str, meeting: str = "", item: str = "", resolution: str = "", yes: str = "", no: str = "",
    abstain: str = "", gave: str = "", minutes: str = "",
) -> Page:  # fmt: skip
    said = Minutes(meeting, item, resolution, yes, no, abstain, gave, minutes)
    asked = witnesses.keys(desk.settings)
    value = page.check(desk.session, desk.actor, event_id, body, said, desk.now, asked)
    return Page("signing/event.html", value)
