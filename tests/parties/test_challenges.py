"""A challenge is used once, by one person, for one purpose, in time."""

import json
import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from workflow.adapters.database import Database
from workflow.core.errors import Refused
from workflow.evidence.canonical import b64u
from workflow.evidence.envelope import challenge
from workflow.parties import challenges
from workflow.parties.models import Challenge

pytestmark = pytest.mark.both_databases
TYPE = "application/vnd.sro-mou.sign-in.v1+json"


def credential(asked: bytes) -> dict[str, Any]:
    said = b64u(json.dumps({"challenge": b64u(asked)}).encode())
    return {"rawId": "AAAA", "response": {"clientDataJSON": said}}


def test_a_challenge_is_the_hash_of_its_statement_and_goes_with_its_first_use(
    session: Session, now: datetime
) -> None:
    asked = challenges.put(session, "vouch:1", "p", TYPE, b"{}", now, {"a": [1]})
    assert asked == challenge(TYPE, b"{}")
    assert challenges.take(session, "vouch:1", "p", credential(asked), now) == (asked, b"{}", {"a": [1]})
    with pytest.raises(Refused, match="already used"):
        challenges.take(session, "vouch:1", "p", credential(asked), now)


@pytest.mark.parametrize(("purpose", "person"), [("vouch:2", "p"), ("vouch:1", "q"), ("vouch:1", "")])
def test_another_purpose_or_person_gets_nothing_and_spoils_nothing(
    session: Session, now: datetime, purpose: str, person: str
) -> None:
    asked = challenges.put(session, "vouch:1", "p", TYPE, b"{}", now, {})
    with pytest.raises(Refused):
        challenges.take(session, purpose, person, credential(asked), now)
    assert challenges.take(session, "vouch:1", "p", credential(asked), now).statement == b"{}"


def test_asking_again_renews_it(session: Session, now: datetime) -> None:
    for minutes in (0, 8):
        asked = challenges.put(session, "x", "p", TYPE, b"{}", now + timedelta(minutes=minutes), {})
    challenges.take(session, "x", "p", credential(asked), now + timedelta(minutes=17))
    assert session.exec(select(Challenge)).first() is None


def test_sixteen_at_once_use_it_once(database: Database, now: datetime) -> None:
    with database.writing() as session:
        asked = challenges.put(session, "x", "p", TYPE, b"{}", now, {})
    ready, came = threading.Barrier(16), []

    def use() -> None:
        ready.wait()
        try:
            with database.writing() as session:
                challenges.take(session, "x", "p", credential(asked), now)
            came.append(True)
        except Refused:
            came.append(False)

    people = [threading.Thread(target=use) for _ in range(16)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert sorted(came) == [False] * 15 + [True]


def test_what_nobody_answered_is_dropped(session: Session, now: datetime) -> None:
    challenges.put(session, "x", "p", TYPE, b"{}", now, {})
    challenges.forget(session, now)
    assert session.exec(select(Challenge)).first()
    challenges.forget(session, now + challenges.LASTS)
    assert session.exec(select(Challenge)).first() is None


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"response": 3}', "{" * 5000, "\ufeff{}"])
def test_no_answer_is_said_so(text: str) -> None:
    with pytest.raises(Refused, match="No answer"):
        challenges.read(text)


@pytest.mark.parametrize(
    "said", [b"", b"{}", b"[]", b'"x"', b'{"challenge": 3}', b'{"challenge": "AA"}', b"\xff"]
)
def test_broken_client_data_is_refused(said: bytes) -> None:
    with pytest.raises(Refused, match="broken"):
        challenges.asked_of({"response": {"clientDataJSON": b64u(said)}})
    with pytest.raises(Refused, match="broken"):
        challenges.member({"response": {"signature": 3}}, "signature")
