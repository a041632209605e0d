"""What a time authority said of the log day by day: each stamp is of this tree, of its own time, and by whose word."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cryptography.x509 import Certificate

from workflow.adapters.templates import plural
from workflow.audit.findings import Finding
from workflow.audit.tree import Tree
from workflow.evidence import time_token
from workflow.evidence.canonical import b64u, unb64u
from workflow.evidence.errors import Bad
from workflow.evidence.fields import read_moment
from workflow.evidence.time_token import TimeToken
from workflow.history import daily_stamp

Said = Mapping[str, Any]
"""The leaf of a stamp: docs/format.md, section 6."""


def look(
    stamps: Sequence[Said], tree: Tree, origin: str, authorities: Sequence[Certificate] = ()
) -> tuple[list[Finding], list[str]]:
    """Stamps of another log, or of another time than they say; and in a sentence what they show. `origin`: the log's name."""
    wrong: list[Finding] = []
    held: list[tuple[Said, TimeToken]] = []
    for said in stamps:
        if said["leaves"] > tree.size or b64u(tree.root(said["leaves"])) != said["root"]:
            words = (
                f"the stamp of {said['at']}: the first {said['leaves']} leaves have another root than it says"
            )
            wrong.append(Finding("stamp.root", words))
        try:
            token = _token(said, origin)
        except Bad as bad:
            wrong.append(Finding("stamp.token", f"the stamp of {said['at']}: {bad.words}"))
        else:
            held += [(said, token)] if token else []
    return wrong, list(_told(held, [said for said in stamps if not said["token"]], authorities))


def _token(said: Said, origin: str) -> TimeToken | None:
    """None where the authority gave none. Raises Bad("time.token")."""
    if not said["token"]:
        return None
    token = time_token.read(unb64u(said["token"]))
    if token.imprint != daily_stamp.imprint(origin, said["leaves"], unb64u(said["root"])):
        raise Bad("time.token", "its time token is about something else")
    if abs(read_moment(token.at) - read_moment(said["at"])) > daily_stamp.FAR:
        raise Bad("time.token", f"its time token says {token.at}, which is far from it")
    return token


def _told(
    held: Sequence[tuple[Said, TimeToken]], without: Sequence[Said], authorities: Sequence[Certificate]
) -> Iterator[str]:
    own = [token.name for _, token in held if time_token.vouched(token, authorities)]
    if held:
        said = held[-1][0]
        whose = (
            f"{own[-1]} confirms {'all' if len(own) == len(held) else len(own)} of these times"
            if own
            else "nobody vouched for who stamped it, so only a witness can tell when"
        )
        yield (
            f"Stamped from outside {plural(len(held), 'time')} since {held[0][0]['at'][:10]}, last on {said['at'][:10]}, when it held"
            f" {said['leaves']} leaves; {whose}."
        )
    if without:
        yield (
            f"The time authority gave no time for the log on {plural(len(without), 'day')}, last on {without[-1]['at'][:10]}."
        )
