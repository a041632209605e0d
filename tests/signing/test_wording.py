"""What stands against signing these very words: found before anybody signs."""

import pytest
from sqlmodel import select

from tests.signing import world as worlds
from workflow.core.errors import Refused
from workflow.core.people import SERVICE
from workflow.drafting import queries as drafting
from workflow.drafting.models import Edition
from workflow.parties.models import Party, Person
from workflow.signing import matter, wording

CHINESE = "王小明"


def found(session, world, now):
    case = matter.of_edition(session, SERVICE, world.edition)
    clauses = drafting.clauses_of(session, case.edition.revision_id)
    return [(one.code, one.words, one.link) for one in wording.issues(session, case, clauses, now)]


def rename(session, world, name, words):
    session.get_one(Person, world.people[name]).name = words
    session.flush()


def test_an_ordinary_text_has_nothing_against_it(session, world, now):
    rename(session, world, "chief", "Zoë Núñez-Đặng")
    assert found(session, world, now) == []


def test_a_name_that_no_page_can_print_is_told_before_the_freeze(session, world, now):
    rename(session, world, "chief", CHINESE)
    (issue,) = found(session, world, now)
    assert issue[0] == "name.unprintable" and CHINESE in issue[1]
    assert issue[2] == f"/parties/{world.parties['agency']}"


def test_so_is_the_name_of_a_party(session, world, now):
    session.get_one(Party, world.parties["district"]).legal_name = "第二 District"
    session.flush()
    (issue,) = found(session, world, now)
    assert issue[0] == "name.unprintable" and issue[2] == f"/parties/{world.parties['district']}"


def test_what_is_wrong_with_the_text_leads_to_its_clause(session, world, now):
    edition = session.get_one(Edition, world.edition)
    worlds.revise(session, edition, (*worlds.TEXT, "# 9. Searches\n\nAn invisible\u200b sign. 第二"), now)
    codes = {code: link for code, _, link in found(session, world, now)}
    assert set(codes) == {"text.characters", "text.unprintable"} and codes["text.characters"].endswith(
        "/edit"
    )


def test_who_came_into_office_after_the_freeze_is_told_instead_of_signing(session, world, now):
    event = world.freeze(session, now)
    rename(session, world, "chief", CHINESE)
    with pytest.raises(Refused, match="cannot be printed") as no:
        world.sign(session, "chief", event.id, now)
    assert "other letters" in no.value.remedy
    assert world.sign(session, "superintendent", event.id, now)
    assert session.exec(select(Person).where(Person.name == CHINESE)).one()
