"""Vectors about the log's second signature: ML-DSA-44 beside Ed25519, from a size on, and never instead of it."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from tests.evidence import factory
from tests.vectors.case import Cases, Made, bad, changed, good, unusable, with_policy
from workflow.evidence import tlog


def cases() -> Cases:
    world = factory.signed().world
    bare = world.package()
    world.key_beside = MLDSA44PrivateKey.generate()
    both, policy, key = world.package(), world.policy(), world.beside
    size = tlog.body(world.checkpoint())[1]
    made: Made = (both, policy)

    def trust(*bounds: tuple[str, int, int]) -> Any:
        return [{"from": start, "key": one, "until": end} for one, start, end in bounds]

    def lines(order: str) -> Any:
        """The note with these of its two lines: `e` for Ed25519, `m` for ML-DSA-44."""
        body, _, under = world.checkpoint().partition("\n\n")
        found = dict(zip("em", under.splitlines(), strict=True))
        note = f"{body}\n\n" + "".join(found[one] + "\n" for one in order)
        return changed(made, lambda said: said["log"].update(checkpoint=note))

    yield good(
        "good-mldsa", "the log signed with ML-DSA-44 beside Ed25519, and the policy asks for both", made
    )
    yield good("good-mldsa-later", "signed before the log had its key for ML-DSA-44", with_policy((bare, policy), log_keys_beside=trust((key, size + 1, 0))))  # fmt: skip
    yield bad("mldsa-missing", "the policy asks for ML-DSA-44, and the log signed with Ed25519 alone", "log.checkpoint", (bare, policy))  # fmt: skip
    yield bad("mldsa-alone", "signed with ML-DSA-44 and not with Ed25519", "log.checkpoint", lines("m"))
    yield bad("mldsa-first", "the two signatures in the other order", "log.checkpoint", lines("me"))
    yield bad("mldsa-twice", "the signature with ML-DSA-44 stands twice", "log.checkpoint", lines("emm"))
    yield bad("mldsa-unknown", "a line by a key for ML-DSA-44 that the policy does not know", "log.checkpoint", (both, world.policy(log_keys_beside=[])))  # fmt: skip
    yield bad("mldsa-after-its-time", "by a key for ML-DSA-44 that was replaced before", "log.key", with_policy(made, log_keys_beside=trust((key, 0, size - 1))))  # fmt: skip
    yield bad("mldsa-unsaid", "the package does not say which key for ML-DSA-44 signed", "log.key", changed(made, lambda said: said["log"].pop("beside")))  # fmt: skip
    yield bad("mldsa-another-size", "the signature with ML-DSA-44 is over a smaller tree", "log.checkpoint", _of_another(made, world.checkpoint(size - 1)))  # fmt: skip
    yield bad("mldsa-time", "a time that the format does not have", "log.checkpoint", _at(made, b"\x80"))
    yield bad(
        "mldsa-other-time", "another time than the one that was signed", "log.checkpoint", _at(made, b"\x01")
    )
    yield bad("mldsa-short", "a signature that is too short for ML-DSA-44", "log.checkpoint", _cut(made))
    yield unusable("mldsa-key-twice", "a key for ML-DSA-44 twice", "policy.members", with_policy(made, log_keys_beside=trust((key, 0, 5), (key, 6, 0))))  # fmt: skip
    yield unusable("mldsa-backwards", "sizes of a key for ML-DSA-44 that end before they begin", "policy.members", with_policy(made, log_keys_beside=trust((key, 5, 4))))  # fmt: skip
    world.origin_name = "another.example/log"
    yield unusable("mldsa-of-another", "a key for ML-DSA-44 of another log", "policy.members", with_policy(made, log_keys_beside=trust((world.beside, 0, 0))))  # fmt: skip
    yield unusable("mldsa-key-short", "a key of another kind where one for ML-DSA-44 belongs", "policy.members", with_policy(made, log_keys_beside=trust((key[:1700], 0, 0))))  # fmt: skip


def _of_another(made: Made, other: str) -> Made:
    """The line that was signed under another checkpoint."""

    def exchange(said: dict[str, Any]) -> None:
        own, line = said["log"]["checkpoint"].splitlines(), other.splitlines()[-1]
        said["log"]["checkpoint"] = "\n".join([*own[:-1], line]) + "\n"

    return changed(made, exchange)


def _at(made: Made, first: bytes) -> Made:
    """Another first byte of the time."""
    return _line(made, lambda data: data[:4] + first + data[5:])


def _cut(made: Made) -> Made:
    return _line(made, lambda data: data[:-1])


def _line(made: Made, change: Any) -> Made:
    def rewrite(said: dict[str, Any]) -> None:
        *own, last = said["log"]["checkpoint"].splitlines()
        name, data = tlog.read_signature_line(last)
        said["log"]["checkpoint"] = "\n".join([*own, tlog.signature_line(name, change(data))])

    return changed(made, rewrite)
