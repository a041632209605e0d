"""An invitation that nobody has followed, and sending it again."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from tests.parties.kit import Town, town
from workflow.core.errors import Forbidden, Invalid, NotFound, Refused, TooMany
from workflow.parties import directory
from workflow.parties.appointments import actions, queries
from workflow.parties.links import actions as links
from workflow.parties.models import Appointment

pytestmark = pytest.mark.both_databases


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    return town(session, now)


@pytest.fixture
def lena(here: Town) -> Appointment:
    return actions.invite_person(
        here.session, here.actor("Abe"), here.parties["agency"].id, name="Lena Low", email="lena@example.org",
        office="sro", at=here.at,
    )  # fmt: skip


def shown(here: Town, made: Appointment, name: str = "Abe") -> dict:
    page = directory.party_page(here.session, here.actor(name), made.party_id, here.at)
    return next(one for one in page["offices"] if one["appointment"] == made.id)


def again(here: Town, made: Appointment, name: str = "Abe") -> Appointment:
    return actions.invite_again(here.session, here.actor(name), made.id, at=here.at)


def test_it_is_open_until_the_person_comes_in_and_only_administrators_see_that(
    here: Town, lena: Appointment
) -> None:
    assert shown(here, lena)["open"] and shown(here, lena)["link_until"] == here.at + queries.WORKS
    assert not shown(here, lena, "Carl")["open"]
    secret = links.issue(here.session, lena.person_id, "invitation", here.at)
    links.use_link(here.session, secret, here.at)
    assert not shown(here, lena)["open"]
    with pytest.raises(Refused, match="Lena Low has accepted"):
        again(here, lena)


def test_a_new_letter_kills_the_old_link_and_not_in_haste(here: Town, lena: Appointment) -> None:
    old = links.issue(here.session, lena.person_id, "invitation", here.at)
    with pytest.raises(TooMany) as haste:
        again(here, lena)
    assert haste.value.retry_after == 600
    here.at += actions.AGAIN_AFTER
    assert queries.last_invited(here.session, lena.party_id, lena.person_id) == here.at - actions.AGAIN_AFTER
    again(here, lena)
    assert queries.last_invited(here.session, lena.party_id, lena.person_id) == here.at
    with pytest.raises(Refused, match="expired"):
        links.use_link(here.session, old, here.at)
    new = links.issue(here.session, lena.person_id, "invitation", here.at)
    newest = links.issue(here.session, lena.person_id, "invitation", here.at)
    with pytest.raises(Refused, match="expired"):
        links.use_link(here.session, new, here.at)
    assert links.use_link(here.session, newest, here.at).person.entered == here.at


def test_an_expired_link_is_said_to_be_expired(here: Town, lena: Appointment) -> None:
    links.issue(here.session, lena.person_id, "invitation", here.at)
    here.at += queries.WORKS + timedelta(minutes=1)
    assert shown(here, lena)["open"] and shown(here, lena)["link_until"] is None


def test_only_an_administrator_of_the_party_sends_it(here: Town, lena: Appointment) -> None:
    here.at += timedelta(hours=1)
    for name in ("Ada", "Carl"):
        with pytest.raises(Forbidden):
            again(here, lena, name)
    with pytest.raises(NotFound):
        actions.invite_again(here.session, here.actor("Abe"), "nothing", at=here.at)


def test_inviting_twice_says_that_the_first_is_open(here: Town, lena: Appointment) -> None:
    with pytest.raises(Invalid, match="not accepted yet: send it again"):
        actions.invite_person(
            here.session, here.actor("Abe"), here.parties["agency"].id, name="Lena Low", email="lena@example.org",
            office="sro", at=here.at,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("by", "of", "name", "wrong"),
    [
        ("Abe", "Carl", "Karl", True), ("Abe", "Carl", "carl", False), ("Abe", "Carl", "", False),
        ("Ada", "Carl", "Karl", False), ("Ada", "Sam", "Tom", True),
    ],
)  # fmt: skip
def test_only_a_colleague_can_be_misnamed(here: Town, by: str, of: str, name: str, wrong: bool) -> None:
    found = queries.misnamed(here.session, here.actor(by), here.people[of], name)
    assert bool(found) is wrong and (not wrong or (of in found and name in found))
