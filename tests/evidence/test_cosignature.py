"""Cosignatures: read and written as the specification has them, and good for one checkpoint alone."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workflow.evidence import cosignature, tlog
from workflow.evidence.cosignature import Cosignature
from workflow.evidence.errors import Bad

LOG = Ed25519PrivateKey.generate()
KEY = Ed25519PrivateKey.generate()
NOTE = tlog.sign_checkpoint("example.com/log", 7, b"r" * 32, LOG)
VKEY = cosignature.vkey("witness.example.org/w1", KEY)

# The example of C2SP tlog-cosignature, which gives no public key but fixes where the time stands in a line.
EXAMPLE = "\u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA=="


def made(note=NOTE, time=1679315147):
    return cosignature.cosign(note, "witness.example.org/w1", KEY, time)


def test_it_is_the_message_of_the_specification_word_for_word():
    body = NOTE[: NOTE.index("\n\n") + 1]
    message = f"cosignature/v1\ntime 1679315147\n{body}".encode()
    KEY.public_key().verify(made().signature, message)


def test_the_specifications_own_line_is_read():
    name, data = tlog.read_signature_line(EXAMPLE)
    assert (name, len(data), int.from_bytes(data[4:12], "big")) == ("witness.example.com/w1", 76, 1679315147)


def test_a_line_is_read_as_it_was_written():
    one = made()
    line = one.line()
    assert line.startswith("\u2014 witness.example.org/w1 ") and line.endswith("\n")
    assert cosignature.read_line(line[:-1], VKEY) == one
    assert Cosignature.of(one.members()) == one and cosignature.MEMBERS(one.members()) == ""
    cosignature.check(NOTE, one)


def test_the_witness_lines_of_a_note_do_not_disturb_the_log():
    note = NOTE + made().line()
    assert tlog.own_lines(note) == NOTE and tlog.own_lines(NOTE) == NOTE
    cosignature.check(note, made())
    with pytest.raises(Bad, match="not a log key we know"):
        tlog.open_checkpoint(note, [tlog.vkey("example.com/log", LOG)])


@pytest.mark.parametrize(
    "note",
    [
        NOTE.replace("\n7\n", "\n8\n"),
        NOTE.replace("example.com/log\n", "example.net/log\n"),
        tlog.sign_checkpoint("example.com/log", 7, b"s" * 32, LOG),
    ],
)
def test_it_is_good_for_no_other_checkpoint(note):
    with pytest.raises(Bad, match="does not fit the checkpoint") as bad:
        cosignature.check(note, made())
    assert bad.value.code == "log.witnesses"


@pytest.mark.parametrize(
    "change", [{"time": 1}, {"signature": bytes(64)}, {"key": cosignature.vkey("w", LOG)}]
)
def test_no_part_of_it_can_be_changed(change):
    with pytest.raises(Bad) as bad:
        cosignature.check(NOTE, Cosignature(**{**vars(made()), **change}))
    assert bad.value.code == "log.witnesses"


@pytest.mark.parametrize(
    "key", [tlog.vkey("witness.example.org/w1", KEY), "nonsense"], ids=["a log's", "none"]
)
def test_a_key_of_another_type_is_no_witness(key):
    with pytest.raises(Bad) as bad:
        cosignature.check(NOTE, Cosignature(key, 1, bytes(64)))
    assert bad.value.code == "log.witnesses"


@pytest.mark.parametrize(
    "line",
    [
        tlog.signature_line("other", bytes(76))[:-1],
        tlog.signature_line("witness.example.org/w1", bytes(76))[:-1],
        made().line().strip() + "AAAA",
        NOTE.split("\n\n")[1].strip(),
    ],
)
def test_a_line_of_somebody_else_is_refused(line):
    with pytest.raises(Bad):
        cosignature.read_line(line, VKEY)


def test_a_time_that_no_package_can_hold_is_refused():
    with pytest.raises(Bad, match="a time that there is not"):
        cosignature.read_line(made(time=2**53).line()[:-1], VKEY)


def test_a_name_with_spaces_is_no_name():
    with pytest.raises(Bad):
        cosignature.vkey("my witness", KEY)
