"""What a witness signs, and each thing that it does not, by the code of its refusal."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from workflow.evidence import merkle, tlog, witness
from workflow.evidence.errors import Bad
from workflow.evidence.witness import Seen

KEY, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
ORIGIN = "example.com/log"
LOGS = {ORIGIN: tlog.vkey(ORIGIN, KEY)}


class Log:
    """A log of small leaves; `word` makes another one."""

    def __init__(self, word="leaf"):
        self.hashes = [merkle.leaf_hash(b"%s %d" % (word.encode(), n)) for n in range(40)]

    def node(self, level, number):
        if level == 0:
            return self.hashes[number]
        return merkle.node_hash(self.node(level - 1, 2 * number), self.node(level - 1, 2 * number + 1))

    def root(self, size):
        return merkle.root(size, self.node)

    def note(self, size, key=KEY):
        return tlog.sign_checkpoint(ORIGIN, size, self.root(size), key)

    def proof(self, old, new):
        return merkle.consistency(old, new, self.node) if 0 < old < new else []


GOOD, FORKED = Log(), Log("fork")


def seen(size):
    return {ORIGIN: Seen(size, GOOD.root(size))} if size else {}


@given(st.integers(0, 40), st.integers(0, 40))
def test_whatever_continues_what_was_seen_is_signed(one, two):
    old, new = sorted((one, two))
    said = witness.judge(GOOD.note(new), LOGS, seen(old), old, GOOD.proof(old, new))
    assert (said.size, said.root) == (new, GOOD.root(new))


@given(st.integers(1, 39))
def test_a_forked_log_is_never_signed(old):
    """The other log is longer, and comes with its own good proof, and with ours."""
    for proof in (FORKED.proof(old, 40), GOOD.proof(old, 40), []):
        with pytest.raises(Bad) as bad:
            witness.judge(FORKED.note(40), LOGS, seen(old), old, proof)
        assert bad.value.code == "witness.proof"


REFUSED = {
    "another log": ({"note": GOOD.note(9).replace(ORIGIN, "example.net/log")}, "witness.origin"),
    "another key": ({"note": GOOD.note(9, OTHER)}, "witness.signature"),
    "no checkpoint": ({"note": ORIGIN + "\n"}, "witness.signature"),
    "a log that shrinks": ({"note": GOOD.note(4), "old": 5}, "witness.old"),
    "somebody else's memory": ({"old": 4}, "witness.behind"),
    "a beginning, once there was one": ({"old": 0}, "witness.behind"),
    "two logs of one size": ({"note": FORKED.note(5), "proof": []}, "witness.forked"),
    "a proof of something else": ({"proof": GOOD.proof(4, 9)}, "witness.proof"),
    "no proof": ({"proof": []}, "witness.proof"),
    "a proof where none is due": ({"note": GOOD.note(5), "proof": [bytes(32)]}, "witness.proof"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_everything_else_is_refused(case):
    change, code = REFUSED[case]
    asked = {"note": GOOD.note(9), "old": 5, "proof": GOOD.proof(5, 9), **change}
    with pytest.raises(Bad) as bad:
        witness.judge(asked["note"], LOGS, seen(5), asked["old"], asked["proof"])
    assert bad.value.code == code


def test_a_first_sight_needs_no_proof_and_takes_none():
    assert witness.judge(GOOD.note(9), LOGS, {}, 0, []).size == 9
    with pytest.raises(Bad) as bad:
        witness.judge(GOOD.note(9), LOGS, {}, 0, [bytes(32)])
    assert bad.value.code == "witness.proof"


def test_what_it_saw_itself_is_held_against_a_log_that_shrank():
    said = tlog.open_checkpoint(GOOD.note(4), [LOGS[ORIGIN]])
    with pytest.raises(Bad, match="leaves were taken away") as bad:
        witness.continues(Seen(5, GOOD.root(5)), said, [])
    assert bad.value.code == "witness.truncated"


def test_signatures_of_others_are_passed_over():
    note = GOOD.note(9) + tlog.signature_line("somebody.else", bytes(76))
    assert witness.judge(note, LOGS, {}, 0, []).size == 9


@given(st.integers(0, 39))
def test_a_request_is_read_as_it_was_written(old):
    proof, note = GOOD.proof(old, 40), GOOD.note(40)
    assert witness.read_request(witness.request(old, proof, note)) == (old, proof, note)


@pytest.mark.parametrize(
    "text",
    ["", "old 1", "old 01\n\nnote", "old -1\n\nnote", "new 1\n\nnote", "old 1\nQQ==\n\nnote", "old 1\n!\n\nnote", "old 1\n" + "\n".join(["A" * 43 + "="] * 64) + "\n\nnote"],
)  # fmt: skip
def test_what_is_no_request_is_refused(text):
    with pytest.raises(Bad) as bad:
        witness.read_request(text)
    assert bad.value.code == "witness.request"
