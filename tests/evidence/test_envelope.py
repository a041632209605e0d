import hashlib

from hypothesis import given
from hypothesis import strategies as st

from workflow.evidence.canonical import b64u, dumps
from workflow.evidence.envelope import Assertion, challenge, envelope, envelope_hash, pae

TYPES = st.text("abc/.+", max_size=12)


def test_pre_authentication_encoding_is_that_of_dsse():
    """The example of the DSSE protocol document."""
    assert pae("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


@given(TYPES, st.binary(max_size=20), TYPES, st.binary(max_size=20))
def test_two_statements_share_an_encoding_only_if_they_are_the_same(one, said, other, told):
    assert (pae(one, said) == pae(other, told)) == ((one, said) == (other, told))


def test_the_challenge_is_the_hash_of_it():
    assert challenge("t", b"s") == hashlib.sha256(b"DSSEv1 1 t 1 s").digest()


def test_an_envelope_holds_statement_type_and_signatures():
    made = envelope("t", b"said", Assertion("k", b"a", b"c", b"s"))
    assert made == {
        "type": "t",
        "statement": b64u(b"said"),
        "signatures": [
            {"key": "k", "authenticator_data": b64u(b"a"), "client_data": b64u(b"c"), "signature": b64u(b"s")}
        ],
    }
    assert envelope_hash(made) == b64u(hashlib.sha256(b"sro-mou/envelope/v1\0" + dumps(made)).digest())
