import re
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.workers.village import Village
from workers import letters
from workflow.core.errors import Refused
from workflow.history import actions as history
from workflow.parties.links import actions as links
from workflow.parties.models import LinkToken

pytestmark = pytest.mark.both_databases


def written(village: Village, kind: str, who: str, name: str, **more: object):
    world = village.world
    with village.acting() as session:
        event = history.record(
            session, kind, actor=village.actor("dana"), at=world.now, subject_id=world.who[who], **more
        )
        templates = village.kit.templates
        return letters.write(session, templates, name, event.id, world.who[who], key="k", at=world.now)


@pytest.mark.parametrize(
    ("kind", "name", "lasts"),
    [("link:requested", "sign_in", 15), ("person:invited", "invitation", 14 * 24 * 60)],
)
def test_the_link_works_once_and_its_secret_is_nowhere_else(
    village: Village, kind: str, name: str, lasts: int
) -> None:
    letter = written(village, kind, "chief", name)
    assert letter is not None
    (secret,) = set(re.findall(r"https://mou\.example\.gov/links/([\w-]{22})\b", letter.text))
    assert secret in letter.html and secret not in letter.subject
    with village.acting() as session:
        row = session.exec(select(LinkToken)).one()
        assert secret not in str(row.model_dump())
        assert row.expires == village.world.now + timedelta(minutes=lasts)
        assert (
            links.consume(session, secret, (name,), village.world.now).person_id == village.world.who["chief"]
        )
        with pytest.raises(Refused, match="used"):
            links.consume(session, secret, (name,), village.world.now)


def test_a_guests_link_opens_that_edition_alone(village: Village) -> None:
    world = village.world
    letter = written(
        village, "edition:guest:invited", "chief", "guest", mou_id=world.mou.id, edition_id=world.edition.id
    )
    assert letter is not None and "this one draft" in letter.text
    with village.acting() as session:
        assert session.exec(select(LinkToken.edition_id)).one() == world.edition.id
