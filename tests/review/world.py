"""Two sides, their people and one draft: what the tests of the review stand on."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from workflow.core.people import Actor, Office, PartyKind
from workflow.drafting.models import Clause, Edition, Mou, MouParty, Revision
from workflow.history.models import Event
from workflow.parties.models import Appointment, Party, Person
from workflow.parties.queries import actor_of

TEXT = {
    "purpose": "1. Purpose\n\nThe parties keep schools safe. They work together in good faith.",
    "duties": "2. Duties\n\nThe officer visits each campus daily. The officer does not enforce school rules.",
    "term": "3. Term\n\nThis agreement lasts one year; either side may end it with thirty days of notice.",
}


@dataclass
class World:
    """One agreement of a district with a school, and an agency. `who["chief"]` is a person's id."""

    session: Session
    now: datetime
    edition: Edition
    mou: Mou
    parties: dict[str, Party]
    who: dict[str, str] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        person = self.session.get(Person, self.who[name])
        assert person is not None
        return actor_of(self.session, person, self.now)

    def appoint(self, name: str, party: str, office: Office, *, until: date | None = None) -> str:
        if name not in self.who:
            person = Person(
                name=name.title(), email=f"{name}.{self.edition.id}@example.gov", created=self.now
            )
            self.session.add(person)
            self.session.flush()
            self.who[name] = person.id
        self.session.add(
            Appointment(
                person_id=self.who[name], party_id=self.parties[party].id, office=office, from_date=date(2026, 1, 1),
                until_date=until, recorded=self.now,
            )
        )  # fmt: skip
        self.session.flush()
        return self.who[name]

    def revise(self, at: datetime, **changes: str | None) -> Revision:
        """A new revision, as the drafting room makes one: every clause copied, some changed, added or (None) removed."""
        before = self.session.get(Revision, self.edition.revision_id)
        assert before is not None
        old = self.session.exec(
            select(Clause).where(Clause.revision_id == before.id).order_by(Clause.position)
        ).all()
        texts: dict[str, str | None] = {clause.key: clause.text for clause in old} | changes
        return write(
            self.session,
            self.edition,
            before.number + 1,
            {k: t for k, t in texts.items() if t is not None},
            at,
        )

    def guest(self, name: str = "guest") -> Actor:
        person = Person(name=name.title(), email=f"{name}.{self.edition.id}@example.org", created=self.now)
        self.session.add(person)
        self.session.flush()
        self.who[name] = person.id
        return Actor(person.id, person.name, guest_of=self.edition.id, office_title="Invited reviewer")

    def events(self, *kinds: str) -> list[Event]:
        found = self.session.exec(select(Event).where(Event.edition_id == self.edition.id).order_by(Event.id))
        return [event for event in found if not kinds or event.kind in kinds]


def about(event: Event) -> dict[str, Any]:
    """An event's detail without the hashes of words, which differ each time."""
    return {name: value for name, value in event.detail.items() if name != "said"}


def write(session: Session, edition: Edition, number: int, texts: dict[str, str], at: datetime) -> Revision:
    """A revision with these clauses, made the edition's current one."""
    revision = Revision(edition_id=edition.id, number=number, author_name="Dana", created=at)
    session.add(revision)
    session.flush()
    session.add_all(
        Clause(revision_id=revision.id, position=place, key=key, path=str(place), text=text)
        for place, (key, text) in enumerate(texts.items(), start=1)
    )
    edition.revision_id = revision.id
    session.add(edition)
    session.flush()
    return revision


PEOPLE = (
    ("principal", "school", Office.PRINCIPAL),
    ("officer", "agency", Office.SRO),
    ("dana", "district", Office.STUDENT_SERVICES),
    ("counsel", "district", Office.COUNSEL),
    ("sergeant", "agency", Office.SRO_SUPERVISOR),
    ("lawyer", "agency", Office.COUNSEL),
    ("chief", "agency", Office.CHIEF),
)


def build(
    session: Session, now: datetime, people: tuple[tuple[str, str, Office], ...] = PEOPLE, suffix: str = ""
) -> World:
    """The district with one school in scope, the agency, a stranger district, and a draft of three clauses."""
    parties: dict[str, Party] = {}
    for name, kind in (
        ("district", "district"),
        ("agency", "agency"),
        ("body", "body"),
        ("stranger", "district"),
    ):
        parties[name] = Party(
            kind=PartyKind(kind), legal_name=f"Springfield {name.title()}{suffix}", created=now
        )
    session.add_all(parties.values())
    session.flush()
    parties["school"] = Party(
        kind=PartyKind.SCHOOL,
        legal_name=f"Springfield High{suffix}",
        parent_id=parties["district"].id,
        created=now,
    )
    mou = Mou(
        slug=f"springfield{suffix}",
        title="Springfield SRO agreement",
        timezone="America/Los_Angeles",
        created=now,
    )
    session.add_all([parties["school"], mou])
    session.flush()
    edition = Edition(mou_id=mou.id, number=1, title="Edition 1", created=now, changed=now)
    session.add(edition)
    session.add_all(
        MouParty(mou_id=mou.id, party_id=parties[name].id, position=n)
        for n, name in enumerate(("district", "agency"))
    )
    session.flush()
    world = World(session, now, edition, mou, parties)
    write(session, edition, 1, TEXT, now)
    for name, party, office in people:
        world.appoint(name, party, office)
    return world
