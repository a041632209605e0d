"""Two people give somebody who lost every key a new one; it waits, can be stopped, and then counts."""

from datetime import timedelta

import pytest

from tests.parties.kit import Town, answered
from tests.parties.recovery.kit import HOURS, Loss
from workflow.core.errors import Forbidden, Invalid, NotFound, Refused
from workflow.core.recovery import Stage
from workflow.evidence.canonical import loads
from workflow.history.queries import timeline
from workflow.parties.founding.queries import party_links
from workflow.parties.keys import actions as keys
from workflow.parties.keys import endings
from workflow.parties.recovery import actions, queries


@pytest.mark.both_databases
def test_two_people_sign_one_statement_and_the_key_counts_after_the_wait(lost: Loss) -> None:
    here, key = lost.here, lost.here.rows["Carl"]
    row = lost.begins("Arlo", second="Anna")
    assert (key.state, row.leaf, queries.stage_of(row, here.at)) == ("claimed", "", Stage.HALF)
    lost.later(1)
    row = lost.confirms("Anna", row)
    assert party_links(here.session, key.party_id)[-1].kind == "recovery" and row.leaf == key.enrolment
    said = loads(row.statement)
    assert (said["subject"], said["lost"], said["waits"]) == (key.person_id, [lost.old[0].key_id], HOURS)
    assert key.state == "claimed" and not actions.complete(here.session, row.id, at=here.at)
    lost.later(HOURS)
    assert queries.due(here.session, here.at) == [row.id]
    assert actions.complete(here.session, row.id, at=here.at)
    assert (key.state, key.vouched, lost.old[0].state) == ("vouched", row.recorded, "revoked")
    assert not actions.complete(here.session, row.id, at=here.at) and queries.due(here.session, here.at) == []
    kinds = [event.kind for event in timeline(here.session, party_id=key.party_id)]
    assert kinds[:3] == ["key:recovery:completed", "key:recovered", "key:recovery:begun"]


def test_one_registrars_vouch_is_not_enough_any_more(lost: Loss) -> None:
    here = lost.here
    with pytest.raises(Refused, match="takes two people"):
        keys.offer_vouch(
            here.session, here.actor("Arlo"), here.rows["Carl"].id, kind="minute", date="2026-01-05", reference="x", at=here.at,
        )  # fmt: skip


def test_while_a_key_is_left_no_recovery_is_needed(here: Town) -> None:
    made = Loss(here)
    here.make_key("Carl")
    here.claim("Carl")
    with pytest.raises(Refused, match="no recovery is needed"):
        made.begins("Arlo")
    here.vouch("Carl", "Arlo")
    with pytest.raises(Refused, match="Only a claimed key"):
        made.begins("Arlo")


@pytest.mark.parametrize("by", ["Carl", "Abe", "Dana", "Sam"])
def test_nobody_recovers_himself_and_no_stranger_does(lost: Loss, by: str) -> None:
    with pytest.raises(Forbidden):
        lost.begins(by)


def test_the_second_person_is_named_and_is_another_and_one_is_a_registrar(lost: Loss) -> None:
    for second, no in (
        ("", "Choose the second"),
        ("Arlo", "Choose the second"),
        ("Dora", "Choose the second"),
    ):
        with pytest.raises(Invalid, match=no):
            lost.begins("Arlo", second=second)
    assert lost.begins("Cleo", second="Anna").second_key_id == lost.here.rows["Anna"].id
    with pytest.raises(Invalid):
        actions.offer_recovery(
            lost.here.session, lost.here.actor("Arlo"), lost.here.rows["Carl"].id, checked=" ", hours=HOURS, at=lost.here.at
        )  # fmt: skip


def test_whoever_was_enrolled_just_now_is_not_one_of_the_two(here: Town) -> None:
    made = Loss(here)
    made.loses("Carl")
    here.at -= timedelta(hours=1)
    with pytest.raises(Refused, match="counted for long enough"):
        made.begins("Cleo", second="Arlo")


def test_two_others_bring_a_registrar_back(here: Town) -> None:
    made = Loss(here)
    for name in ("Arlo", "Anna"):
        made.loses(name)
    row = made.confirms("Cleo", made.begins("Carl", "Arlo", second="Cleo"))
    made.later(HOURS)
    assert actions.complete(here.session, row.id, at=here.at)
    assert here.rows["Arlo"].state == "vouched"


def test_only_whom_the_first_named_signs_second_and_in_time(lost: Loss) -> None:
    row = lost.begins("Arlo", second="Anna")
    for name in ("Arlo", "Cleo"):
        with pytest.raises(Refused, match="the other person"):
            lost.confirms(name, row)
    lost.later(24 * 7)
    assert queries.stage_of(row, lost.here.at) is Stage.EXPIRED
    with pytest.raises(Refused, match="does not wait"):
        lost.confirms("Anna", row)
    assert lost.begins("Cleo", second="Anna").id != row.id


def test_what_the_first_signed_must_still_be_so(lost: Loss) -> None:
    here, row = lost.here, lost.begins("Arlo", second="Anna")
    sheet = endings.offer_revocation(
        here.session, here.actor("Anna"), here.rows["Arlo"].id, reason="Gone.", at=here.at
    )
    endings.revoke(
        here.session, here.actor("Anna"), here.rows["Arlo"].id, credential=answered(sheet.options, here.keys["Anna"]), at=here.at
    )  # fmt: skip
    with pytest.raises(Refused, match="not so any more"):
        lost.confirms("Anna", row)


def test_what_one_person_signed_can_be_taken_back(lost: Loss) -> None:
    here, row = lost.here, lost.begins("Arlo", second="Anna")
    for name in ("Abe", "Dana"):
        with pytest.raises(Forbidden):
            actions.withdraw(here.session, here.actor(name), row.id, at=here.at)
    actions.withdraw(here.session, here.actor("Cleo"), row.id, at=here.at)
    with pytest.raises(Refused):
        lost.confirms("Anna", row)
    with pytest.raises(Refused):
        actions.withdraw(here.session, here.actor("Cleo"), row.id, at=here.at)
    lost.confirms("Anna", lost.begins("Arlo", second="Anna"))
    with pytest.raises(Refused, match="signed this recovery already"):
        lost.begins("Arlo", second="Anna")


def test_the_person_stops_it_without_any_key_and_this_claim_is_used_up(lost: Loss) -> None:
    here = lost.here
    row = lost.confirms("Anna", lost.begins("Arlo", second="Anna"))
    with pytest.raises(NotFound):
        actions.stop(here.session, here.actor("Sam"), row.id, words="No.", at=here.at)
    with pytest.raises(Invalid):
        actions.stop(here.session, here.actor("Carl"), row.id, words=" ", at=here.at)
    actions.stop(here.session, here.actor("Carl"), row.id, words="I have my keys.", at=here.at)
    lost.later(HOURS)
    assert not actions.complete(here.session, row.id, at=here.at)
    with pytest.raises(Refused, match="stopped the recovery by this key"):
        lost.begins("Arlo", second="Anna")
    with pytest.raises(Refused, match="not waiting"):
        actions.stop(here.session, here.actor("Carl"), row.id, words="I have my keys.", at=here.at)


def test_a_new_key_that_is_revoked_meanwhile_never_counts(lost: Loss) -> None:
    here = lost.here
    row = lost.confirms("Anna", lost.begins("Arlo", second="Anna"))
    sheet = endings.offer_revocation(
        here.session, here.actor("Anna"), here.rows["Carl"].id, reason="No.", at=here.at
    )
    endings.revoke(
        here.session, here.actor("Anna"), here.rows["Carl"].id, credential=answered(sheet.options, here.keys["Anna"]), at=here.at
    )  # fmt: skip
    with pytest.raises(Refused, match="not waiting"):
        lost.objects("Dana", row)
    lost.later(HOURS)
    assert not actions.complete(here.session, row.id, at=here.at) and queries.due(here.session, here.at) == []


def test_of_two_recoveries_of_one_person_the_later_one_counts(lost: Loss) -> None:
    here, first = lost.here, lost.here.rows["Carl"]
    row = lost.confirms("Anna", lost.begins("Arlo", second="Anna"))
    here.make_key("Carl")
    here.claim("Carl")
    lost.later(1)
    again = lost.confirms("Anna", lost.begins("Arlo", second="Anna"))
    assert loads(again.statement)["lost"] == sorted([first.key_id, lost.old[0].key_id])
    lost.later(HOURS)
    assert queries.due(here.session, here.at) == [again.id]
    assert not actions.complete(here.session, row.id, at=here.at)
    assert actions.complete(here.session, again.id, at=here.at) and first.state == "claimed"


def test_a_recovery_without_a_wait_counts_at_once(lost: Loss) -> None:
    lost.hours = 0
    assert lost.confirms("Anna", lost.begins("Arlo", second="Anna")).completed
    assert lost.here.rows["Carl"].state == "vouched"
