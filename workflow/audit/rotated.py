"""Every key that policies name, after the first of its kind, was named by the key before it, in the log itself."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from workflow.adapters.keystore import ANNOUNCED, PUBLICATION
from workflow.adapters.rotations import PublicKey, Turn
from workflow.audit.findings import Finding
from workflow.evidence import rotation, tlog
from workflow.evidence.errors import Bad
from workflow.evidence.keyrecord import key_id


def findings(
    stated: Sequence[Mapping[str, Any]], keys: Sequence[str], publishers: Sequence[Turn] = ()
) -> Iterator[Finding]:
    """`stated`: the leaves of rotations in the order of the log; `keys`: the log's vkeys, and `publishers` the publication keys,
    oldest first."""
    own = [("log's", key, _spki(_read(key))) for key in keys]
    theirs = [("publication", key_id(spki), spki) for spki in (_spki(one.public) for one in publishers)]
    publics = {key_id(spki): spki for _, _, spki in (*own, *theirs)}
    asked = [one for one in stated if one["key"] in ANNOUNCED and (publishers or one["key"] != PUBLICATION)]
    named: set[bytes] = set()
    for leaf in asked:
        try:
            if leaf["old"] not in publics:
                raise Bad("rotation.signature", "a key that is none of the log's was replaced")
            named.add(rotation.check(dict(leaf), publics[leaf["old"]]))
        except Bad as bad:
            yield Finding("key.rotation", f"the rotation of {leaf['at']}: {bad.words}")
    for whose, name, spki in (*_later(own), *theirs[1:]):
        if spki not in named:
            yield Finding("key.unnamed", f"no key before it named the {whose} key {name}")


def _later(own: Sequence[tuple[str, str, bytes]]) -> list[tuple[str, str, bytes]]:
    """All but the first of each kind."""
    kinds = [tlog.kind_of(key) for _, key, _ in own]
    return [one for number, one in enumerate(own) if kinds[number] in kinds[:number]]


def _read(vkey: str) -> PublicKey:
    kind = tlog.kind_of(vkey)
    read = MLDSA44PublicKey if kind == tlog.MLDSA44 else Ed25519PublicKey
    return read.from_public_bytes(tlog.parse_vkey(vkey, kind)[2])


def _spki(public: PublicKey) -> bytes:
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
