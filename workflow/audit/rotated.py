"""Every key of the log after the first was named by the key before it, in the log itself."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from workflow.adapters.keystore import LOG_KINDS
from workflow.audit.findings import Finding
from workflow.evidence import rotation, tlog
from workflow.evidence.errors import Bad
from workflow.evidence.keyrecord import key_id


def findings(stated: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> Iterator[Finding]:
    """`stated`: the leaves of rotations in the order of the log; `keys`: the log's vkeys, oldest first."""
    publics = {key_id(spki): spki for spki in map(_spki, keys)}
    named: set[bytes] = set()
    for leaf in (one for one in stated if one["key"] in LOG_KINDS):
        try:
            if leaf["old"] not in publics:
                raise Bad("rotation.signature", "a key that is none of the log's was replaced")
            named.add(rotation.check(dict(leaf), publics[leaf["old"]]))
        except Bad as bad:
            yield Finding("key.rotation", f"the rotation of {leaf['at']}: {bad.words}")
    for key in _later(keys):
        if _spki(key) not in named:
            yield Finding("key.unnamed", f"no key before it named the log's key {key}")


def _later(keys: Sequence[str]) -> list[str]:
    """All but the first of each kind."""
    kinds = [tlog.kind_of(key) for key in keys]
    return [key for number, key in enumerate(keys) if kinds[number] in kinds[:number]]


def _spki(vkey: str) -> bytes:
    kind = tlog.kind_of(vkey)
    read = MLDSA44PublicKey if kind == tlog.MLDSA44 else Ed25519PublicKey
    public = read.from_public_bytes(tlog.parse_vkey(vkey, kind)[2])
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
