"""What every run begins with: founded parties, their people with their keys, and the routes they keep. Made once a module."""

from datetime import datetime

from sqlmodel import Session

from tests.review.model.plain_people import PEOPLE, ROUTES
from tests.signing import world as founding
from workflow.core.people import SERVICE, Actor, Office, PartyKind
from workflow.core.routing import Lane, Place, Route, Stage
from workflow.history import actions as history
from workflow.parties.models import Party, Person
from workflow.parties.queries import actor_of
from workflow.review.models import KeptRoute

NOBODY_THERE = Place(Office.ASSISTANT_PRINCIPAL, PartyKind.SCHOOL)


class Founded:
    """Ids by the short names of the plain story."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.world = founding.World()
        self._parties()
        self.who = {name: self._person(name) for name in PEOPLE if name != "guest"}
        guest = Person(name="Guest", email="guest@example.org", created=now)
        session.add(guest)
        session.flush()
        self.who["guest"] = guest.id
        self.routes = {"cops": "cops", "nowhere": "nowhere"}
        for name in ROUTES.keys() - self.routes.keys():
            self.routes[name] = self._route(name)
        self.names = {person: name for name, person in self.who.items()}

    def _parties(self) -> None:
        session, world, now = self.session, self.world, self.now
        history.begin(
            session, deployment="d0" * 10, rp_id="localhost", origin=founding.ORIGIN, log_origin="countersign.example/log",
            actor=SERVICE, at=now,
        )  # fmt: skip
        founding.party(session, world, "agency", founding.POLICE, ("a1", "a2"), now)
        founding.party(session, world, "district", founding.DISTRICT, ("d1", "d2"), now)
        founding.party(session, world, "body", "Springfield School Board", ("b1", "b2"), now)
        founding.accept(session, world, "a1", "agency", "district", now)
        founding.accept(session, world, "d1", "district", "agency", now)
        founding.accept(session, world, "d1", "district", "body", now)
        for name, kind, above in (
            ("school", "school", world.parties["district"]),
            ("elsewhere", "district", None),
        ):
            row = Party(kind=kind, legal_name=f"Springfield {name}", parent_id=above, created=now)
            session.add(row)
            session.flush()
            world.parties[name] = row.id

    def _person(self, name: str) -> str:
        party, office = PEOPLE[name]
        return founding.person(self.session, self.world, name, party, Office(office), self.now).person_id

    def _route(self, name: str) -> str:
        stages = tuple(
            Stage(stage, stage.title(), tuple(self._lane(*lane) for lane in lanes), days)
            for stage, days, lanes in ROUTES[name]
        )
        row = KeptRoute(
            party_id=self.world.parties["district"], name=name, version=1, title=name.title(), created=self.now,
            content=Route(name, 1, stages).to_json(), person_id=self.who["dana"],
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        return row.id

    def _lane(self, lane: str, people: list[str], quorum: str) -> Lane:
        seats = tuple(Place(person_id=self.who[one]) for one in people)
        return Lane(lane, lane.title(), seats or (NOBODY_THERE,), quorum)

    def actors(self, edition: str) -> dict[str, Actor]:
        """Everybody as the product sees them. Nobody takes or leaves an office in these stories."""
        found = {
            name: actor_of(self.session, self.session.get_one(Person, person), self.now)
            for name, person in self.who.items()
        }
        return found | {
            "guest": Actor(self.who["guest"], "Guest", guest_of=edition, office_title="Invited reviewer")
        }
