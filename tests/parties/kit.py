"""People, parties and passkeys for the tests of this room: an installation begun, two parties, their officers."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from workflow.core.people import SERVICE, Actor, Office
from workflow.evidence.canonical import b64u, unb64u
from workflow.evidence.software_key import SoftwareKey
from workflow.history import actions as history
from workflow.parties import queries
from workflow.parties.appointments.actions import appoint
from workflow.parties.founding import actions as founding
from workflow.parties.keys import actions as keys
from workflow.parties.models import Appointment, Party, Person, SigningKey

ORIGIN = "http://localhost:8000"
RP = "localhost"


def begun(session: Session, at: datetime) -> None:
    """The deployment has begun."""
    history.begin(
        session,
        deployment="d" * 20,
        rp_id=RP,
        origin=ORIGIN,
        log_origin="localhost/log",
        actor=SERVICE,
        at=at,
    )


def person(session: Session, name: str, at: datetime) -> Person:
    """Somebody new."""
    made = Person(name=name, email=f"{name.lower().replace(' ', '.')}@example.org", created=at)
    session.add(made)
    session.flush()
    return made


def party(session: Session, kind: str, legal_name: str, at: datetime) -> Party:
    """A party without anybody in it."""
    made = Party(kind=kind, legal_name=legal_name, created=at)
    session.add(made)
    session.flush()
    return made


def post(
    session: Session, who: Person, where: Party, office: Office, at: datetime, capacity: str = "holder"
) -> Appointment:
    """Put somebody into an office from today on."""
    day = queries.local_day(where.timezone, at)
    return appoint(session, SERVICE, where, who, office, capacity, day, None, "", at, invite=False)


def actor(session: Session, who: Person, at: datetime) -> Actor:
    """The person as an actor, as a request would see him."""
    return queries.actor_of(session, who, at)


def created(options: dict[str, Any], key: SoftwareKey, *, origin: str = ORIGIN, rp: str = RP) -> str:
    """What the page's script sends after navigator.credentials.create()."""
    made = key.register(unb64u(options["challenge"]), rp_id=rp, origin=origin)
    name = b64u(made.credential_id)
    response = {"clientDataJSON": b64u(made.client_data), "attestationObject": b64u(made.attestation_object)}
    return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def answered(options: dict[str, Any], key: SoftwareKey, *, origin: str = ORIGIN, rp: str = RP) -> str:
    """What the page's script sends after navigator.credentials.get()."""
    made = key.sign(unb64u(options["challenge"]), rp_id=rp, origin=origin)
    name = b64u(key.credential_id)
    response = {
        "clientDataJSON": b64u(made.client_data), "authenticatorData": b64u(made.authenticator_data),
        "signature": b64u(made.signature),
    }  # fmt: skip
    return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


@dataclass
class Town:
    """A district and a department; each with two registrars, a signatory and an administrator."""

    session: Session
    at: datetime
    parties: dict[str, Party] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    posts: dict[str, Appointment] = field(default_factory=dict)
    keys: dict[str, SoftwareKey] = field(default_factory=dict)
    rows: dict[str, SigningKey] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        return actor(self.session, self.people[name], self.at)

    def make_key(self, name: str, alg: str = "ES256") -> SigningKey:
        """The named person makes a signing key for his office; a second one a moment after the first."""
        if name in self.keys:
            self.at += timedelta(seconds=1)
        self.keys[name] = SoftwareKey(alg)
        who, appointment = self.actor(name), self.posts[name].id
        options = keys.offer_key(self.session, who, appointment, at=self.at)
        self.rows[name] = keys.make_key(
            self.session, who, appointment, credential=created(options, self.keys[name]), at=self.at
        )
        return self.rows[name]

    def found(self, which: str) -> Party:
        """Both registrars make their keys and found the party."""
        party, (one, two) = self.parties[which], REGISTRARS[which]
        for name in (one, two):
            self.make_key(name)
        first = founding.offer_founding(
            self.session, self.actor(one), party.id, authority="The board binds it, under its policy 12.",
            resolution="It resolved on 4 May 2026 to sign electronically.", contact="records@example.org", at=self.at,
        )  # fmt: skip
        credential = answered(first.options, self.keys[one])
        founding.sign_founding(self.session, self.actor(one), party.id, credential=credential, at=self.at)
        second = founding.offer_countersign(self.session, self.actor(two), party.id, at=self.at)
        credential = answered(second.options, self.keys[two])
        return founding.countersign(
            self.session, self.actor(two), party.id, credential=credential, at=self.at
        )

    def accept(self, which: str, by: str) -> None:
        """A registrar of another party accepts the record."""
        party = self.parties[which]
        sheet = founding.offer_acceptance(
            self.session, self.actor(by), party.id, checked="I rang the number on its own site.", at=self.at
        )
        credential = answered(sheet.options, self.keys[by])
        founding.accept_party(self.session, self.actor(by), party.id, credential=credential, at=self.at)

    def claim(self, name: str) -> SigningKey:
        """The holder signs the claim with the new key."""
        sheet = keys.offer_claim(self.session, self.actor(name), self.rows[name].id, at=self.at)
        credential = answered(sheet.options, self.keys[name])
        return keys.claim(
            self.session, self.actor(name), self.rows[name].id, credential=credential, at=self.at
        )

    def vouch(self, name: str, by: str) -> SigningKey:
        """A registrar vouches."""
        row = self.rows[name].id
        sheet = keys.offer_vouch(
            self.session, self.actor(by), row, kind="appointment-letter", date="2026-01-05", reference="Letter 7",
            at=self.at,
        )  # fmt: skip
        credential = answered(sheet.options, self.keys[by])
        return keys.vouch(self.session, self.actor(by), row, credential=credential, at=self.at)

    def enrol(self, name: str, by: str) -> SigningKey:
        """A key from nothing to vouched for."""
        self.make_key(name)
        self.claim(name)
        return self.vouch(name, by)


REGISTRARS = {"district": ("Dana", "Dora"), "agency": ("Arlo", "Anna")}


def town(session: Session, at: datetime) -> Town:
    """Two parties with everybody in office and no key yet."""
    begun(session, at)
    made = Town(session, at)
    made.parties["district"] = party(session, "district", "Springfield Unified School District", at)
    made.parties["agency"] = party(session, "agency", "Springfield Police Department", at)
    officers = {
        "Dana": ("district", Office.REGISTRAR), "Dora": ("district", Office.REGISTRAR),
        "Sam": ("district", Office.SUPERINTENDENT), "Ada": ("district", Office.ADMINISTRATOR),
        "Arlo": ("agency", Office.REGISTRAR), "Anna": ("agency", Office.REGISTRAR),
        "Carl": ("agency", Office.CHIEF), "Abe": ("agency", Office.ADMINISTRATOR),
    }  # fmt: skip
    for name, (where, office) in officers.items():
        made.people[name] = person(session, name, at)
        made.posts[name] = post(session, made.people[name], made.parties[where], office, at)
    return made
