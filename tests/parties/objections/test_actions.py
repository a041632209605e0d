"""One party objects to another's record or key; it is answered, or withdrawn, and always there to be read."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from tests.parties.kit import Town, answered, town
from workflow.core.errors import Forbidden, Invalid, NotFound, Refused
from workflow.history.queries import timeline
from workflow.history.sayings import commit
from workflow.parties.keys import endings
from workflow.parties.objections import actions, queries
from workflow.parties.objections.models import PartyObjection

pytestmark = pytest.mark.both_databases


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    made = town(session, now)
    for which in ("agency", "district"):
        made.found(which)
    made.enrol("Carl", "Arlo")
    return made


def raise_one(
    here: Town, by: str = "Dana", key: str = "Carl", words: str = "We do not know him."
) -> PartyObjection:
    return actions.raise_objection(
        here.session, here.actor(by), here.parties["agency"].id, words=words,
        key=here.rows[key].id if key else "", at=here.at,
    )  # fmt: skip


@pytest.mark.parametrize("key", ["Carl", ""])
def test_a_registrar_of_another_party_objects_with_words_and_it_is_recorded(here: Town, key: str) -> None:
    row = raise_one(here, key=key)
    assert (row.by_party_id, row.person_name) == (here.parties["district"].id, "Dana")
    found = timeline(here.session, party_id=here.parties["agency"].id)[0]
    assert (found.kind, found.actor, found.public) == ("party:objection:raised", "Dana", False)
    assert found.detail == {"objection": row.id, **commit(objection=[row])}


@pytest.mark.parametrize("by", ["Arlo", "Carl", "Sam", "Ada"])
def test_nobody_else_objects(here: Town, by: str) -> None:
    with pytest.raises(Forbidden):
        raise_one(here, by=by)


def test_an_objection_needs_words_a_record_and_a_key_of_that_party(here: Town, now: datetime) -> None:
    with pytest.raises(Invalid) as no:
        raise_one(here, words=" ")
    assert [issue.field for issue in no.value.issues] == ["words"]
    for key in (here.rows["Dora"].id, "nothing"):
        with pytest.raises(NotFound):
            actions.raise_objection(
                here.session, here.actor("Dana"), here.parties["agency"].id, words="x", key=key, at=now
            )
    here.parties["agency"].public_id = None
    here.session.flush()
    with pytest.raises(Refused, match="no public record"):
        raise_one(here)


def test_a_revoked_key_needs_no_objection(here: Town) -> None:
    who, row = here.actor("Anna"), here.rows["Carl"].id
    sheet = endings.offer_revocation(here.session, who, row, reason="Lost.", at=here.at)
    endings.revoke(here.session, who, row, credential=answered(sheet.options, here.keys["Anna"]), at=here.at)
    with pytest.raises(Refused, match="already revoked"):
        raise_one(here)


def test_one_at_a_time_to_one_thing(here: Town) -> None:
    row = raise_one(here)
    raise_one(here, key="")
    with pytest.raises(Refused, match="already"):
        raise_one(here, by="Dora")
    actions.answer(here.session, here.actor("Arlo"), row.id, words="He is.", at=here.at)
    raise_one(here, words="We still doubt it.")


def test_the_party_answers_in_words_and_only_once(here: Town) -> None:
    row = raise_one(here)
    for by in ("Dana", "Carl", "Abe"):
        with pytest.raises(Forbidden):
            actions.answer(here.session, here.actor(by), row.id, words="Yes.", at=here.at)
    with pytest.raises(Invalid):
        actions.answer(here.session, here.actor("Arlo"), row.id, words="", at=here.at)
    actions.answer(here.session, here.actor("Anna"), row.id, words="He was sworn in on 3 May.", at=here.at)
    assert (row.answer, row.answered_by, row.answered) == ("He was sworn in on 3 May.", "Anna", here.at)
    with pytest.raises(Refused, match="answered already"):
        actions.answer(here.session, here.actor("Arlo"), row.id, words="Yes.", at=here.at)
    assert queries.stands(row, 72, here.at + timedelta(hours=71))
    assert not queries.stands(row, 72, here.at + timedelta(hours=72))


def test_only_the_party_that_objected_withdraws(here: Town) -> None:
    row = raise_one(here)
    for by in ("Arlo", "Carl", "Sam"):
        with pytest.raises(Forbidden):
            actions.withdraw(here.session, here.actor(by), row.id, at=here.at)
    actions.withdraw(here.session, here.actor("Dora"), row.id, at=here.at)
    assert not queries.stands(row, 72, here.at)
    with pytest.raises(Refused, match="withdrawn already"):
        actions.withdraw(here.session, here.actor("Dora"), row.id, at=here.at)
    with pytest.raises(Refused, match="was withdrawn"):
        actions.answer(here.session, here.actor("Arlo"), row.id, words="Yes.", at=here.at)
    with pytest.raises(NotFound):
        actions.withdraw(here.session, here.actor("Dora"), "nothing", at=here.at)
