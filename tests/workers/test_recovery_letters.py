"""Letters about a recovery: the second person, the person himself and both sides are told, each what he can do."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from tests.parties.recovery.kit import HOURS, Loss, clerk
from tests.workers.test_key_letters import agreed, write
from workers.kit import Kit
from workflow.core.events import EventKind
from workflow.parties.recovery import actions


@pytest.fixture
def lost(session: Session, now: datetime) -> Loss:
    here = agreed(session, now)
    here.enrol("Carl", "Arlo")
    clerk(here)
    here.at += timedelta(hours=HOURS, minutes=1)
    made = Loss(here)
    made.loses("Carl")
    return made


def test_the_second_person_is_asked_and_told_to_be_sure(lost: Loss, kit: Kit) -> None:
    row = lost.begins("Arlo", second="Cleo")
    letter = write(lost.here, kit, "recovery_second", EventKind.RECOVERY_BEGUN, "Cleo")
    assert (
        "Your turn: Arlo signed that Carl, Chief of Police of Springfield Police Department, lost every key"
        in " ".join(letter.text.split())
    )
    assert f"/signing-keys/{lost.here.rows['Carl'].id}#recovery" in letter.text
    lost.confirms("Cleo", row)
    assert write(lost.here, kit, "recovery_second", EventKind.RECOVERY_BEGUN, "Cleo") is None


def test_the_person_reads_how_to_stop_it_and_the_other_side_how_to_object(lost: Loss, kit: Kit) -> None:
    row = lost.confirms("Cleo", lost.begins("Arlo", second="Cleo"))
    own = " ".join(write(lost.here, kit, "recovered", EventKind.KEY_RECOVERED, "Carl").text.split())
    assert (
        "Arlo and Cleo signed that you lost every key" in own and "stop it now on the page of the key" in own
    )
    theirs = " ".join(write(lost.here, kit, "recovered", EventKind.KEY_RECOVERED, "Dana").text.split())
    assert "object on its page" in theirs and "I met him in the office." in theirs
    lost.later(HOURS)
    actions.complete(lost.here.session, row.id, at=lost.here.at)
    assert "nobody objected: your recovered key counts" in " ".join(
        write(lost.here, kit, "recovery_counts", EventKind.RECOVERY_COMPLETED, "Carl").text.split()
    )


@pytest.mark.parametrize("how", ["objected", "stopped", "taken back"])
def test_a_recovery_that_was_stopped_is_told_with_its_reason(lost: Loss, kit: Kit, how: str) -> None:
    row = lost.begins("Arlo", second="Cleo")
    kind = EventKind.RECOVERY_OBJECTED if how == "objected" else EventKind.RECOVERY_STOPPED
    if how == "taken back":
        actions.withdraw(lost.here.session, lost.here.actor("Arlo"), row.id, at=lost.here.at)
        assert write(lost.here, kit, "recovery_stopped", kind, "Dana") is None
        return
    lost.confirms("Cleo", row)
    if how == "objected":
        lost.objects("Dana", row)
    else:
        actions.stop(
            lost.here.session, lost.here.actor("Carl"), row.id, words="Nobody told us.", at=lost.here.at
        )
    said = " ".join(write(lost.here, kit, "recovery_stopped", kind, "Arlo").text.split())
    assert "Nobody told us." in said and ("begin anew" in said) is (how == "objected")
