"""Setting the stage: parties, people, invitations, passkeys, founding statements, signing keys. All through HTTP."""

import re
import time
from dataclasses import dataclass, field

from workflow.demo.cast import CAST, DIRECTOR, Role, legal_names
from workflow.demo.names import Sides
from workflow.demo.telling import Telling
from workflow.demo.visitor import Unexpected, Visitor
from workflow.evidence.software_key import SoftwareKey

PATIENCE = 30
"""Seconds a letter may take to arrive."""


@dataclass
class Troupe:
    """Everybody of the story, by part, each with an own browser; and the ids of the three parties."""

    address: str
    sides: Sides
    people: dict[str, Visitor] = field(default_factory=dict)
    parties: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    appointments: dict[tuple[str, str], str] = field(default_factory=dict)

    def __getitem__(self, part: str) -> Visitor:
        return self.people[part]

    def close(self) -> None:
        """Everybody closes the browser."""
        for visitor in self.people.values():
            visitor.close()


def assemble(troupe: Troupe, first_link: str, telling: Telling) -> None:
    """Parties and people, up to the point where everyone can sign in."""
    troupe.names = legal_names(troupe.sides)
    _first_party(troupe, first_link, telling)
    _other_parties(troupe, telling)
    for role in CAST:
        _join(troupe, role)
    telling.step(
        f"{len(CAST)} people were invited by letter, accepted, and each added a passkey.", "/mailbox"
    )


def _first_party(troupe: Troupe, first_link: str, telling: Telling) -> None:
    director = Visitor(troupe.address, DIRECTOR.name, DIRECTOR.email)
    troupe.people[DIRECTOR.part] = director
    path = first_link.removeprefix(troupe.address)
    made = director.post(
        path, kind="district", legal_name=troupe.names["district"], place=troupe.sides.place, timezone="America/New_York",
        name=director.name, email=director.email, office=DIRECTOR.offices[0],
    )  # fmt: skip
    troupe.parties["district"] = made["party"]
    telling.step(
        f"{director.name} opened the one-time link and set up {troupe.names['district']}.", "/parties"
    )
    _add_passkey(director)


def _other_parties(troupe: Troupe, telling: Telling) -> None:
    director = troupe["director"]
    supervisor = next(role for role in CAST if role.part == "lieutenant")
    troupe.parties["agency"] = director.post(
        "/parties", kind="agency", legal_name=troupe.names["agency"], place=troupe.sides.place, timezone="America/New_York",
        administrator=supervisor.name, email=supervisor.email,
    )["party"]  # fmt: skip
    troupe.parties["school"] = director.post(
        "/parties", kind="school", legal_name=troupe.names["school"], place=troupe.sides.place, timezone="America/New_York",
        parent_id=troupe.parties["district"],
    )["party"]  # fmt: skip
    telling.step(f"{troupe.names['agency']} and {troupe.names['school']} were added.", "/parties")
    _enter_by_letter(troupe, supervisor)


def _join(troupe: Troupe, role: Role) -> None:
    """Invited into the first office by the party's administrator, appointed to the others, in by the mailed link."""
    host = troupe["lieutenant" if role.party == "agency" else "director"]
    party = troupe.parties[role.party]
    for number, office in enumerate(office for office in role.offices if office != "administrator"):
        known = role.part in troupe.people or number > 0
        facts = {"office": office, "evidence": role.evidence}
        if known:
            made = host.post(f"/parties/{party}/appointments", person_id=troupe[role.part].person, **facts)
        else:
            made = host.post(f"/parties/{party}/people", name=role.name, email=role.email, **facts)
            _enter_by_letter(troupe, role)
        troupe.appointments[role.part, office] = made["appointment"]


def _enter_by_letter(troupe: Troupe, role: Role) -> None:
    visitor = troupe.people.setdefault(role.part, Visitor(troupe.address, role.name, role.email))
    link = letter_link(visitor, "Invitation")
    visitor.person = visitor.post(link.removeprefix(troupe.address))["person"]
    _add_passkey(visitor)


def letter_link(visitor: Visitor, subject: str, like: str = r"/links/") -> str:
    """The link in the newest letter of that subject to this person, as soon as it has arrived."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for letter in visitor.get("/mailbox", to=visitor.email)["letters"]:
            links = [link for link in letter["links"] if re.search(like, link)]
            if subject in letter["subject"] and links:
                return str(links[0])
        time.sleep(0.1)
    raise Unexpected(f"No letter about {subject!r} reached {visitor.email} within {PATIENCE} seconds.")


def _add_passkey(visitor: Visitor) -> None:
    visitor.keys[""] = SoftwareKey()
    visitor.ceremony("/account/passkeys/options", visitor.keys[""])


def found_and_enrol(troupe: Troupe, telling: Telling) -> None:
    """Genesis by two registrars a party, acceptance by the other side, claim and vouch for the two executives."""
    for party, first, second in (
        ("district", "district_registrar", "district_second"),
        ("agency", "agency_registrar", "agency_second"),
    ):
        _found(troupe, party, first, second)
        telling.step(
            f"Two registrars of {troupe.names[party]} signed its founding statement.",
            f"/parties/{troupe.parties[party]}",
        )
    for party, registrar in (("district", "agency_registrar"), ("agency", "district_registrar")):
        key = troupe[registrar].keys[troupe.appointments[registrar, "registrar"]]
        troupe[registrar].ceremony(
            f"/parties/{troupe.parties[party]}/acceptance", key,
            checked="I compared the fingerprint by telephone with the clerk, whose number stands on their public site.",
        )  # fmt: skip
        telling.step(f"{troupe[registrar].name} checked and accepted the record of {troupe.names[party]}.")
    for part, office, registrar in (
        ("superintendent", "superintendent", "district_registrar"),
        ("chief", "chief", "agency_registrar"),
    ):
        path = enrol(troupe, part, office, registrar)
        telling.step(
            f"{troupe[part].name} claimed a signing key; {troupe[registrar].name} vouched for it.", path
        )


def _make_key(troupe: Troupe, part: str, office: str) -> str:
    """A signing passkey for one office; returns the id of its row."""
    visitor, appointment = troupe[part], troupe.appointments[part, office]
    visitor.keys[appointment] = SoftwareKey()
    made = visitor.ceremony("/account/signing-keys", visitor.keys[appointment], appointment=appointment)
    return str(made["signing_key"])


def _found(troupe: Troupe, party: str, first: str, second: str) -> None:
    for part in (first, second):
        key_id = _make_key(troupe, part, "registrar")
        if part == second:
            second_key = key_id
    party_id = troupe.parties[party]
    authority = {
        "district": "The board of education binds the district by resolution; the superintendent signs for it.",
        "agency": "The chief of police binds the department under the municipal code.",
    }[party]
    troupe[first].ceremony(
        f"/parties/{party_id}/founding", troupe[first].keys[troupe.appointments[first, "registrar"]],
        authority=authority, resolution="We agree to sign this agreement electronically.",
        contact=f"clerk@{party}.example.org", second=second_key,
    )  # fmt: skip
    troupe[second].ceremony(
        f"/parties/{party_id}/founding/second", troupe[second].keys[troupe.appointments[second, "registrar"]]
    )


def claim(troupe: Troupe, part: str, office: str) -> str:
    """A signing key for this office, claimed by its holder. Returns its page."""
    page = f"/signing-keys/{_make_key(troupe, part, office)}"
    troupe[part].ceremony(f"{page}/claim", troupe[part].keys[troupe.appointments[part, office]])
    return page


def enrol(troupe: Troupe, part: str, office: str, registrar: str) -> str:
    """A signing key for this office, claimed by its holder and vouched for by the registrar. Returns its page."""
    page = claim(troupe, part, office)
    role = next(role for role in CAST if role.part == part)
    troupe[registrar].ceremony(
        f"{page}/vouch", troupe[registrar].keys[troupe.appointments[registrar, "registrar"]],
        kind="minute" if part == "superintendent" else "appointment-letter", date="2024-06-14", reference=role.evidence,
    )  # fmt: skip
    return page
