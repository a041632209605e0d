"""The page of a link, and the first page anybody ever sees here."""

from dataclasses import dataclass
from typing import Any

from workflow.adapters.doors import Desk, Done, Form, Page, one_of
from workflow.parties import setup
from workflow.parties.doors import doors
from workflow.parties.links import actions, queries
from workflow.parties.options import KINDS, offices_by_kind, zone_options


@doors.get("/links/{secret:str}", act="link:use")
def link(desk: Desk, secret: str) -> Page:
    """Shows a button. However often this is looked at, nothing is used up."""
    value = queries.link_page(desk.session, actions.secret_hash(secret), desk.now)
    return Page("parties/link.html", {**value, "action": f"/links/{secret}"})


@doors.post("/links/{secret:str}", act="link:use")
def use_link(desk: Desk, secret: str) -> Done:
    entered = actions.use_link(desk.session, secret, desk.now)
    return Done(entered.location, {"person": entered.person.id}, session_token=entered.token)


@dataclass
class BeginForm(Form):
    """The first party and its administrator."""

    kind: str = one_of("What kind of party is it?", KINDS)
    legal_name: str = ""
    place: str = ""
    timezone: str = ""
    name: str = ""
    email: str = ""
    office: str = ""


@doors.get("/begin/{secret:str}", act="service:begin")
def begin(desk: Desk, secret: str) -> Page:
    became = queries.state(desk.session, actions.secret_hash(secret), desk.now, first=True)
    value: dict[str, Any] = {
        "state": became,
        "words": queries.WORDS.get(became, ""),
        "action": f"/begin/{secret}",
        "kinds": KINDS,
        "offices": offices_by_kind(),
        "zones": zone_options(),
        "zone": desk.settings.timezone,
    }
    return Page("parties/begin.html", value)


@doors.post("/begin/{secret:str}", act="service:begin")
def begin_service(desk: Desk, secret: str, form: BeginForm) -> Done:
    party, token = setup.begin(desk.session, secret, **vars(form), at=desk.now)
    return Done("/account?welcome=1", {"party": party.id}, session_token=token)
