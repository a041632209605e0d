"""What holds of the turns whatever happens, in whatever order: people act, leave, name deputies, keep silent; the clock goes on."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from tests.review.world import World, build
from workflow.core.approvals import Standing
from workflow.core.errors import Invalid, NotFound, Refused
from workflow.core.ids import new_id
from workflow.core.people import DESK_OFFICES, Office
from workflow.parties.absences import actions as absences
from workflow.parties.models import Appointment
from workflow.parties.queries import holders
from workflow.review import actions, ground
from workflow.review.ladder.queries import to_nudge
from workflow.review.models import Turns
from workflow.review.route.queries import review

PEOPLE = ("principal", "officer", "dana", "counsel", "sergeant", "lawyer")
ACTS = st.one_of(
    st.tuples(st.just("says"), st.sampled_from(PEOPLE), st.sampled_from(["approve", "request_changes"])),
    st.tuples(st.just("waits"), st.integers(1, 15), st.none()),
    st.tuples(st.just("revises"), st.sampled_from(["duties", "term"]), st.none()),
    st.tuples(st.just("blocks"), st.sampled_from(PEOPLE), st.none()),
    st.tuples(st.just("leaves"), st.sampled_from(["principal", "officer", "lawyer", "counsel"]), st.none()),
    st.tuples(st.just("deputises"), st.sampled_from(["officer", "lawyer", "sergeant"]), st.sampled_from(["chief", "sergeant"])),
)  # fmt: skip


class Story:
    """A review told act by act; what makes no sense is refused, and nothing has changed then."""

    def __init__(self, world: World) -> None:
        self.world, self.session, self.at, self.number = world, world.session, world.now, 0

    def act(self, verb: str, one, two) -> None:
        with self.session.begin_nested() as point:
            try:
                getattr(self, verb)(one, two)
            except (Refused, Invalid, NotFound):
                point.rollback()
        self.at += timedelta(minutes=1)

    def says(self, name: str, value: str) -> None:
        actions.give_verdict(
            self.session, self.world.actor(name), self.world.edition.id, value=value, words="Because.",
            revision=self.world.edition.revision_id or "", at=self.at,
        )  # fmt: skip

    def waits(self, days: int, _) -> None:
        self.at += timedelta(days=days)
        for seat, _when in to_nudge(self.session, self.at):
            actions.nudge(self.session, seat, at=self.at)
        self.follow()

    def revises(self, clause: str, _) -> None:
        self.number += 1
        self.world.revise(self.at, **{clause: f"9. Again\n\nText {self.number}."})
        actions.after_revision(self.session, self.world.edition.id, at=self.at)

    def blocks(self, name: str, _) -> None:
        actions.open_thread(
            self.session, self.world.actor(name), self.world.edition.id, words="No.", blocking=True, basis="Law",
            revision=self.world.edition.revision_id or "", at=self.at,
        )  # fmt: skip

    def leaves(self, name: str, _) -> None:
        for row in self.session.exec(
            select(Appointment).where(Appointment.person_id == self.world.who[name])
        ):
            row.until_date = max(row.from_date, self.at.date() - timedelta(days=2))
        self.session.flush()
        self.follow()

    def deputises(self, name: str, deputy: str) -> None:
        absences.name_deputy(
            self.session, self.world.actor(name), self.world.parties["agency"].id, person_id=self.world.who[name],
            deputy_id=self.world.who[deputy], until_date=str((self.at + timedelta(days=4)).date()), at=self.at,
        )  # fmt: skip
        self.follow()

    def follow(self) -> None:
        """What the reactions to appointments and deputies do."""
        for party in ("school", "agency"):
            actions.after_appointment(self.session, self.world.parties[party].id, at=self.at)

    def check(self) -> None:
        here = ground.load(self.session, self.world.edition.id)
        rows = self.session.exec(select(Turns).where(Turns.edition_id == here.edition.id)).all()
        people = holders(self.session, here.reviewing, self.at)
        state = review(self.session, here, self.at)
        assert rows, "somebody always has the turn"
        assert {row.person_id for row in rows} <= {one.person_id for one in people}, (
            "only people who can act today"
        )
        assert all(row.reason and row.since <= self.at and row.link for row in rows)
        desk = {one.person_id for one in people if one.office in DESK_OFFICES}
        assert all(row.due is not None or row.person_id in desk for row in rows), (
            "a reviewer knows until when"
        )
        told = {row.person_id for row in rows}
        for seat in state.open.awaiting if state.open else ():
            assert (seat.deputy_id or seat.person_id) in told, (
                "whoever is called beside them, reviewers keep the turn"
            )
        for seats in state.seats.values():
            for seat in seats:
                heard = any(person == seat.person_id for _, person in state.verdicts)
                assert heard or seat.standing is Standing.AWAITED, "silence is no approval"


@pytest.mark.both_databases
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTS, min_size=1, max_size=10))
def test_the_turns_hold_whatever_happens(session: Session, now: datetime, acts: list[tuple]) -> None:
    world = build(session, now, suffix=f"-{new_id()}")
    world.appoint("second", "school", Office.ASSISTANT_PRINCIPAL)
    actions.circulate(session, world.actor("dana"), world.edition.id, at=world.now)
    story = Story(world)
    story.check()
    for one in acts:
        story.act(*one)
        story.check()
