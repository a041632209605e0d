"""The life of parties in an installation, each step one call that can be taken differently."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from tests.evidence.installation import AUTHORITY, RP_ID, Holder, Installation, Member
from workflow.evidence import recovery, statement
from workflow.evidence.canonical import sha256
from workflow.evidence.party_chain import party_id
from workflow.evidence.software_key import SoftwareKey


class Parties(Installation):
    """Parties that begin, accept one another, enrol keys and end offices."""

    def __init__(self, deployment: str = "d0" * 10, *, alg: str = "ES256", waiting_hours: int = 72) -> None:
        super().__init__(deployment, alg=alg, waiting_hours=waiting_hours)
        self.members: list[Member] = []

    # -- parties

    def new_key(self) -> SoftwareKey:
        """A key nobody had before."""
        return SoftwareKey(self.alg)

    def party(self, kind: str, legal_name: str, people: tuple[str, str]) -> Member:
        """A new party, begun by two registrars."""
        keys = [self.new_key() for _ in people]
        registrars = [
            {"key": key.record, "name": name, "person": _person(name), "title": "Registrar"}
            for key, name in zip(keys, people, strict=True)
        ]
        said = statement.genesis(
            deployment=self.deployment,
            rp_id=RP_ID,
            nonce=secrets.token_bytes(32),
            issued=self.now,
            expires=self.now + timedelta(minutes=15),
            kind=kind,
            legal_name=legal_name,
            authority="The head of the party binds it.",
            resolution="We deal electronically.",
            contact="records@example.org",
            registrars=registrars,
        )
        member = Member(party_id(said), kind, legal_name)
        opened = self.link(member, "genesis", self.seal("genesis", said, *keys))
        for key, name in zip(keys, people, strict=True):
            holder = Holder(member, _person(name), name, "registrar", "Registrar", key, opened)
            member.registrars.append(holder)
        self.members.append(member)
        return member

    def accept(self, by: Holder, whom: Member, **twists: Any) -> str:
        """A registrar of one party accepts another."""
        said = statement.acceptance(
            self.common(by, **twists), accepted=whom.id, checked="Met the clerk in person."
        )
        return self.link(whom, "acceptance", self.seal("acceptance", said, by.key))

    def claim(self, member: Member, name: str, office: str, title: str, **twists: Any) -> tuple[Holder, str]:
        """A new key claims an office; returns its holder and the claim's leaf id."""
        person, key = twists.pop("person", _person(name)), twists.pop("key", None) or self.new_key()
        start = twists.pop("start", date(2026, 1, 12))
        holder = Holder(member, person, name, office, title, key)
        said = statement.enrolment_claim(self.common(holder, **twists), from_=start, new_key=key.record)
        return holder, self.link(member, "enrolment-claim", self.seal("enrolment-claim", said, key))

    def vouch(self, by: Holder, holder: Holder, claim: str, **twists: Any) -> Holder:
        """A registrar vouches; the holder's enrolment opens."""
        said = statement.enrolment_vouch(
            self.common(by, **twists), claim=claim, subject=holder.person, authority=AUTHORITY
        )
        sealed = self.seal("enrolment-vouch", said, by.key)
        holder.enrolment = self.link(holder.party, "enrolment-vouch", sealed)
        return holder

    def enrol(self, member: Member, name: str, office: str, title: str, **twists: Any) -> Holder:
        """Claim and vouch."""
        holder, claim = self.claim(member, name, office, title, **twists)
        return self.vouch(member.registrars[0], holder, claim)

    def recover(
        self, holder: Holder, claim: str, lost: list[str], *, by: tuple[Holder, Holder], **twists: Any
    ) -> Holder:
        """Two people give somebody who lost every key a new one. Twists: `keys_used`, `waits`, `subject`, members of it all."""
        keys = twists.pop("keys_used", [one.key for one in by])
        waits, subject = twists.pop("waits", 72), twists.pop("subject", holder.person)
        said = recovery.statement(
            self.common(by[0], **twists), self.common(by[1]), claim=claim, subject=subject, lost=lost, waits=waits,
            checked="We met in person.",
        )  # fmt: skip
        holder.enrolment = self.link(holder.party, "recovery", self.seal("recovery", said, *keys))
        return holder

    def object(self, by: Holder, whose: Holder, **twists: Any) -> str:
        """Somebody objects to the recovery of a key."""
        named, key = twists.pop("recovery", whose.enrolment), twists.pop("key_used", by.key)
        said = recovery.objection(self.common(by, **twists), recovery=named, reason="Nobody told us.")
        return self.link(whose.party, "recovery-objection", self.seal("recovery-objection", said, key))

    def end(self, holder: Holder, by: Holder | None = None) -> str:
        """A registrar records that somebody left his office now."""
        registrar = by or holder.party.registrars[0]
        said = statement.office_end(
            self.common(registrar),
            subject=holder.person,
            subject_office=holder.office,
            ended=self.now,
            reason="Retired.",
        )
        return self.link(holder.party, "office-end", self.seal("office-end", said, registrar.key))

    def revoke(self, holder: Holder, by: Holder | None = None, since: datetime | None = None) -> str:
        """A registrar, or the holder, revokes a key."""
        speaker = by or holder.party.registrars[0]
        said = statement.key_revoked(
            self.common(speaker), revoked=holder.key.id, compromised_since=since or self.now, reason="Lost."
        )
        return self.link(holder.party, "key-revoked", self.seal("key-revoked", said, speaker.key))


def _person(name: str) -> str:
    return sha256(name.encode()).hex()[:20]
