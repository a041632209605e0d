"""What an agreement is called may be mended until it is fixed; its address until the public has it."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from tests.drafting.conftest import Sides, start_agreement
from workflow.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import EDITABLE, Status
from workflow.drafting import naming
from workflow.drafting.models import Edition, Mou
from workflow.drafting.naming import Names
from workflow.history.models import Event
from workflow.parties.models import Party


def standing(session: Session, sides: Sides, edition: Edition) -> Names:
    shown = naming.names_page(session, sides.dana, edition.id)["names"]
    return Names(shown["title"], shown["slug"], shown["summary"], tuple(shown["parties"]))


def said(session: Session) -> list[Event]:
    return list(session.exec(select(Event).where(Event.kind == EventKind.MOU_RENAMED)))


def renamed(names: Names, **changes: object) -> Names:
    return Names(**(vars(names) | changes))


@pytest.mark.both_databases
def test_title_address_and_summary_are_mended_with_one_event(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    names, version = standing(session, sides, edition), edition.lock_version
    wanted = renamed(
        names, title=" Officers  in Springfield schools ", slug="Springfield-SROs", summary="Who does what."
    )
    naming.rename(session, sides.lee, edition.id, names=wanted, base=names.base, at=now)
    mou = session.get_one(Mou, edition.mou_id)
    assert (edition.title, mou.title, mou.slug) == (
        *["Officers in Springfield schools"] * 2,
        "springfield-sros",
    )
    assert (mou.summary, edition.lock_version) == ("Who does what.", version + 1)
    (event,) = said(session)
    assert event.detail["changed"] == ["title", "slug", "summary"]


def test_saying_what_stands_records_nothing(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    naming.rename(session, sides.dana, edition.id, names=standing(session, sides, edition), at=now)
    assert said(session) == []


def test_a_stale_form_is_refused_with_both(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    names = standing(session, sides, edition)
    naming.rename(session, sides.lee, edition.id, names=renamed(names, title="One"), base=names.base, at=now)
    with pytest.raises(Conflict) as stale:
        naming.rename(
            session, sides.dana, edition.id, names=renamed(names, title="Two"), base=names.base, at=now
        )
    assert "Title: Two" in stale.value.mine and "Title: One" in stale.value.theirs


@pytest.mark.parametrize(("changes", "field"), [
    ({"title": ""}, "title"), ({"title": "A\u202eB"}, "title"), ({"slug": "x y"}, "slug"), ({"slug": "new"}, "slug"),
], ids=["no title", "a hidden character", "a space", "a word of ours"])  # fmt: skip
def test_what_cannot_stand_is_named_with_its_field(
    session: Session, sides: Sides, edition: Edition, now: datetime, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as no:
        naming.rename(
            session,
            sides.dana,
            edition.id,
            names=renamed(standing(session, sides, edition), **changes),
            at=now,
        )
    assert {issue.field for issue in no.value.issues} == {field}


def test_an_address_of_another_agreement_is_taken(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    other = session.get_one(Mou, start_agreement(session, sides, now).mou_id)
    with pytest.raises(Invalid, match="Another agreement has the address"):
        naming.rename(
            session,
            sides.dana,
            edition.id,
            names=renamed(standing(session, sides, edition), slug=other.slug),
            at=now,
        )


def test_parties_change_while_the_first_edition_is_drafted_and_not_after(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    names = standing(session, sides, edition)
    school = Party(
        kind="school", legal_name="Springfield High School", parent_id=sides.district.id, created=now
    )
    session.add(school)
    session.flush()
    more = renamed(names, parties=(*names.parties, school.id))
    naming.rename(session, sides.dana, edition.id, names=more, at=now)
    assert standing(session, sides, edition).parties == more.parties
    edition.status = Status.IN_REVIEW
    session.flush()
    naming.rename(session, sides.dana, edition.id, names=renamed(names, title="Another"), at=now)
    assert standing(session, sides, edition).parties == more.parties


def test_both_sides_stay_and_nobody_draws_up_an_agreement_between_others(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    names = standing(session, sides, edition)
    with pytest.raises(Invalid, match="law-enforcement agency"):
        naming.rename(
            session, sides.dana, edition.id, names=renamed(names, parties=(sides.district.id,)), at=now
        )
    with pytest.raises(Forbidden):
        between_others = (sides.elsewhere.id, sides.agency.id)
        naming.rename(session, sides.dana, edition.id, names=renamed(names, parties=between_others), at=now)


def test_an_address_the_public_has_is_for_ever(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    names = standing(session, sides, edition)
    session.add(
        Edition(mou_id=edition.mou_id, number=2, title="Next", status="published", created=now, changed=now)
    )
    session.flush()
    naming.rename(session, sides.dana, edition.id, names=renamed(names, slug="elsewhere", title="T"), at=now)
    assert standing(session, sides, edition).slug == names.slug
    assert not naming.names_page(session, sides.dana, edition.id)["may_move"]


@pytest.mark.parametrize("status", sorted(set(Status) - EDITABLE))
def test_from_the_freeze_on_nothing_changes(
    session: Session, sides: Sides, edition: Edition, now: datetime, status: Status
) -> None:
    names = standing(session, sides, edition)
    edition.status = status
    session.flush()
    with pytest.raises(Refused):
        naming.rename(session, sides.dana, edition.id, names=renamed(names, title="Another"), at=now)


def test_who_takes_no_part_finds_nothing(
    session: Session, sides: Sides, edition: Edition, now: datetime
) -> None:
    with pytest.raises(NotFound):
        naming.names_page(session, sides.pat, edition.id)
