"""What a party's page says first: whose turn it is at this party, and what happens then. Pure, from what the page knows."""

from collections.abc import Iterable, Mapping
from typing import Any

from workflow.core.people import Actor

Value = Mapping[str, Any]


def next_step(page: Value, actor: Actor) -> dict[str, Any] | None:
    """`mine` marks the reader's own turn; `who` is waited for otherwise. None when nothing stands open at the party."""
    half = page["half_done"]
    if page["record"]["state"] == "none" and half and not half["in_vain"]:
        then = f"{half['first']} has signed the founding statement. With the second signature the party is founded."
        return {
            **_step([half["second"]], half["mine"], then, "#record", "Read and sign it"),
            "since": half["begun"],
            "due": half["expires"],
        }
    if page["record"]["state"] == "none":
        return _founding(page, actor)
    if page["record"]["state"] == "founded":
        then = "Compare the fingerprint with what the party published itself, then accept its record."
        return _step(["a registrar of another party"], page["can_accept"], then, "#record", "Accept it")
    return _vouching(page, actor)


def _founding(page: Value, actor: Actor) -> dict[str, Any]:
    registrars = {
        one["person_id"]: one
        for one in page["offices"]
        if one["current"] and one["office"] == "registrar" and one["capacity"] == "holder"
    }
    if len(registrars) < 2:
        missing = "a second registrar" if registrars else "two registrars"
        then = f"The founding statement is signed by two registrars, each with a key of their own. Invite or appoint {missing}."
        return _step(["an administrator"], page["administers"], then, "#invite", "Invite a person")
    without = {
        person: one["name"] for person, one in registrars.items() if not one["key_state"] or one["key_lost"]
    }
    if without:
        then = "Each registrar makes a key of their own; then they make the founding statement."
        mine = actor.person_id in without
        return _step(without.values(), mine, then, "/account#offices", "Make your registrar's key")
    names = [one["name"] for one in registrars.values()]
    then = "Both registrars have a key: either of them makes the founding statement, the other signs it too."
    return _step(names, actor.person_id in registrars, then, "#record", "Make the founding statement")


def _vouching(page: Value, actor: Actor) -> dict[str, Any] | None:
    for key in page["keys"]:
        if key["state"] == "claimed" and not key["lost"] and not key["recovering"]:
            mine = page["registers"] and key["person_id"] != actor.person_id
            then = f"{key['holder']} claimed a signing key as {key['title']}."
            return _step(["a registrar"], mine, then, f"/signing-keys/{key['id']}", "Look at the key")
    return None


def _step(who: Iterable[str], mine: bool, then: str, link: str, label: str) -> dict[str, Any]:
    return {
        "who": " and ".join(who),
        "mine": mine,
        "then": then,
        "link": link,
        "label": label,
        "since": None,
        "due": None,
    }
