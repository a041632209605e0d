"""The file for readers of C2SP logs, read back by the rules of its specification."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.evidence import factory
from workflow.evidence import policy, tlog_policy
from workflow.evidence.cosignature import vkey


@pytest.fixture(scope="module")
def world():
    return factory.ready().world


def read(text):
    """(logs, witnesses by name, quorum members): names are defined before they are used, each once."""
    logs, defined, quorum = [], {"none": []}, None
    for line in text.splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        kind, *rest = words
        if kind == "log":
            logs.append(rest[0])
        elif kind == "witness":
            assert rest[0] not in defined
            defined[rest[0]] = [rest[1]]
        elif kind == "group":
            assert rest[0] not in defined and rest[1] == "any"
            defined[rest[0]] = [key for name in rest[2:] for key in defined[name]]
        else:
            assert kind == "quorum" and quorum is None
            quorum = defined[rest[0]]
    assert text.isascii() and text.endswith("\n") and quorum is not None
    return logs, quorum


def test_without_witnesses_none_is_asked_for(world):
    found = tlog_policy.text(policy.parse(world.policy()), "https://mou.example/log")
    assert read(found) == ([world.vkey], [])
    assert f"log {world.vkey} https://mou.example/log\n" in found


@pytest.mark.parametrize(
    "names", [["library.example"], ["none"], ["outside"], ["a.example", "a.example", "b.example"]]
)
def test_one_of_the_witnesses_is_asked_for_whatever_they_are_called(world, names):
    keys = [vkey(name, Ed25519PrivateKey.generate()) for name in names]
    found = tlog_policy.text(policy.parse(world.policy(witnesses=keys)), "https://mou.example/log")
    assert read(found) == ([world.vkey], keys)


def test_the_file_in_full(world):
    keys = [
        vkey(name, Ed25519PrivateKey.generate()) for name in ("a.example", "b.example", "none", "b.example")
    ]
    found = policy.parse(world.policy(witnesses=keys))
    names = ("a.example", "witness-2", "witness-3", "witness-4")
    assert tlog_policy.text(found, "https://mou.example/log").splitlines() == [
        f"# The log of deployment {found.deployment}",
        f"log {world.vkey} https://mou.example/log",
        *(f"witness {name} {key}" for name, key in zip(names, keys, strict=True)),
        "group outside any a.example witness-2 witness-3 witness-4",
        "quorum outside",
    ]


def test_a_log_key_that_was_replaced_is_not_listed(world):
    new = factory.World()
    sizes = [{"from": 0, "key": world.vkey, "until": 9}, {"from": 5, "key": new.vkey, "until": 0}]
    made = world.policy(log_keys=[world.vkey, new.vkey], log_key_sizes=sizes)
    assert read(tlog_policy.text(policy.parse(made), "https://mou.example/log"))[0] == [new.vkey]
