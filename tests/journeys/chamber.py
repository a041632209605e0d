"""A city council in the town: founded by two registrars, accepted by the district, with a clerk who records its votes."""

from datetime import date, datetime
from typing import Any

from tests.journeys.town import Town
from workflow.demo.cast import Role
from workflow.demo.troupe import _add_passkey, _make_key, enrol, letter_link
from workflow.demo.visitor import Visitor
from workflow.evidence.software_key import SoftwareKey
from workflow.parties.queries import local_day

COUNCIL = "Jamesville City Council"
ZONE = "America/New_York"
CLERK = Role("council_clerk", "Carla Mendes", "council", ("clerk",))
SECOND = Role("council_second", "Ivo Brandt", "council", ("registrar",))
MEMBER = Role("council_member", "Mel Abara", "council", ("member",))
OTHER = Role("council_other", "Max Lind", "council", ("member",))
FIRST = Role("council_registrar", "Noor Haddad", "council", ("administrator", "registrar"))


def begun(town: Town) -> Visitor:
    """The council is on record, and its administrator has come in."""
    troupe, director = town.troupe, town["director"]
    troupe.names["council"] = COUNCIL
    troupe.parties["council"] = director.post(
        "/parties", kind="body", legal_name=COUNCIL, place=troupe.sides.place, timezone=ZONE,
        administrator=FIRST.name, email=FIRST.email,
    )["party"]  # fmt: skip
    return _comes_in(town, FIRST)


def has_members_who_write(town: Town) -> None:
    """The council with its clerk and two members, before any of its keys: what they say before the meeting needs none."""
    host, page = begun(town), f"/parties/{town.troupe.parties['council']}"
    for role in (CLERK, MEMBER, OTHER):
        host.post(f"{page}/people", name=role.name, email=role.email, office=role.offices[0], evidence="")
        _comes_in(town, role)


def seated(town: Town) -> None:
    """The council is there, and its clerk's key is vouched for."""
    troupe, host = town.troupe, begun(town)
    page = f"/parties/{troupe.parties['council']}"
    made = host.post(f"{page}/appointments", person_id=host.person, office="registrar", evidence="")
    troupe.appointments[FIRST.part, "registrar"] = made["appointment"]
    for role in (CLERK, SECOND):
        (office,) = role.offices
        made = host.post(f"{page}/people", name=role.name, email=role.email, office=office, evidence="")
        troupe.appointments[role.part, office] = made["appointment"]
        _comes_in(town, role)
    keys = [_make_key(troupe, role.part, "registrar") for role in (FIRST, SECOND)]
    _signs(town, FIRST.part, "registrar", f"{page}/founding", second=keys[1], authority="The council decides by vote.",
           resolution="We deal electronically.", contact="clerk@council.example.org")  # fmt: skip
    _signs(town, SECOND.part, "registrar", f"{page}/founding/second")
    _signs(
        town,
        "district_registrar",
        "registrar",
        f"{page}/acceptance",
        checked="I met its clerk at the city hall.",
    )
    key = _make_key(troupe, CLERK.part, "clerk")
    _signs(town, CLERK.part, "clerk", f"/signing-keys/{key}/claim")
    _signs(
        town,
        FIRST.part,
        "registrar",
        f"/signing-keys/{key}/vouch",
        kind="minute",
        date="2024-06-14",
        reference="Minutes, item 2",
    )


def counsel_have_keys(town: Town) -> None:
    for side in ("district", "agency"):
        enrol_with_a_reference(town, f"{side}_counsel", "counsel", f"{side}_registrar")


def enrol_with_a_reference(town: Town, part: str, office: str, registrar: str) -> None:
    key = _make_key(town.troupe, part, office)
    _signs(town, part, office, f"/signing-keys/{key}/claim")
    _signs(
        town,
        registrar,
        "registrar",
        f"/signing-keys/{key}/vouch",
        kind="minute",
        date="2024-06-14",
        reference="Minutes, item 3",
    )


def takes_part(town: Town) -> None:
    """The council adopts the agreement that is being drafted."""
    names = town["director"].get(f"/editions/{town.edition}/naming")["names"]
    parties = [*names["parties"], town.troupe.parties["council"]]
    said = {name: names[name] for name in ("title", "slug", "summary", "base")}
    town["director"].post(f"/editions/{town.edition}/naming", **said, parties=parties)


def may_let_the_chief_mend_slips(town: Town, limit: str) -> None:
    town["director"].post(
        f"/editions/{town.edition}/delegations", body=town.troupe.parties["council"],
        to=f"{town.troupe.parties['agency']}:chief", kind="scrivener", limit=limit,
    )  # fmt: skip


def met(town: Town) -> date:
    """The council meets on the day on which the text was frozen."""
    shown = town[CLERK.part].get(f"/signing-events/{town.event}")
    return local_day(ZONE, datetime.fromisoformat(shown["event"]["opened"]))


def answers(town: Town, part: str, office: str) -> None:
    """By the API, as the page's script would."""
    place = town[part].get(f"/signing-events/{town.event}")["mine"]["place"]
    decides(town, part, office, "correction", "answers", place)


def decides(town: Town, part: str, office: str, decision: str, address: str, place: str, **typed: str) -> Any:
    page, visitor = f"/signing-events/{town.event}", town[part]
    offered = visitor.post(f"{page}/offers", decision=decision, place=place, **typed)
    key = visitor.keys[town.troupe.appointments[part, office]]
    return visitor.post(f"{page}/{address}/{place}", **visitor.answered({**offered, "ceremony": "get"}, key))


def _comes_in(town: Town, role: Role) -> Visitor:
    visitor = Visitor(town.address, role.name, role.email)
    town.troupe.people[role.part] = visitor
    visitor.person = visitor.post(letter_link(visitor, "Invitation").removeprefix(town.address))["person"]
    _add_passkey(visitor)
    return visitor


def _signs(town: Town, part: str, office: str, path: str, **form: Any) -> Any:
    key: SoftwareKey = town[part].keys[town.troupe.appointments[part, office]]
    return town[part].ceremony(path, key, **form)


__all__ = ["enrol"]
