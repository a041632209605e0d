import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workflow.evidence import tlog
from workflow.evidence.errors import Bad

# The public example key of the Go note package, so that our reading agrees with another implementation.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


@pytest.fixture
def key():
    return Ed25519PrivateKey.generate()


def opened(note, *keys):
    return tlog.open_checkpoint(note, keys)


def test_a_key_of_another_implementation_is_read():
    name, key_id, public = tlog.parse_vkey(PETER)
    assert (name, key_id.hex(), len(public)) == ("PeterNeumann", "c74f20a3", 32)


def test_a_checkpoint_is_signed_and_opened(key):
    vkey = tlog.vkey("example.org/log", key)
    note = tlog.sign_checkpoint("example.org/log", 12, b"r" * 32, key)
    assert note.startswith(
        "example.org/log\n12\n" + base64.b64encode(b"r" * 32).decode() + "\n\n\u2014 example.org/log "
    )
    found = opened(note, vkey)
    assert found == tlog.Checkpoint("example.org/log", 12, b"r" * 32, (vkey,))


def test_unknown_keys_before_the_known_one_are_passed_over(key):
    note = tlog.sign_checkpoint("example.org/log", 12, b"r" * 32, key)
    other = tlog.vkey("example.org/log", Ed25519PrivateKey.generate())
    assert opened(note, PETER, other, tlog.vkey("example.org/log", key)).size == 12


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note.replace("12\n", "13\n"),
        lambda note: note.replace("12\n", "012\n"),
        lambda note: note.replace("12\n", "12\nextension\n"),
        lambda note: note.replace("example.org/log\n", "example.net/log\n"),
        lambda note: note.replace("\u2014 example.org", "\u2014 example.net"),
        lambda note: note.replace("\n\n", "\n"),
        lambda note: note[:-1],
        lambda note: note + "\n",
        lambda note: note + "hello\n",
        lambda note: note + note.splitlines()[-1] + "\n",
        lambda note: note[:-3] + "B=\n" if note.endswith("A=\n") else note[:-2] + "==\n",
        lambda note: note.replace("cnJycn", "cnJyc!", 1),
        lambda note: note.replace("cnI=\n", "cnJ=\n"),
        lambda note: note.rsplit(" ", 1)[0] + " " + base64.b64encode(b"short").decode() + "\n",
        lambda note: "",
    ],
)
def test_a_changed_note_is_refused(key, change):
    note = tlog.sign_checkpoint("example.org/log", 12, b"r" * 32, key)
    changed = change(note)
    assert changed != note
    with pytest.raises(Bad) as refused:
        opened(changed, tlog.vkey("example.org/log", key))
    assert refused.value.code == "log.checkpoint"


def test_a_cosigner_under_another_name_is_not_the_log(key):
    note = tlog.sign_checkpoint("example.org/log", 12, b"r" * 32, key)
    line = tlog.sign_checkpoint("witness", 12, b"r" * 32, key).splitlines()[-1]
    with pytest.raises(Bad, match="witness"):
        opened(note + line + "\n", tlog.vkey("example.org/log", key), tlog.vkey("witness", key))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000",
        "na me+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER.replace("c74f20a3", "C74F20A3"),
        PETER + "=",
        PETER[:-1],
        PETER.replace("+AR", "+AB"),
    ],
)
def test_what_is_no_verifier_key_is_refused(text):
    with pytest.raises(Bad) as refused:
        tlog.parse_vkey(text)
    assert refused.value.code == "log.key"


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [("two words", 1, b"r" * 32), ("a+b", 1, b"r" * 32), ("a", -1, b"r" * 32), ("a", 1, b"r")],
)
def test_no_checkpoint_is_made_of_something_else(key, origin, size, root):
    with pytest.raises(ValueError, match="origin"):
        tlog.sign_checkpoint(origin, size, root, key)


def test_a_receipt_goes_and_comes_back(key):
    note = tlog.sign_checkpoint("example.org/log", 12, b"r" * 32, key)
    receipt = tlog.tlog_proof(3, [b"a" * 32, b"b" * 32], note)
    assert receipt.startswith("c2sp.org/tlog-proof@v1\nindex 3\n")
    assert tlog.open_tlog_proof(receipt) == (3, [b"a" * 32, b"b" * 32], note, b"")


def test_what_else_a_receipt_says_stands_where_the_standard_has_it(key):
    note = tlog.sign_checkpoint("example.org/log", 12, b"r" * 32, key)
    receipt = tlog.tlog_proof(3, [b"a" * 32], note, b"Dear board")
    assert receipt.split("\n")[:3] == ["c2sp.org/tlog-proof@v1", "extra RGVhciBib2FyZA==", "index 3"]
    assert tlog.open_tlog_proof(receipt) == (3, [b"a" * 32], note, b"Dear board")


@pytest.mark.parametrize(
    "receipt",
    [
        "",
        "c2sp.org/tlog-proof@v1\n\nnote",
        "c2sp.org/tlog-proof@v2\nindex 3\n\nnote",
        "c2sp.org/tlog-proof@v1\nindex 03\n\nnote",
        "c2sp.org/tlog-proof@v1\nindex 3",
        "c2sp.org/tlog-proof@v1\nindex 3\nAAAA\n\nnote",
        "c2sp.org/tlog-proof@v1\nindex 3\n!\n\nnote",
        "c2sp.org/tlog-proof@v1\nextra !\nindex 3\n\nnote",
        "c2sp.org/tlog-proof@v1\nindex 3\nextra RGVhciBib2FyZA==\n\nnote",
        "c2sp.org/tlog-proof@v1\nextra RGVhciBib2FyZA==\n\nnote",
    ],
)
def test_what_is_no_receipt_is_refused(receipt):
    with pytest.raises(Bad) as refused:
        tlog.open_tlog_proof(receipt)
    assert refused.value.code == "log.proof"


def test_what_a_checkpoint_says_is_read_whoever_signed_it(key):
    note = tlog.sign_checkpoint("log.example", 3, b"r" * 32, key)
    assert tlog.body(note) == ("log.example", 3, b"r" * 32)


@pytest.mark.parametrize("note", ["", "log.example\n3\n\nx", "log.example\n03\n" + "A" * 43 + "=\n\nx"])
def test_what_is_no_checkpoint_has_no_body(note):
    with pytest.raises(Bad) as refused:
        tlog.body(note)
    assert refused.value.code == "log.checkpoint"
