"""The signatures in a package, each as a call that checks it and does nothing else: no verification is faster than these."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from workflow.evidence import mldsa, tlog
from workflow.evidence.canonical import unb64u
from workflow.evidence.cose import verify_signature

Check = Callable[[], object]


def passkeys(data: bytes) -> list[Check]:
    """Every assertion in the package, by people's keys."""
    package = json.loads(data)
    chains = [package["edition_chain"], *(party["chain"] for party in package["parties"])]
    spoken = [entry["envelope"] for chain in chains for entry in chain if "envelope" in entry]
    keys = {key["id"]: key for one in spoken for key in _keys(json.loads(unb64u(one["statement"])))}
    return [_assertion(one, keys[one["key"]]) for envelope in spoken for one in envelope["signatures"]]


def log_keys(data: bytes) -> Iterator[Check]:
    """Every signature under the package's checkpoints, by the log's keys."""
    package = json.loads(data)
    keys = [package["log"]["key"], *([package["log"]["beside"]] if "beside" in package["log"] else [])]
    for holder in (package["log"], package["publication"]):
        text, _, lines = holder["checkpoint"].partition("\n\n")
        for key, line in zip(keys, lines.splitlines(), strict=True):
            yield _line(text, key, tlog.read_signature_line(line)[1][4:])


def _line(text: str, key: str, signature: bytes) -> Check:
    name, _, public = tlog.parse_vkey(key, tlog.kind_of(key))
    if tlog.kind_of(key) == tlog.ED25519:
        return partial(Ed25519PublicKey.from_public_bytes(public).verify, signature, f"{text}\n".encode())
    _, size, root = tlog.body(text)
    message = mldsa.message(name, signature[:8], size, root)
    return partial(MLDSA44PublicKey.from_public_bytes(public).verify, signature[8:], message)


def _assertion(one: dict[str, str], key: dict[str, Any]) -> Check:
    message = unb64u(one["authenticator_data"]) + sha256(unb64u(one["client_data"])).digest()
    return partial(verify_signature, key["alg"], unb64u(key["spki"]), unb64u(one["signature"]), message)


def _keys(statement: dict[str, Any]) -> list[dict[str, Any]]:
    """The key records in a statement: a genesis has two, a claim one."""
    registrars = [one["key"] for one in statement.get("registrars", [])]
    return registrars + ([statement["new_key"]] if "new_key" in statement else [])
