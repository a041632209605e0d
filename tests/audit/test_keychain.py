"""The keys as links and events leave them, replayed without any row but the terms they were made for."""

from typing import Any

from workflow.audit.keychain import Key, Keychain
from workflow.audit.people import Chains
from workflow.audit.told import Told
from workflow.core.events import EventKind

RECORD = {"alg": "ES256"}
Said = dict[str, Any]


def day(number: int) -> str:
    return f"2026-05-{number:02}T12:00:00Z"


def said(number: int, act: str, **more: Any) -> Said:
    return {"act": act, "event": number, "link": f"l{number}", "time": day(number), "chain": "agency", **more}


def claim(number: int, key: str, office: str = "chief", start: str = "2026-05-01") -> Said:
    more = {"person": "carl", "office": office, "capacity": "holder", "from": start}
    return said(number, "enrolment-claim", new_key={**RECORD, "id": key}, **more)


def event(number: int, kind: EventKind, row: str) -> Said:
    return {"id": number, "kind": kind, "at": day(number), "detail": {"key": row}}


def replayed(
    *links: Said, events: tuple[Said, ...] = (), terms: dict[str, str] | None = None
) -> dict[str, Key]:
    rows = {f"k{n}": {"id": f"r{n}", "appointment_id": (terms or {}).get(f"k{n}", "a1")} for n in range(1, 5)}
    return Keychain(rows).replay(Chains(said=list(links)), Told(events)).keys


VOUCHED = (claim(1, "k1"), said(2, "enrolment-vouch", claim="l1"))


def test_a_claim_opens_nothing_and_a_vouch_does() -> None:
    (claimed,) = replayed(VOUCHED[0]).values()
    assert (claimed.state, claimed.claim, claimed.enrolment, claimed.vouched) == ("claimed", "l1", "", None)
    (key,) = replayed(*VOUCHED).values()
    assert (key.state, key.enrolment, key.claimed, key.vouched) == ("vouched", "l2", day(1), day(2))


def test_founders_come_with_the_genesis() -> None:
    two = [{"key": {**RECORD, "id": f"k{n}"}, "person": f"p{n}"} for n in (1, 2)]
    keys = replayed(said(1, "genesis", registrars=two))
    assert {(key.state, key.claim, key.enrolment, key.office) for key in keys.values()} == {
        ("vouched", "l1", "l1", "registrar")
    }


def test_a_revoked_key_stays_so_from_its_first_day_on() -> None:
    gone = said(3, "key-revoked", revoked="k1", compromised_since=day(2))
    (key,) = replayed(*VOUCHED, gone, said(4, "office-end", subject="carl", subject_office="chief")).values()
    assert (key.state, key.revoked, key.compromised) == ("revoked", day(3), day(2))


def test_a_term_ends_with_all_its_keys_and_with_none_of_another_office() -> None:
    end = said(5, "office-end", subject="carl", subject_office="chief")
    keys = replayed(*VOUCHED, claim(3, "k2"), claim(4, "k3", "sheriff"), end)
    assert [(key.state, key.revoked) for key in keys.values()] == [
        ("revoked", day(5)), ("revoked", day(5)), ("claimed", None),
    ]  # fmt: skip


def test_of_two_terms_of_one_office_either_may_have_ended() -> None:
    end = said(4, "office-end", subject="carl", subject_office="chief")
    keys = replayed(*VOUCHED, claim(3, "k2", start="2026-06-01"), end, terms={"k2": "a2"})
    assert [(key.state, key.ended) for key in keys.values()] == [("vouched", [day(4)]), ("claimed", [day(4)])]


def test_a_recovered_key_counts_when_it_was_completed_and_the_lost_one_is_over() -> None:
    links = (*VOUCHED, claim(4, "k2"), said(5, "recovery", claim="l4", lost=["k1"]))
    lost = event(3, EventKind.KEY_LOST, "r1")
    old, new = replayed(*links, events=(lost,)).values()
    assert (old.state, old.lost, new.state, new.enrolment) == ("vouched", day(3), "claimed", "l5")
    old, new = replayed(*links, events=(event(8, EventKind.RECOVERY_COMPLETED, "r2"),)).values()
    assert (old.state, old.lost, old.revoked) == ("revoked", day(5), day(8))
    assert (new.state, new.vouched) == ("vouched", day(5))


def test_links_and_events_about_keys_that_nobody_claimed_change_nothing() -> None:
    strange = (
        said(3, "enrolment-vouch", claim="x"), said(4, "key-revoked", revoked="x"), said(5, "recovery", claim="x", lost=["y"]),
        said(6, "office-end", subject="x", subject_office="chief"), said(7, "acceptance"),
    )  # fmt: skip
    (key,) = replayed(*VOUCHED, *strange, events=(event(8, EventKind.KEY_LOST, "x"),)).values()
    assert (key.state, key.lost) == ("vouched", None)
