"""A vote is typed and checked before it is signed: the rows say all of it, and nothing is written down on the way."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlmodel import select

from tests.signing import world as worlds
from tests.signing.corrections import amending
from tests.signing.test_adopting import GOOD, adopt, offered
from workflow.core.errors import Forbidden, Invalid, NotFound, Refused
from workflow.evidence import statement
from workflow.evidence.canonical import b64u
from workflow.history.models import Event
from workflow.signing.votes import page

DIGEST = bytes(range(32))


@pytest.fixture
def world(session):
    return worlds.build(session, body=True)


def checked(session, world, event, now, minutes=GOOD, name="clerk", body="body-1"):
    return page.check(session, world.actor(session, name, now), event.id, body, minutes, now)


def test_the_check_says_every_line_that_is_signed_and_leads_back_to_each(session, world, now):
    event = world.freeze(session, now)
    vote = checked(session, world, event, now)["vote"]
    rows = {row["name"]: (row["lines"], urlsplit(row["change"])) for row in vote["rows"]}
    assert {name: lines for name, (lines, _) in rows.items()} == {
        "Body": ["Springfield School Board"],
        "Day of the meeting": ["Tuesday 12 May 2026"],
        "Item of the agenda": ["Item 7.2"],
        "Resolution": ["Resolution 2026-14"],
        "Votes": ["5 for, 1 against, 1 abstaining"],
        "Authorized with the vote": ["No change of the text"],
        "File of the minutes (SHA-256)": ["None given"],
        "Fingerprint of the text": [rows["Fingerprint of the text"][0][0]],
    }
    assert len(rows["Fingerprint of the text"][0][0].split()) == 12
    back = rows["Resolution"][1]
    assert (back.path, back.fragment) == (f"/signing-events/{event.id}/votes/body-1", "f-resolution")
    assert dict(parse_qsl(back.query)) == {
        "meeting": "2026-05-12", "item": "Item 7.2", "resolution": "Resolution 2026-14", "yes": "5", "no": "1", "abstain": "1",
    }  # fmt: skip
    assert "cannot be changed" in vote["final"] and "reopen the text" in vote["final"]


def test_looking_and_checking_write_nothing(session, world, now):
    event = world.freeze(session, now)
    before = len(session.exec(select(Event.id)).all())
    clerk = world.actor(session, "clerk", now)
    page.typing(session, clerk, event.id, "body-1", GOOD, now)
    assert page.checked(session, clerk, event.id, "body-1", GOOD, now).endswith("&yes=5&no=1&abstain=1")
    checked(session, world, event, now)
    session.flush()
    assert len(session.exec(select(Event.id)).all()) == before


def test_what_was_typed_comes_back_into_the_form(session, world, now):
    event = world.freeze(session, now)
    clerk = world.actor(session, "clerk", now)
    value = page.typing(session, clerk, event.id, "body-1", replace(GOOD, no="", gave="yes"), now)
    assert value["typed"] == {
        "meeting": "2026-05-12", "item": "Item 7.2", "resolution": "Resolution 2026-14", "yes": "5", "no": "0", "abstain": "1",
        "gave": "yes", "minutes": "",
    }  # fmt: skip
    assert value["body"] == "Springfield School Board"


@pytest.mark.parametrize("words", [DIGEST.hex(), DIGEST.hex().upper(), f" {b64u(DIGEST)} "])
def test_the_hash_of_the_minutes_is_signed_with_the_vote(session, world, now, words):
    event = world.freeze(session, now)
    minutes = replace(GOOD, minutes=words)
    assert checked(session, world, event, now, minutes)["vote"]["rows"][6]["lines"] == [DIGEST.hex()]
    said = statement.read(
        "adoption", offered(session, world, event, now, minutes=minutes)["statement"].encode()
    )
    assert said["minutes"] == b64u(DIGEST)


@pytest.mark.parametrize("words", ["x" * 64, "ab " * 21 + "a", "abc", DIGEST.hex()[:-1], "é"])
def test_what_is_no_hash_is_named_at_its_field(session, world, now, words):
    event = world.freeze(session, now)
    with pytest.raises(Invalid, match="64 digits") as no:
        checked(session, world, event, now, replace(GOOD, minutes=words))
    assert [issue.field for issue in no.value.issues] == ["minutes"]


def test_the_authority_given_with_the_vote_is_a_row_of_its_own(session, world, now):
    amending.delegate(session, world, now)
    event = world.freeze(session, now)
    given = checked(session, world, event, now, replace(GOOD, gave="yes"))["vote"]["rows"][5]
    assert given["lines"][0].startswith("Springfield School Board may allow the Superintendent of ")
    assert given["change"].endswith("&gave=yes#f-gave")
    assert checked(session, world, event, now)["vote"]["rows"][5]["lines"] == ["No change of the text"]


def test_only_the_clerk_comes_here_and_once(session, world, now):
    event = world.freeze(session, now)
    with pytest.raises(Forbidden):
        checked(session, world, event, now, name="chief")
    with pytest.raises(NotFound):
        checked(session, world, event, now, body="body-9")
    adopt(session, world, event, now)
    with pytest.raises(Refused):
        checked(session, world, event, now)
