"""Vectors about one signature: what was signed, and what browser and authenticator say of it."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.evidence import factory
from tests.evidence.factory import ORIGIN, RP_ID, Cast, finish
from tests.vectors.case import Cases, Made, bad, good, out
from workflow.evidence import statement
from workflow.evidence.canonical import b64u, dumps, loads, sha256
from workflow.evidence.envelope import Assertion, challenge, envelope
from workflow.evidence.statement import MEDIA

APPROVAL = MEDIA["approval"]
Change = Callable[[bytes], bytes]


def cases() -> Cases:
    yield from _statements()
    yield from _assertions()
    yield from _values()


def _statements() -> Cases:
    twists: list[tuple[str, str, str, dict[str, Any]]] = [
        ("approved-another-head", "of another text", "statement.binding", {"head": b64u(b"h" * 32)}),
        ("approved-another-mou", "of another agreement", "statement.binding", {"mou": "b2" * 10}),
        ("approved-another-edition", "of another edition", "statement.binding", {"edition": 2}),
        ("another-title", "an office printed differently", "signer.office", {"title": "Sheriff"}),
        (
            "another-origin",
            "made on another page",
            "signature.origin",
            {"origin": "https://countersign.evil"},
        ),
        ("unknown-party-state", "a link that is not there", "signer.state", {"party_state": b64u(b"e" * 32)}),
    ]
    for name, about, code, twist in twists:
        yield bad(name, f"an approval {about}", code, finish(factory.frozen(), **twist))
    cast = factory.frozen()
    now = cast.world.now
    late = finish(cast, issued=now - timedelta(hours=2), expires=now - timedelta(hours=1))
    yield bad("expired", "an approval recorded after it had expired", "statement.expired", late)
    cast = factory.frozen()
    cast.world.wait(days=61)
    yield bad("after-last-day", "signed after the manifest's last day", "statement.expired", finish(cast))
    yield bad("nonce-twice", "one signature recorded twice", "statement.nonce", _twice())
    yield bad("decline-as-signed", "a decline recorded as a signature", "statement.type", _decline_signed())
    yield bad("decline-relabelled", "a decline under the type of an approval", "statement.members", _relabelled())  # fmt: skip
    yield bad("sign-in-as-approval", "a sign-in passed off as an approval", "signature.challenge", _sign_in())
    yield bad("statement-space", "a space after the statement", "statement.json", _said(lambda said: said + b" "))  # fmt: skip
    yield bad("statement-member", "a member too many in it", "statement.members", _said(lambda said: dumps(loads(said) | {"note": "hello"})))  # fmt: skip
    yield bad("another-intent", "a sentence of its own", "statement.members", _said(lambda said: dumps(loads(said) | {"intent": "I have seen this text."})))  # fmt: skip
    cast = factory.frozen()
    both = finish(cast, forge=lambda said: cast.world.seal("approval", said, cast.chief.key, cast.superintendent.key))  # fmt: skip
    yield bad("two-signatures", "two signatures on one approval", "signature.count", both)


def _twice() -> Made:
    cast = factory.frozen()
    world = cast.world
    world.approve(cast.chief, "s1")
    world.approve(cast.superintendent, "s2")
    first = world.edition_chain[1]
    world.event("signed", "s1", first.leaf["subject"], first.envelope)
    world.event("executed")
    return out(cast)


def _decline_signed() -> Made:
    cast = factory.frozen()
    cast.world.decline(cast.chief, "s1", event="signed")
    cast.world.approve(cast.superintendent, "s2")
    cast.world.event("executed")
    return out(cast)


def _relabelled() -> Made:
    cast = factory.frozen()
    world, chief = cast.world, cast.chief

    def forge(said: bytes) -> dict[str, Any]:
        declined = statement.decline(world.common(chief), **world.about(chief, "s1"), reason="No.")
        return world.seal("decline", declined, chief.key) | {"type": APPROVAL}

    return finish(cast, forge=forge)


def _sign_in() -> Made:
    cast = factory.frozen()
    world = cast.world

    def forge(said: bytes) -> dict[str, Any]:
        asked = statement.ceremony(
            "sign-in",
            deployment=world.deployment,
            rp_id=RP_ID,
            nonce=b"n" * 32,
            issued=world.now,
            expires=world.now + timedelta(minutes=5),
            purpose="sign-in",
        )
        answer = cast.chief.key.sign(challenge(MEDIA["sign-in"], asked), rp_id=RP_ID, origin=ORIGIN)
        return envelope(APPROVAL, said, answer)

    return finish(cast, forge=forge)


def _said(change: Change) -> Made:
    cast = factory.frozen()
    return finish(cast, forge=lambda said: cast.world.seal("approval", change(said), cast.chief.key))


def _same(data: bytes) -> bytes:
    return data


def _forged(data: Change = _same, client: Change = _same, value: Change = _same, **ready: Any) -> Made:
    """The chief's own key signs, but one of the three parts is made to measure."""
    cast: Cast = factory.frozen(factory.ready(**ready))
    key = cast.chief.key

    def forge(said: bytes) -> dict[str, Any]:
        honest = key.sign(challenge(APPROVAL, said), rp_id=RP_ID, origin=ORIGIN)
        auth, browser = data(honest.authenticator_data), client(honest.client_data)
        signature = value(key.sign_bytes(auth + sha256(browser)))
        return envelope(APPROVAL, said, Assertion(key.id, auth, browser, signature))

    return finish(cast, forge=forge)


def _flags(value: int) -> Change:
    return lambda data: data[:32] + bytes([value]) + data[33:]


def _member(name: str, value: object) -> Change:
    return lambda data: json.dumps(json.loads(data) | {name: value}).encode()


def _nested(depth: int) -> list[Any]:
    return [_nested(depth - 1)] if depth > 1 else []


def _assertions() -> Cases:
    for name, flags in {"no-uv": 0x01, "no-up": 0x04, "be-appeared": 0x0D, "bs-alone": 0x15, "at": 0x45, "ed": 0x85}.items():  # fmt: skip
        yield bad(f"flags-{name}", f"authenticator flags {flags:#04x}", "signature.flags", _forged(_flags(flags)))  # fmt: skip
    rp = _forged(lambda data: sha256(b"evil.example") + data[32:])
    yield bad("another-rp", "the hash of another relying party", "signature.rp", rp)
    clients: list[tuple[str, str, Change]] = [
        ("create", "signature.client_data", _member("type", "webauthn.create")),
        ("challenge", "signature.challenge", _member("challenge", b64u(b"c" * 32))),
        ("cross-origin", "signature.origin", _member("crossOrigin", True)),
        ("cross-origin-null", "signature.origin", _member("crossOrigin", None)),
        ("top-origin-null", "signature.origin", _member("topOrigin", None)),
        ("deep", "signature.client_data", _member("extra", _nested(16))),
        ("top-origin", "signature.origin", _member("topOrigin", ORIGIN)),
        ("twice", "signature.client_data", lambda data: data[:-1] + b',"type":"webauthn.get"}'),
    ]
    for name, code, client in clients:
        yield bad(f"client-{name}", "what the browser says it was asked", code, _forged(client=client))
    yield good(
        "good-client-nested",
        "lists in one another, as deep as may be",
        _forged(client=_member("extra", _nested(15))),
    )
    yield good(
        "good-client-number",
        "a number of any length",
        _forged(client=lambda data: data[:-1] + b',"n":' + b"9" * 5000 + b"}"),
    )
    extra = _forged(client=_member("other_keys_can_be_added_here", "do not compare"))
    yield good("good-client-extra", "a member of the browser's own", extra)


def _values() -> Cases:
    def flip(signature: bytes) -> bytes:
        return signature[:-1] + bytes([signature[-1] ^ 1])

    for alg in ("ES256", "EdDSA", "RS256"):
        yield bad(f"value-{alg.lower()}", "one bit of the signature", "signature.value", _forged(value=flip, alg=alg))  # fmt: skip
    padded = _forged(value=lambda der: der[:1] + b"\x81" + der[1:])
    yield bad("value-long-length", "DER with a length in long form", "signature.value", padded)
    yield bad("value-trailing", "one byte after the DER", "signature.value", _forged(value=lambda der: der + b"\0"))  # fmt: skip
