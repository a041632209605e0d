from datetime import timedelta

from sqlmodel import select

from tests.review.test_pages import statements
from tests.signing.paper.kit import SLOT, attest, file, frozen, papered
from workers import paper_letters
from workflow.core.paper import Step
from workflow.core.people import SERVICE
from workflow.parties.models import SigningKey
from workflow.signing import facts, matter, ready
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


def test_a_key_that_was_not_to_be_trusted_when_it_attested_is_told(session, world, now):
    event = papered(session, world, now)
    key = session.exec(select(SigningKey).where(SigningKey.key_id == world.keys["d1"].id)).one()
    assert queries.distrusted(session, event.id) == []
    key.compromised_since = now - timedelta(days=1)
    session.flush()
    assert queries.distrusted(session, event.id) == [("D1 Example", key.compromised_since)]
    issues = facts.sign_issues(session, case_of(session, event), now)
    assert any(issue.code == "key.distrusted" and "D1 Example" in issue.words for issue in issues)
    assert paper_letters.attested_with(session, world.people["counsel"], key.key_id) == [
        (now, "open", "School Resource Officers")
    ]
    assert paper_letters.attested_with(session, "nobody", key.key_id) == []


def test_a_place_that_may_be_signed_on_paper_waits_for_no_key(session, world, now):
    event = frozen(session, world, now)
    for name in ("chief", "superintendent"):
        key = session.exec(select(SigningKey).where(SigningKey.key_id == world.keys[name].id)).one()
        key.lost = now
    session.flush()
    page = ready.readiness_page(session, world.actor(session, "counsel", now), world.edition, 72, now)
    assert [one["words"].split(" reported")[0] for one in page["issues"]] == ["Superintendent Example"]
    (notice,) = page["notices"]
    assert notice["code"] == "paper.lost" and notice["words"].startswith("Chief Example reported")
    assert {one.code for one in facts.sign_issues(session, case_of(session, event), now)} == {"key.lost"}
