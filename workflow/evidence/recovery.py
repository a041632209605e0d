"""Recovery: somebody lost every key of an office, and two people give him a new one (docs/format.md, section 6).

1. Two people of the party sign one statement, each with an own key that counts and has done so for as long as the new key will
   wait; neither is the person recovered. One of the two is a registrar, unless it is a registrar who lost his keys.
2. The statement names the claim of the new key and every earlier key of that person in that office, so none is left out.
3. The new key counts only after the wait that the statement names. From then on the lost ones open nothing; what they signed
   before stays signed.
4. Until then the person himself may object, with any key of his own (then it was not lost, or not all were), and so may a
   registrar of a party that accepted this one. A recovery that was objected to never counts. Two people may begin anew, by a
   new statement with a new wait: an objection delays, and is no veto over who speaks for somebody else.

Whether an objection was really signed by the other party's registrar can be checked where that party is one of the agreement;
elsewhere it is believed, since all it can do is to keep a key from counting.
"""

from typing import Any

from workflow.evidence.canonical import dumps
from workflow.evidence.chain import Link
from workflow.evidence.errors import Bad
from workflow.evidence.fields import hours_after
from workflow.evidence.party_chain import REGISTRAR, Enrolment, PartyChain, Recovery
from workflow.evidence.statement import Common
from workflow.evidence.statement_table import INTENT, judge
from workflow.evidence.testimony import Examiner, Testimony

Claims = dict[str, dict[str, Any]]
SPEAKER = ("capacity", "key", "name", "office", "person", "title")


def statement(
    common: Common, second: Common, *, claim: str, subject: str, lost: list[str], waits: int, checked: str
) -> bytes:
    """What both sign: the first speaks, `second` stands beside him. lost: key ids; waits: hours; checked: how the two know."""
    beside = {name: vars(second)[name] for name in SPEAKER}
    said = {"claim": claim, "subject": subject, "lost": sorted(lost), "waits": waits, "checked": checked}
    return _write("recovery", common, said | {"second": beside})


def objection(common: Common, *, recovery: str, reason: str) -> bytes:
    """What another party's registrar signs, or the person himself. recovery: leaf id of its link."""
    return _write("recovery-objection", common, {"recovery": recovery, "reason": reason})


def _write(act: str, common: Common, members: dict[str, Any]) -> bytes:
    return dumps(judge(act, common.members() | members | {"intent": INTENT[act]}))


def recovered(
    chain: PartyChain, link: Link, testimony: Testimony, examiner: Examiner, claims: Claims
) -> None:
    """Rules 1 to 3. Raises Bad("party.recovery"), and Bad where one of the two does not speak for the party."""
    said = testimony.said
    first = chain.voice(said, index=link.index, at=link.at)
    second = chain.voice(said["second"], index=link.index, at=link.at)
    claim = claims.pop(said["claim"], None)
    if claim is None or claim["person"] != said["subject"]:
        raise Bad("party.recovery", "there is no such claim waiting, or it is somebody else's")
    _two_people(first, second, claim)
    for one in (first, second):
        if hours_after(one.at, said["waits"]) > link.at:
            raise Bad("signer.waiting", f"{one.name} had this key for less than {said['waits']} hours")
    if said["lost"] != _earlier(chain, claim):
        raise Bad("party.recovery", "it does not name exactly the earlier keys of this person in this office")
    if chain.gone(claim["key"]):
        raise Bad("party.key", "this key was revoked and cannot come back")
    examiner.signed(testimony, first.key, second.key)
    chain.enrol(link, claim)
    counts = hours_after(link.at, said["waits"])
    by, lost = (first.name, second.name), frozenset(said["lost"])
    chain.recoveries[link.id] = Recovery(link.index, said["claim"], claim, lost, counts, by)


def _two_people(first: Enrolment, second: Enrolment, claim: dict[str, Any]) -> None:
    # Since one key belongs to one person, three people have three keys.
    if len({first.person, second.person, claim["person"]}) < 3:
        raise Bad(
            "party.recovery", "a recovery takes two people, and the person recovered is neither of them"
        )
    if claim["office"] != REGISTRAR and REGISTRAR not in (first.office, second.office):
        raise Bad("party.recovery", "one of the two has to be a registrar")


def _earlier(chain: PartyChain, claim: dict[str, Any]) -> list[str]:
    """The keys that this person had for this office, without the one claimed now."""
    had = {
        one.key["id"]
        for one in chain.enrolments.values()
        if (one.person, one.office) == (claim["person"], claim["office"])
    }
    return sorted(had - {claim["key"]})


def recovery_objection(
    chain: PartyChain, link: Link, testimony: Testimony, examiner: Examiner, claims: Claims
) -> None:
    """Rule 4. Raises Bad("party.recovery")."""
    said = testimony.said
    recovery = chain.recoveries.get(said["recovery"])
    if recovery is None or link.at >= recovery.counts:
        raise Bad("party.recovery", "an objection to no recovery, or to one that counts already")
    if said["party"] == chain.party:
        speaker = chain.voice(said, index=link.index, at=link.at)
        if speaker.person != recovery.claimed["person"]:
            raise Bad("party.recovery", "within the party the person himself objects, and nobody for him")
        examiner.signed(testimony, speaker.key)
    elif not any(given.said["party"] == said["party"] for _, given in chain.acceptances):
        raise Bad("party.recovery", "an objection by a party that has not accepted this one")
    else:
        chain.objections.append((link, testimony))
    recovery.objected = True
    claims[recovery.claim] = recovery.claimed  # two people may begin anew


def judge_objection(other: PartyChain, link: Link, testimony: Testimony, examiner: Examiner) -> None:
    """The objection was signed by a registrar of the party it names. Raises Bad."""
    other.state(testimony.said["party_state"], index=link.index)
    registrar = other.voice(testimony.said, index=link.index, at=link.at, office=REGISTRAR)
    examiner.signed(testimony, registrar.key)
