"""An operator hides a part or shows one, changes who proposed it, or puts back what was taken down: no act in the log says so."""

from datetime import timedelta

import pytest

from tests.audit.operator import found_after
from tests.publication.hiding import kit
from tests.publication.hiding.kit import HIDE, ORDER, REMOVE
from workflow.audit import hidden, people, repeated
from workflow.audit.told import Told
from workflow.publication.hiding import actions
from workflow.publication.hiding.actions import Sheet

SHOW = Sheet("show")
RELEASE = Sheet("release", ["3"], "It is public by now.")


@pytest.fixture
def session(unbound):
    return unbound


def look(session):
    session.flush()
    told = Told.of(session)
    yield from hidden.findings(session, told)
    yield from repeated.findings(session, told, people.chains(session, told))


def after(session, statement, **values):
    return found_after(session, statement, lambda: look(session), **values)


@pytest.fixture
def made(session, settings, now):
    """Clause 3 was hidden before publication; the same edition is public."""
    made = kit.executed(session, settings, now)
    kit.decided(made, HIDE, now + timedelta(minutes=10))
    return made


def refused(made, at):
    row = kit.propose(made, ORDER, at)
    chief = made.world.actor(made.session, "chief", at)
    actions.refuse(made.session, chief, made.world.edition, row.id, words="No such order.", at=at)
    return row


def withheld(made, at):
    """Approved, and the copy without the part is not made yet."""
    return kit.approve(made, kit.propose(made, ORDER, at), at)


def removed(made, at):
    return kit.confirm(made, kit.propose(made, REMOVE, at), at)


def released(made, at):
    return kit.decided(made, RELEASE, at)


def waiting(made, at):
    return kit.propose(made, ORDER, at)


LIVES = {one.__name__: one for one in (refused, withheld, removed, released, waiting)}


@pytest.mark.parametrize("life", LIVES)
def test_what_was_honestly_done_holds(made, now, life):
    assert list(look(made.session)) == []
    LIVES[life](made, now + timedelta(hours=1))
    assert list(look(made.session)) == []


def test_that_nothing_was_hidden_holds_too(session, settings, now):
    made = kit.executed(session, settings, now)
    kit.confirm(made, kit.propose(made, SHOW, now), now)
    assert list(look(session)) == []
    assert after(session, "UPDATE proposal SET state = 'waiting', decided_by = NULL") == {"hidden.proposal"}


CHANGES = {
    "a hidden part shown": ("DELETE FROM hidden_part", "hidden.part"),
    "another part hidden": ("UPDATE hidden_part SET part = '1'", "hidden.part"),
    "a part hidden by nobody": (
        "INSERT INTO hidden_part SELECT edition_id, '1', proposal_id, review FROM hidden_part", "hidden.part",
    ),
    "a later review": ("UPDATE hidden_part SET review = '2036-01-01'", "hidden.part"),
    "a part hidden by another act": ("UPDATE hidden_part SET proposal_id = 'other'", "hidden.part"),
    "another basis": ("UPDATE proposal SET basis = 'It is secret.'", "signed.said"),
    "another contact": ("UPDATE proposal SET contact = 'Nobody'", "signed.said"),
    "other parts": ("UPDATE proposal SET parts = json_array(1)", "signed.said"),
    "another day": ("UPDATE proposal SET review = '2036-01-01'", "signed.said"),
    "another proposer": ("UPDATE proposal SET person_name = 'Bo'", "hidden.proposal"),
    "another approver": ("UPDATE proposal SET decided_name = 'Bo'", "hidden.proposal"),
    "an approval that waits": ("UPDATE proposal SET state = 'waiting'", "hidden.proposal"),
    "a proposal gone": ("DELETE FROM proposal", "hidden.proposal"),
    "a proposal by nobody": (
        "INSERT INTO proposal (id, edition_id, kind, parts, basis, contact, authority, reference, person_id, person_name, party_id, created,"
        " state, decided_name, decided_party, words, envelope) SELECT 'new', edition_id, 'remove', '[]', '', '', '', '', person_id, 'Bo',"
        " party_id, created, 'refused', '', '', '', '{}' FROM proposal",
        "hidden.proposal",
    ),
    "a stone that nobody set": (
        "INSERT INTO tombstone SELECT edition_id, 'It is gone.', created FROM proposal", "published.tombstone",
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_an_operator_with_full_database_access_changes_what_is_hidden(made, change):
    statement, code = CHANGES[change]
    assert code in after(made.session, statement)


@pytest.mark.parametrize(
    ("life", "statement"),
    [
        (removed, "DELETE FROM tombstone"),
        (removed, "UPDATE tombstone SET words = 'By order of the court.'"),
        (removed, "UPDATE tombstone SET words = replace(words, 'Chief', 'Bo')"),
        (removed, "UPDATE tombstone SET at = '2020-01-01 00:00:00.000000'"),
        (withheld, "DELETE FROM tombstone"),
        (withheld, "UPDATE tombstone SET words = 'It is gone.'"),
    ],
)
def test_an_operator_with_full_database_access_serves_again_what_was_taken_down(made, now, life, statement):
    life(made, now + timedelta(hours=1))
    assert after(made.session, statement) == {"published.tombstone"}


def test_a_refusal_turned_into_a_yes_and_the_reverse_are_found(made, now):
    row = refused(made, now + timedelta(hours=1))
    assert after(made.session, "UPDATE proposal SET state = 'approved' WHERE id = :id", id=row.id) == {
        "hidden.proposal"
    }
    row = removed(made, now + timedelta(hours=2))
    done = "UPDATE proposal SET state = 'refused', event_id = NULL WHERE id = :id"
    assert after(made.session, done, id=row.id) == {"hidden.proposal", "published.tombstone"}
