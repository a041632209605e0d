import hashlib

import pytest

from tests.evidence.installation import START
from workflow.evidence import leaf
from workflow.evidence.canonical import b64u, dumps, lp
from workflow.evidence.errors import Bad
from workflow.evidence.statement import MEDIA

HASH = b64u(b"h" * 32)
PARTY = {
    "deployment": "d",
    "party": HASH,
    "seq": 0,
    "prev": "",
    "type": MEDIA["genesis"],
    "envelope": HASH,
    "at": START,
}
EDITION = {
    "deployment": "d",
    "mou": "m",
    "edition": 1,
    "seq": 1,
    "prev": HASH,
    "event": "frozen",
    "head": HASH,
    "at": START,
}


def test_leaf_data_and_leaf_hash_are_as_the_format_says():
    made = leaf.party_leaf(**PARTY)
    data = b"sro-mou/log-leaf/v1\0" + lp(dumps(made))
    assert leaf.leaf_data(made) == data
    assert leaf.leaf_id(made) == b64u(hashlib.sha256(b"\0" + data).digest())
    assert made["at"] == "2026-05-01T09:00:00Z" and made["kind"] == "party"


def test_an_edition_event_has_all_its_members():
    assert leaf.edition_leaf(**EDITION) == {
        "at": "2026-05-01T09:00:00Z",
        "deployment": "d",
        "edition": 1,
        "event": "frozen",
        "head": HASH,
        "kind": "edition",
        "mou": "m",
        "prev": HASH,
        "seq": 1,
        "slot": "",
        "subject": "",
    }


@pytest.mark.parametrize(
    ("make", "plain", "twist"),
    [
        (leaf.party_leaf, PARTY, {"type": "text/plain"}),
        (leaf.party_leaf, PARTY, {"party": "short"}),
        (leaf.edition_leaf, EDITION, {"event": "renamed"}),
        (leaf.edition_leaf, EDITION, {"seq": -1}),
    ],
)
def test_a_leaf_of_another_shape_is_not_made(make, plain, twist):
    with pytest.raises(Bad) as refused:
        make(**(plain | twist))
    assert refused.value.code == "chain.leaf"


def test_a_private_event_leaves_a_commitment_and_nothing_else():
    event = {"kind": "comment", "words": "Clause 2 is too wide."}
    made = leaf.private_leaf(b"s" * 32, event)
    commitment = hashlib.sha256(b"sro-mou/private-event/v1\0" + b"s" * 32 + lp(dumps(event))).digest()
    assert made == {"commitment": b64u(commitment)}
    assert made != leaf.private_leaf(b"t" * 32, event)
    with pytest.raises(ValueError, match="32 bytes"):
        leaf.private_leaf(b"s", event)


def test_a_publication_is_named_by_both_hashes():
    said = dumps({"core": b64u(b"c" * 32), "pdf": b64u(b"p" * 32)})
    found = hashlib.sha256(b"sro-mou/publication/v1\0" + said).digest()
    assert leaf.publication_hash(b"c" * 32, b"p" * 32) == b64u(found)


SERVICE = {"deployment": "d1", "event": "resumed", "at": START, "said": {"from": 5, "lost": 2, "to": 9}}


def test_what_the_service_says_of_itself_stands_in_clear():
    assert leaf.service_leaf(**SERVICE) == {
        "at": START.strftime("%Y-%m-%dT%H:%M:%SZ"), "deployment": "d1", "event": "resumed", "from": 5, "kind": "service", "lost": 2, "to": 9,
    }  # fmt: skip


def test_it_says_what_a_time_authority_gave_and_what_it_did_not():
    stamped = {"leaves": 5, "root": "A" * 43, "token": ""}
    for event, said in (
        ("stamped", stamped),
        ("stamped", stamped | {"token": "AAAA"}),
        ("untimed", {"subject": "A" * 43}),
    ):
        made = leaf.service_leaf(**(SERVICE | {"event": event, "said": said}))
        assert made == {**said, "at": made["at"], "deployment": "d1", "event": event, "kind": "service"}
    for said in (stamped | {"root": ""}, stamped | {"leaves": -1}, stamped | {"token": "?"}):
        with pytest.raises(Bad):
            leaf.service_leaf(**(SERVICE | {"event": "stamped", "said": said}))


@pytest.mark.parametrize(
    "twist", [{"event": "moved"}, {"said": {"from": 5, "to": 9}}, {"said": {"from": -1, "lost": 0, "to": 9}}]
)
def test_the_service_says_nothing_else(twist):
    with pytest.raises(Bad) as refused:
        leaf.service_leaf(**(SERVICE | twist))
    assert refused.value.code == "chain.leaf"
