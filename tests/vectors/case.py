"""What a vector is while it is being made: the bytes, and the answer that its author expects of every verifier."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.evidence import factory
from tests.evidence.factory import Cast
from tests.evidence.judging import tampered
from workflow.evidence.canonical import dumps, loads

Made = tuple[bytes, bytes | None]


@dataclass(frozen=True)
class Case:
    """`code` is the first reason; empty where everything holds."""

    name: str
    about: str
    package: bytes
    policy: bytes | None
    verdict: str
    code: str


def good(name: str, about: str, made: Made) -> Case:
    """Everything holds."""
    return Case(name, about, *made, "verified", "")


def bad(name: str, about: str, code: str, made: Made) -> Case:
    """A usable package that is not verified, for this reason first."""
    return Case(name, about, *made, "not_verified", code)


def unusable(name: str, about: str, code: str, made: Made) -> Case:
    """Not a package, or not a policy, of this format."""
    return Case(name, about, *made, "unusable", code)


def out(cast: Cast, **twists: Any) -> Made:
    """The core package and policy of what was played."""
    return cast.world.package(**twists), cast.world.policy()


def finished(cast: Cast) -> Made:
    """Frozen and signed by both in the ordinary way, then out."""
    return out(factory.signed(factory.frozen(cast)))


def changed(made: Made, change: Callable[[dict[str, Any]], object]) -> Made:
    """The same with a change to the package, which stays canonical."""
    return tampered(made[0], change), made[1]


def with_policy(made: Made, **members: Any) -> Made:
    """The same package under a policy with these members."""
    assert made[1] is not None
    return made[0], dumps(loads(made[1]) | members)


Cases = Iterator[Case]
