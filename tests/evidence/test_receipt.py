"""What a receipt says beside its proof is held against the leaf that the proof leads to."""

import pytest

from tests.evidence.factory import good_package
from workflow.evidence import receipt
from workflow.evidence.canonical import dumps, loads, unb64u
from workflow.evidence.errors import Bad
from workflow.evidence.fingerprint import fingerprint


@pytest.fixture(scope="module")
def signed():
    package = loads(good_package()[0])
    return next(entry for entry in package["edition_chain"] if entry["leaf"]["event"] == "signed")


def test_it_says_what_was_signed_on_which_text(signed):
    said = receipt.read(receipt.extra(signed["leaf"], signed["envelope"]))
    assert said["leaf"] == signed["leaf"] and said["envelope"] == signed["envelope"]
    assert said["fingerprint"] == fingerprint(unb64u(signed["leaf"]["head"]))


@pytest.mark.parametrize("what", ["fingerprint", "head", "statement"])
def test_words_or_a_statement_of_another_leaf_are_refused(signed, what):
    said = loads(receipt.extra(signed["leaf"], signed["envelope"]))
    if what == "fingerprint":
        said["fingerprint"] = "acorn " + said["fingerprint"]
    elif what == "head":
        said["leaf"]["head"] = "A" * 43
    else:
        said["envelope"]["statement"] = "e30"
    with pytest.raises(Bad, match="not those of the leaf") as refused:
        receipt.read(dumps(said))
    assert refused.value.code == "log.proof"


@pytest.mark.parametrize("data", [b"", b"Dear board", b"[]", b'{"leaf":{}}', b'{"leaf": 1}'])
def test_what_says_nothing_of_the_kind_is_refused(data):
    with pytest.raises(Bad) as refused:
        receipt.read(data)
    assert refused.value.code == "log.proof"
