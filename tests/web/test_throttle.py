"""Doors that strangers reach rest after too many tries, counted by the database."""

import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.web.conftest import House
from workflow.parties.models import Throttle
from workflow.web import throttle
from workflow.web.throttle import LIMITS


@pytest.mark.both_databases
def test_sign_in_for_one_account_rests_after_ten_tries(house: House) -> None:
    client = house.client()
    answers = [
        client.post("/signing-in", data={"email": f" Ana@Example.org{' ' * (n % 2)}"}) for n in range(11)
    ]
    assert [a.status_code for a in answers] == [409] * 10 + [429]
    assert int(answers[-1].headers["retry-after"]) == 900
    assert "Try again in 15 minutes." in answers[-1].text
    assert client.post("/signing-in", data={"email": "ben@example.org"}).status_code == 409
    house.clock.move(timedelta(minutes=15))
    assert client.post("/signing-in", data={"email": "ana@example.org"}).status_code == 409


SPELLINGS = (
    "tess.fisher@exämple.org", "teſs.fisher@exämple.org", "TESS.ﬁsher@EXÄMPLE.ORG", "tess.fisher@xn--exmple-cua.org",
    " tess.fisher@exa\u0308mple.org",
)  # fmt: skip


def test_a_mailbox_has_one_limit_however_its_address_is_spelt(house: House) -> None:
    client = house.client()
    answers = [client.post("/signing-in", data={"email": SPELLINGS[n % 5]}).status_code for n in range(11)]
    assert answers == [409] * 10 + [429]


def counted(address: str) -> str:
    return throttle.limits("link:use", {"address": address})[0][0]


def test_a_network_has_one_limit_whichever_of_its_addresses_knocks() -> None:
    here = counted("2001:db8:1:2::1")
    assert counted("2001:db8:1:2:ffff:ffff:ffff:ffff") == here != counted("2001:db8:1:3::1")
    assert counted("203.0.113.7") == counted("::ffff:203.0.113.7") != counted("203.0.113.8")
    assert counted("not an address") != here


def test_tries_from_all_over_one_network_are_counted_together(house: House) -> None:
    tries = LIMITS["session:begin"][1].tries
    answers = [
        house.client(f"2001:db8:1:2::{n:x}").post("/signing-in", data={"email": f"p{n}@example.org"}).status_code
        for n in range(tries + 1)
    ]  # fmt: skip
    assert answers == [409] * tries + [429]
    assert house.client("2001:db8:1:3::1").post("/signing-in", data={"email": "p@x.org"}).status_code == 409


@pytest.mark.both_databases
def test_tries_at_the_same_moment_are_all_counted(house: House) -> None:
    limit, at = LIMITS["session:begin"][0], house.clock.now()

    def knock() -> None:
        for _ in range(5):
            with house.database.writing() as session:
                throttle.count(session, "one key", limit, at)

    threads = [threading.Thread(target=knock) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with house.database.reading() as session:
        assert session.exec(select(Throttle)).one().count == 30


def test_the_table_holds_nobody_s_address_and_forgets_after_a_day(house: House) -> None:
    house.client().post("/signing-in", data={"email": "ana@example.org"})
    with house.database.reading() as session:
        rows = session.exec(select(Throttle)).all()
    assert len(rows) == 2
    assert "ana" not in str(rows)
    with house.database.writing() as session:
        throttle.forget(session, house.clock.now() + timedelta(days=1, seconds=1))
    with house.database.reading() as session:
        assert not session.exec(select(Throttle)).all()
