"""What readiness looks at, from the rows of every earlier room."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.signing import world as worlds
from workflow.core.people import SERVICE
from workflow.drafting.models import Attachment, Edition, Mark, Mou
from workflow.parties.models import Appointment, SigningKey
from workflow.parties.objections.models import PartyObjection
from workflow.review.models import Thread
from workflow.signing import facts, matter

pytestmark = pytest.mark.both_databases


def codes(session, world, at):
    case = matter.of_edition(session, SERVICE, world.edition)
    return [issue.code for issue in facts.freeze_issues(session, case, 72, at)]


def test_a_complete_edition_has_no_issue(session, world, now):
    assert codes(session, world, now) == []


@pytest.mark.parametrize(("words", "expected"), [
    ("# 9. Costs\n\nSee Exhibit B.", ["text.exhibit"]),
    ("# 9. Costs\n\nThe daily schedule A person keeps.", []),
    ("# EXHIBIT B\n\nAs said in Exhibit B.", []),
    ("# 9. Date\n\nSigned this ____ day of May.", ["text.placeholder"]),
    ("# 9. Names\n\nThe officer\u200b.", ["text.characters"]),
])  # fmt: skip
def test_what_stands_in_the_text_is_looked_at(session, world, now, words, expected):
    worlds.revise(session, session.get_one(Edition, world.edition), (*worlds.TEXT, words), now)
    worlds.approve(session, world, now)
    assert sorted(set(codes(session, world, now))) == expected


def test_an_attached_exhibit_is_there(session, world, now):
    edition = session.get_one(Edition, world.edition)
    worlds.revise(session, edition, (*worlds.TEXT, "# 9. Costs\n\nSee Exhibit B."), now)
    worlds.approve(session, world, now)
    session.add(
        Attachment(
            revision_id=edition.revision_id,
            position=1,
            name="exhibit-b_costs.pdf",
            media_type="application/pdf",
            content=b"x",
        )
    )
    session.flush()
    assert codes(session, world, now) == []


def test_open_comments_and_objections_stand_in_the_way(session, world, now):
    edition = session.get_one(Edition, world.edition)
    for number, blocking in ((1, False), (2, True)):
        session.add(
            Thread(
                edition_id=edition.id, number=number, blocking=blocking, author_id=world.people["supervisor"],
                revision_id=edition.revision_id, created=now,
            )
        )  # fmt: skip
    session.flush()
    assert codes(session, world, now) == ["thread.blocking", "thread.unanswered"]


def test_a_text_changed_after_its_approval_is_not_reviewed(session, world, now):
    worlds.revise(
        session, session.get_one(Edition, world.edition), (*worlds.TEXT[:3], "# 3. Term\n\nTwo years."), now
    )
    assert codes(session, world, now) == ["review.open"]


def test_vacant_offices_and_missing_or_waiting_keys_are_named_before_signing(session, world, now):
    event = world.freeze(session, now)
    case = matter.of_event(session, SERVICE, event.id)
    assert facts.sign_issues(session, case, now) == []
    key = session.exec(select(SigningKey).where(SigningKey.key_id == world.keys["chief"].id)).one()
    key.vouched = now
    appointment = session.exec(
        select(Appointment).where(Appointment.person_id == world.people["superintendent"])
    ).one()
    appointment.until_date = (now - timedelta(days=2)).date()
    session.flush()
    issues = {issue.code: issue.words for issue in facts.sign_issues(session, case, now)}
    assert "Friday 15 May 2026, 10:00 Pacific" in issues["key.waiting"]
    assert "Springfield Unified School District" in issues["slot.vacant"]
    key.state = "revoked"
    session.flush()
    assert "key.revoked" in {issue.code for issue in facts.sign_issues(session, case, now)}


def test_the_gates_of_a_pack_block_only_where_there_is_an_award(session, world, now):
    session.get_one(Mou, world.mou).award = True
    session.flush()
    found = codes(session, world, now)
    assert found
    assert {code.split(".")[0] for code in found} == {"guidance"}


def test_the_manifest_names_the_packs_the_text_was_held_against(session, world, now):
    case = matter.of_edition(session, SERVICE, world.edition)
    assert [pack["id"] for pack in facts.manifest_rows(session, case).packs] == ["cops"]


def test_a_gate_opens_when_a_person_has_judged_it_and_its_link_leads_there(session, world, now):
    session.get_one(Mou, world.mou).award = True
    session.flush()
    case = matter.of_edition(session, SERVICE, world.edition)
    found = {issue.code: issue for issue in facts.freeze_issues(session, case, 72, now)}
    assert found["guidance.7"].link == f"/editions/{world.edition}/findings#row-7"
    revision = session.get_one(Edition, world.edition).revision_id
    session.add(
        Mark(
            edition_id=world.edition, pack="cops", requirement="7", value="met", words="Clause 2.", revision_id=revision,
            person_id="p", person_name="Sam", created=now,
        )
    )  # fmt: skip
    session.flush()
    assert "guidance.7" not in codes(session, world, now)


def test_a_word_that_only_looks_like_another_is_told_with_its_place(session, world, now):
    texts = (*worlds.TEXT[:-1], worlds.TEXT[-1] + "\n\nThe p\u0430rties agree.")
    worlds.revise(session, session.get_one(Edition, world.edition), texts, now)
    case = matter.of_edition(session, SERVICE, world.edition)
    (issue,) = [one for one in facts.freeze_issues(session, case, 72, now) if one.code == "text.confusable"]
    assert "“p\u0430rties”" in issue.words and "Type the word anew" in issue.words
    assert issue.link.startswith(f"/editions/{world.edition}/clauses/") and issue.link.endswith("/edit")


def test_an_objection_to_a_partys_record_stands_in_the_way_until_one_wait_after_its_answer(
    session, world, now
):
    objection = PartyObjection(
        party_id=world.parties["agency"], by_party_id=world.parties["district"], person_id=world.people["d1"],
        person_name="Dee", words="We doubt it.", at=now,
    )  # fmt: skip
    session.add(objection)
    session.flush()
    assert codes(session, world, now) == ["party.objection"]
    objection.answered = now
    session.flush()
    assert codes(session, world, now) == ["party.objection"]
    assert codes(session, world, now + timedelta(hours=72)) == []
