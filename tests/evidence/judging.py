"""How the tests of packages ask: change one thing, and see which reason code answers."""

from collections.abc import Callable
from typing import Any

from workflow.evidence.canonical import dumps, loads
from workflow.evidence.verify import Verdict, verify


def tampered(package: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The package with a change made to it, canonical again."""
    value = loads(package)
    change(value)
    return dumps(value)


def failed(verdict: Verdict) -> list[str]:
    """The reason codes that did not hold."""
    return [check.id for check in verdict.checks if not check.ok]


def refused(package: bytes, policy: bytes, code: str, words: str = "") -> Verdict:
    """The verdict, which must be below verified and name this reason code (and these words)."""
    verdict = verify(package, policy)
    assert verdict.exit_code == 1, verdict.to_json()
    found = [(check.id, check.detail) for check in verdict.checks if not check.ok]
    assert any(at == code and words in detail for at, detail in found), found
    return verdict


def accepted(package: bytes, policy: bytes) -> Verdict:
    """The verdict, which must be verified."""
    verdict = verify(package, policy)
    assert verdict.exit_code == 0, verdict.to_json()
    return verdict
