from sqlmodel import select

from tests.review.test_pages import statements
from tests.signing.paper.kit import SLOT, attest, file, frozen, papered
from workflow.core.paper import Step
from workflow.core.people import SERVICE
from workflow.signing import matter
from workflow.signing.paper import queries
from workflow.signing.paper.models import Attestation


def case_of(session, event):
    return matter.of_event(session, SERVICE, event.id)


def test_where_each_slot_stands(session, world, now):
    event = frozen(session, world, now)
    steps = []
    for act in (
        None,
        lambda: file(session, world, event.id, now),
        lambda: attest(session, world, "a1", event.id, now),
    ):
        if act:
            act()
        steps += [one.step for one in queries.standing(session, case_of(session, event)).values()]
    attest(session, world, "d1", event.id, now)
    assert [*steps, queries.standing(session, case_of(session, event))[SLOT].step] == [
        Step.SHEET, Step.FIRST, Step.SECOND, Step.DONE,
    ]  # fmt: skip


def test_where_paper_is_allowed_nowhere_nothing_is_asked_of_the_database(session, world, now):
    case = case_of(session, world.freeze(session, now))
    with statements(session) as made:
        assert queries.standing(session, case) == {} and queries.asked(session, case) == {}
    assert made == []


def test_a_package_gets_the_first_and_a_reader_both(session, world, now):
    event = papered(session, world, now)
    first = session.exec(select(Attestation).where(Attestation.number == 1)).one()
    assert queries.firsts(session, event.id) == [first.envelope]
    names = {value: name for name, value in world.parties.items()}
    assert queries.by_whose_word(session, names, event.id) == {
        SLOT: ["A1 Example (Registrar, agency)", "D1 Example (Registrar, district)"]
    }
