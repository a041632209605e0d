"""Attacks on the recovery of a lost key, over the service's own acts: one person alone, however often he tries."""

from datetime import datetime, timedelta
from itertools import cycle, islice

import pytest
from sqlmodel import Session

from tests.parties.kit import answered, town
from tests.parties.recovery.kit import HOURS, Loss, clerk
from workflow.core.errors import Forbidden, Invalid, Refused
from workflow.parties.keys import actions as keys
from workflow.parties.models import SigningKey
from workflow.parties.recovery import actions, queries
from workflow.parties.recovery.models import KeyRecovery


@pytest.fixture
def lost(session: Session, now: datetime) -> Loss:
    here = town(session, now)
    for which in ("agency", "district"):
        here.found(which)
    here.accept("agency", by="Dana")
    here.enrol("Carl", "Arlo")
    clerk(here)
    here.at += timedelta(hours=HOURS, minutes=1)
    made = Loss(here)
    made.loses("Carl")
    return made


def vouches_alone(lost: Loss, row: KeyRecovery, key: SigningKey) -> None:
    keys.offer_vouch(
        lost.here.session, lost.here.actor("Arlo"), key.id, kind="minute", date="2026-01-05", reference="x", at=lost.here.at
    )  # fmt: skip


def names_himself(lost: Loss, row: KeyRecovery, key: SigningKey) -> None:
    lost.begins("Arlo", second="Arlo")


def names_whom_he_recovers(lost: Loss, row: KeyRecovery, key: SigningKey) -> None:
    lost.begins("Arlo", second="Carl")


def confirms_his_own(lost: Loss, row: KeyRecovery, key: SigningKey) -> None:
    lost.confirms("Arlo", row)


def answers_for_the_other(lost: Loss, row: KeyRecovery, key: SigningKey) -> None:
    """Anna asks for the page; Arlo's key answers it in her session."""
    here = lost.here
    sheet = actions.offer_confirmation(here.session, here.actor("Anna"), row.id, at=here.at)
    credential = answered(sheet.options, here.keys["Arlo"])
    actions.confirm(here.session, here.actor("Anna"), row.id, credential=credential, at=here.at)


def sends_the_first_signature_again(lost: Loss, row: KeyRecovery, key: SigningKey) -> None:
    here = lost.here
    sheet = actions.offer_recovery(
        here.session,
        here.actor("Arlo"),
        key.id,
        second=here.rows["Anna"].id,
        checked="x",
        hours=HOURS,
        at=here.at,
    )
    actions.confirm(
        here.session,
        here.actor("Arlo"),
        row.id,
        credential=answered(sheet.options, here.keys["Arlo"]),
        at=here.at,
    )


WAYS = (
    vouches_alone, names_himself, names_whom_he_recovers, confirms_his_own, answers_for_the_other, sends_the_first_signature_again,
)  # fmt: skip


def test_a_hundred_attempts_with_one_approver_recover_nobody(lost: Loss) -> None:
    row, key = lost.begins("Arlo", second="Anna"), lost.here.rows["Carl"]
    for way in islice(cycle(WAYS), 100):
        with pytest.raises((Refused, Invalid, Forbidden)):
            way(lost, row, key)
    lost.later(HOURS)
    assert (key.state, key.enrolment, row.leaf) == ("claimed", "", "")
    assert queries.due(lost.here.session, lost.here.at) == []


def test_an_objection_in_somebody_elses_session_needs_his_own_key(lost: Loss) -> None:
    row = lost.confirms("Anna", lost.begins("Arlo", second="Anna"))
    with pytest.raises(Refused):
        lost.objects("Dana", row, key="Arlo")
    assert row.stopped is None


def test_nobody_recovers_by_the_newcomer_whom_he_vouched_for_this_morning(lost: Loss) -> None:
    here = lost.here
    clerk_again = here.rows["Cleo"]
    clerk_again.vouched = here.at - timedelta(hours=HOURS - 1)
    here.session.add(clerk_again)
    with pytest.raises(Invalid):
        lost.begins("Arlo", second="Cleo")
