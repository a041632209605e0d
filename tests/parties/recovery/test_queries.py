"""What a key's page says of a recovery, to whom."""

from typing import Any

from tests.parties.kit import Town
from tests.parties.recovery.kit import HOURS, Loss
from workflow.adapters.templates import moment
from workflow.parties import directory
from workflow.parties.keys import loss
from workflow.parties.keys.queries import words_of
from workflow.parties.recovery import actions, queries


def shown(lost: Loss, who: str, key: str = "Carl") -> dict[str, Any] | None:
    here = lost.here
    return queries.shown(here.session, here.actor(who), here.rows[key], HOURS, here.at)


def test_a_key_that_needs_none_says_nothing(here: Town) -> None:
    assert shown(Loss(here), "Arlo") is None


def test_who_can_help_and_who_may_begin(lost: Loss) -> None:
    value = shown(lost, "Arlo")
    assert value and (value["needed"], value["stage"], value["of_registrar"]) == (True, "none", False)
    assert value["helpers"] == ["Anna, Registrar", "Arlo, Registrar", "Cleo, Clerk"]
    assert [words for _, words in value["can_begin"]] == ["Anna, Registrar", "Cleo, Clerk"]
    assert [words for _, words in shown(lost, "Cleo")["can_begin"]] == ["Anna, Registrar", "Arlo, Registrar"]
    for stranger in ("Carl", "Dana", "Abe"):
        assert shown(lost, stranger)["can_begin"] == []


def test_each_sees_what_he_can_do_while_it_waits(lost: Loss) -> None:
    row = lost.begins("Arlo", second="Anna")
    half = {who: shown(lost, who) for who in ("Anna", "Cleo", "Carl", "Dana")}
    assert [half[who]["can_confirm"] for who in half] == [True, False, False, False]
    assert [half[who]["can_withdraw"] for who in half] == [True, True, True, False]
    assert (half["Anna"]["first"], half["Anna"]["second"]) == ("Arlo, Registrar", "Anna, Registrar")
    lost.confirms("Anna", row)
    waits = {who: shown(lost, who) for who in ("Dana", "Carl", "Arlo")}
    assert [(waits[who]["can_object"], waits[who]["can_stop"]) for who in waits] == [
        (True, False), (False, True), (False, False),
    ]  # fmt: skip
    assert not any(value["can_begin"] for value in waits.values())
    lost.later(HOURS)
    actions.complete(lost.here.session, row.id, at=lost.here.at)
    assert shown(lost, "Dana")["stage"] == "done"


def test_the_state_is_said_in_words(lost: Loss) -> None:
    key = lost.here.rows["Carl"]
    assert words_of(key) == "claimed, waits for a registrar"
    lost.confirms("Anna", lost.begins("Arlo", second="Anna"))
    assert words_of(key) == "recovered, does not count yet"


def test_the_partys_page_names_the_recovery_and_its_date_instead_of_a_registrar(lost: Loss) -> None:
    here, key = lost.here, lost.here.rows["Carl"]

    def office() -> str:
        page = directory.party_page(here.session, here.actor("Arlo"), key.party_id, here.at)
        return next(one["key_counts"] for one in page["offices"] if one["key_id"] == key.id)

    row = lost.begins("Arlo", second="Anna")
    assert (queries.counting(here.session, [key]), office()) == ({}, "")
    lost.confirms("Anna", row)
    assert queries.counting(here.session, [key]) == {key.id: row.counts} and row.counts
    assert office() == moment(row.counts, here.parties["agency"].timezone)
    lost.objects("Dana", row)
    assert (queries.counting(here.session, [key]), office()) == ({}, "")


def test_whoever_lost_everything_reads_who_can_help(lost: Loss) -> None:
    here = lost.here
    (found,) = queries.helped_by(here.session, here.actor("Carl"), HOURS, here.at)
    assert found["party"] == "Springfield Police Department" and found["administrators"] == ["Abe"]
    assert found["helpers"] == ["Anna, Registrar", "Arlo, Registrar", "Cleo, Clerk"]
    for name in ("Anna", "Arlo"):
        loss.report(here.session, here.actor(name), here.rows[name].id, at=here.at)
    (found,) = queries.helped_by(here.session, here.actor("Carl"), HOURS, here.at)
    assert found["helpers"] == ["Cleo, Clerk"]
    assert shown(lost, "Cleo")["can_begin"] == []
