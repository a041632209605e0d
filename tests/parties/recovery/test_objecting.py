"""Objections to a recovery are links of the chain: by the other side, or by the person himself."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from tests.parties.kit import Town, post, town
from tests.parties.recovery.kit import HOURS, Loss
from workflow.core.errors import Forbidden, Refused
from workflow.core.people import Office
from workflow.parties.founding.queries import party_links
from workflow.parties.recovery import actions, queries


@pytest.mark.both_databases
def test_another_party_objects_and_two_people_begin_anew(lost: Loss) -> None:
    here = lost.here
    row = lost.objects("Dana", lost.confirms("Anna", lost.begins("Arlo", second="Anna")))
    assert party_links(here.session, row.party_id)[-1].kind == "recovery-objection"
    assert (row.stopped_by, row.stopped_words) == ("Dana", "Nobody told us.")
    lost.later(HOURS)
    assert not actions.complete(here.session, row.id, at=here.at) and queries.due(here.session, here.at) == []
    again = lost.confirms("Anna", lost.begins("Arlo", second="Anna"))
    lost.later(HOURS)
    assert actions.complete(here.session, again.id, at=here.at)


def test_the_person_objects_with_a_key_of_another_office(here: Town) -> None:
    made = Loss(here)
    here.people["Carl too"], carls = here.people["Carl"], here.rows["Carl"]
    here.posts["Carl too"] = post(
        here.session, here.people["Carl"], here.parties["agency"], Office.CLERK, here.at
    )
    here.enrol("Carl too", "Arlo")
    made.loses("Carl")
    row = made.confirms("Anna", made.begins("Arlo", second="Anna"))
    made.objects("Carl", row, key="Carl too")
    assert row.objection_leaf and carls.state == "vouched"


@pytest.mark.parametrize(
    ("by", "no"), [("Sam", Forbidden), ("Arlo", Forbidden), ("Carl", Refused), ("Dora", None)]
)
def test_who_may_object(lost: Loss, by: str, no: type[Exception] | None) -> None:
    row = lost.confirms("Anna", lost.begins("Arlo", second="Anna"))
    if no is None:
        assert lost.objects(by, row).stopped
        return
    with pytest.raises(no):
        lost.objects(by, row)


def test_a_registrar_of_a_party_that_did_not_accept_this_one_does_not_object(
    session: Session, now: datetime
) -> None:
    here = town(session, now)
    for which in ("agency", "district"):
        here.found(which)
    here.enrol("Carl", "Arlo")
    here.at += timedelta(hours=HOURS, minutes=1)
    lost = Loss(here)
    lost.loses("Carl")
    row = lost.confirms("Anna", lost.begins("Arlo", second="Anna"))
    with pytest.raises(Refused, match="no key with which"):
        lost.objects("Dana", row)
