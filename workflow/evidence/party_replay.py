"""Replaying a party's chain: each link is one act, heard, signed by whoever may, and taken into the party's record.

The rules (docs/format.md, section 6):

1. genesis comes first and once, by two registrars, two people with two keys; the party's id is its challenge;
2. a claim is signed by the new key and opens nothing until a registrar vouches, who is another person with another key;
3. one key belongs to one person; a key that was revoked or lost never comes back, and whoever has no key of an office left
   gets another one by a recovery alone, which takes two people (recovery.py);
4. an office ends, and a key is revoked, by a registrar's word, or a key by its own;
5. an acceptance stands in the accepted party's chain and is signed by a registrar of another party of the same MOU.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from workflow.evidence.canonical import b64u
from workflow.evidence.chain import Link
from workflow.evidence.errors import Bad
from workflow.evidence.party_chain import REGISTRAR, Ending, Enrolment, PartyChain, Revocation
from workflow.evidence.recovery import Claims, judge_objection, recovered, recovery_objection
from workflow.evidence.statement_table import ACT_OF
from workflow.evidence.testimony import Examiner, Testimony


def replay(links: Sequence[Link], examiner: Examiner) -> PartyChain:
    """The party that these links (whole, from genesis) tell of; its acceptances are judged by `judge_acceptances`.

    Raises Bad("party...", "statement...", "signature...", "signer...", "chain...").
    """
    genesis = links[0]
    chain = _genesis(genesis, examiner)
    chain.links[genesis.id] = genesis
    claims: dict[str, dict[str, Any]] = {}
    for link in links[1:]:
        act = ACT_OF.get(link.leaf["type"], "")
        if act not in _TAKE:
            raise Bad("statement.type", f"{act or 'this'} has no place in a party's chain")
        testimony = examiner.hear(link, act, link.leaf["envelope"])
        if act not in OF_ANOTHER or testimony.said["party"] == chain.party:
            if testimony.said["party"] != chain.party:
                raise Bad("statement.binding", "a statement of another party")
            chain.state(testimony.said["party_state"], index=link.index)
        _TAKE[act](chain, link, testimony, examiner, claims)
        chain.links[link.id] = link
    return chain


def _genesis(link: Link, examiner: Examiner) -> PartyChain:
    if link.leaf["seq"] != 0:
        raise Bad("party.genesis", "the chain does not begin with its genesis")
    testimony = examiner.hear(link, "genesis", link.leaf["envelope"])
    said = testimony.said
    if b64u(testimony.challenge) != link.leaf["party"]:
        raise Bad("party.genesis", "the party's id is not that of its genesis")
    first, second = said["registrars"]
    if first["person"] == second["person"] or first["key"]["id"] == second["key"]["id"]:
        raise Bad("party.genesis", "two registrars are two people with two keys")
    examiner.signed(testimony, first["key"], second["key"])
    chain = PartyChain(link.leaf["party"], said["kind"], said["legal_name"])
    for number, registrar in enumerate(said["registrars"]):
        chain.keys[registrar["key"]["id"]] = (registrar["person"], registrar["key"])
        # Both registrars come with one link; the second's enrolment has a name of its own beside the link's.
        name = link.id if number == 0 else f"{link.id}/2"
        chain.enrolments[name] = _registrar(name, link, said, registrar)
    return chain


def _registrar(name: str, link: Link, said: dict[str, Any], registrar: dict[str, Any]) -> Enrolment:
    return Enrolment(
        id=name,
        index=link.index,
        at=link.at,
        start=said["issued"][:10],
        person=registrar["person"],
        name=registrar["name"],
        office=REGISTRAR,
        title=registrar["title"],
        capacity="holder",
        key=registrar["key"],
    )


def _claim(chain: PartyChain, link: Link, testimony: Testimony, examiner: Examiner, claims: Claims) -> None:
    said = testimony.said
    key = said["new_key"]
    if chain.keys.setdefault(key["id"], (said["person"], key)) != (said["person"], key):
        raise Bad("party.key", "this key belongs to somebody else, or was recorded differently")
    if chain.gone(key["id"]):
        raise Bad("party.key", "this key was revoked and cannot come back")
    examiner.signed(testimony, key)
    claims[link.id] = said


def _vouch(chain: PartyChain, link: Link, testimony: Testimony, examiner: Examiner, claims: Claims) -> None:
    said = testimony.said
    registrar = chain.voice(said, index=link.index, at=link.at, office=REGISTRAR)
    claim = claims.pop(said["claim"], None)
    if claim is None or claim["person"] != said["subject"]:
        raise Bad("party.vouch", "there is no such claim waiting, or it is somebody else's")
    if said["person"] == claim["person"] or said["key"] == claim["key"]:
        raise Bad("party.vouch", "nobody vouches for himself")
    if chain.gone(claim["key"]):
        raise Bad("party.key", "this key was revoked and cannot come back")
    if chain.bereft(claim["person"], claim["office"], link.at):
        raise Bad(
            "party.recovery",
            f"{claim['name']} has lost every key of this office: another one takes two people",
        )
    examiner.signed(testimony, registrar.key)
    chain.enrol(link, claim)


def _office_end(
    chain: PartyChain, link: Link, testimony: Testimony, examiner: Examiner, claims: Claims
) -> None:
    said = testimony.said
    registrar = chain.voice(said, index=link.index, at=link.at, office=REGISTRAR)
    examiner.signed(testimony, registrar.key)
    chain.endings.append(Ending(link.index, said["subject"], said["subject_office"], said["ended"]))


def _revoked(chain: PartyChain, link: Link, testimony: Testimony, examiner: Examiner, claims: Claims) -> None:
    said = testimony.said
    own = said["revoked"] == said["key"]
    speaker = chain.voice(said, index=link.index, at=link.at, office="" if own else REGISTRAR)
    if said["revoked"] not in chain.keys:
        raise Bad("party.key", "no such key is known to this party")
    examiner.signed(testimony, speaker.key)
    chain.revocations.append(Revocation(link.index, said["revoked"], said["compromised_since"]))


def _acceptance(
    chain: PartyChain, link: Link, testimony: Testimony, examiner: Examiner, claims: Claims
) -> None:
    if testimony.said["accepted"] != chain.party or testimony.said["party"] == chain.party:
        raise Bad("party.acceptance", "an acceptance of another party, or by itself")
    chain.acceptances.append((link, testimony))


OF_ANOTHER = ("acceptance", "recovery-objection")
"""Acts that stand in one party's chain and may be said by another."""
_Taker = Callable[[PartyChain, Link, Testimony, Examiner, Claims], None]
_TAKE: dict[str, _Taker] = {
    "acceptance": _acceptance,
    "enrolment-claim": _claim,
    "enrolment-vouch": _vouch,
    "office-end": _office_end,
    "key-revoked": _revoked,
    "recovery": recovered,
    "recovery-objection": recovery_objection,
}


def judge_acceptances(chains: Mapping[str, PartyChain], examiner: Examiner) -> None:
    """Count the acceptances among the parties of one MOU, check who objected, and see that nobody's key serves two parties.

    An acceptance by a party outside this MOU cannot be checked from the package and is not counted.
    Raises Bad("party.key"), and Bad for an acceptance by a party of this MOU that does not hold.
    """
    owners: dict[str, str] = {}
    for chain in chains.values():
        for key in chain.keys:
            if owners.setdefault(key, chain.party) != chain.party:
                raise Bad("party.key", "one key speaks for two parties")
    for chain in chains.values():
        for link, testimony in chain.acceptances:
            other = chains.get(testimony.said["party"])
            if other is not None:
                _judge_acceptance(chain, other, link, testimony, examiner)
        for link, testimony in chain.objections:
            if testimony.said["party"] in chains:
                judge_objection(chains[testimony.said["party"]], link, testimony, examiner)


def _judge_acceptance(
    chain: PartyChain, other: PartyChain, link: Link, testimony: Testimony, examiner: Examiner
) -> None:
    said = testimony.said
    other.state(said["party_state"], index=link.index)
    registrar = other.voice(said, index=link.index, at=link.at, office=REGISTRAR)
    if any(person == said["person"] for person, _ in chain.keys.values()):
        raise Bad("party.acceptance", f"{said['name']} speaks for both parties")
    examiner.signed(testimony, registrar.key)
    chain.accepted_at.append(link.index)
