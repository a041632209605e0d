"""What the log says of every signing key: the parties' chains replayed link by link, with what was reported beside them.

The chain says whose a key is, for which office, who vouched for it, who recovered, revoked or ended it; events beside it say when
it was reported lost and when a recovered one began to count. Verifiers judge whether each link may be so; here it is what was done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.audit.people import Chains, Said
from workflow.audit.stored import Row
from workflow.audit.told import Told
from workflow.core.events import EventKind


@dataclass
class Key:
    """What the log says of one key."""

    record: Said
    person: str
    office: str
    party: str
    claim: str
    claimed: str
    capacity: str = ""
    start: str = ""
    """The first day of the term that it was claimed for; a founder's chain does not say it."""
    state: str = "claimed"
    enrolment: str = ""
    enrolled: str = ""
    vouched: str | None = None
    revoked: str | None = None
    lost: str | None = None
    compromised: str | None = None
    ended: list[str] = field(default_factory=list)
    """When a term of this office ended while its holder had two: the chain does not say which of them."""

    @property
    def whose(self) -> tuple[str, str, str]:
        return self.person, self.office, self.party

    def enrol(self, link: str, at: str) -> None:
        self.enrolment, self.enrolled = link, at

    def count(self) -> None:
        self.state, self.vouched = "vouched", self.enrolled

    def revoke(self, at: str) -> None:
        if self.state != "revoked":
            self.state, self.revoked = "revoked", at


@dataclass
class Keychain:
    """All keys by their public names. `rows`: the keys that are kept, for which term each is and how events name it."""

    rows: Mapping[Any, Row]
    keys: dict[str, Key] = field(default_factory=dict)
    _claims: dict[str, Key] = field(default_factory=dict)
    _of: dict[tuple[str, str, str], dict[str, Key]] = field(default_factory=dict)
    """The same by whose they are."""

    def replay(self, chains: Chains, told: Told) -> "Keychain":
        """Links and events in the order of their making."""
        names = {row["id"]: key_id for key_id, row in self.rows.items()}
        events = told.of_kinds((EventKind.KEY_LOST, EventKind.RECOVERY_COMPLETED))
        beside = [
            {"act": event["kind"], "event": event["id"], "time": event["at"], "key": names.get(event["detail"].get("key"))}
            for event in events
        ]  # fmt: skip
        for one in sorted((*chains.said, *beside), key=lambda one: one["event"]):
            self._take(one)
        return self

    def _take(self, one: Said) -> None:
        at, key = one["time"], self.keys.get(one.get("key") or "")
        match one["act"]:
            case "genesis":
                for registrar in one["registrars"]:
                    made = self._claim(one, registrar["key"], registrar["person"], "registrar")
                    made.enrol(one["link"], at)
                    made.count()
            case "enrolment-claim":
                made = self._claim(one, one["new_key"], one["person"], one["office"])
                made.capacity, made.start = one["capacity"], one["from"]
            case "enrolment-vouch" if one["claim"] in self._claims:
                self._claims[one["claim"]].enrol(one["link"], at)
                self._claims[one["claim"]].count()
            case "recovery":
                self._recovery(one)
            case "key-revoked" if one["revoked"] in self.keys:
                self.keys[one["revoked"]].revoke(at)
                self.keys[one["revoked"]].compromised = one["compromised_since"]
            case "office-end":
                self._end(one)
            case EventKind.KEY_LOST if key:
                key.lost = key.lost or at
            case EventKind.RECOVERY_COMPLETED if key:
                self._complete(key, at)

    def _claim(self, one: Said, record: Said, person: str, office: str) -> Key:
        key = Key(record, person, office, one["chain"], one["link"], one["time"])
        self.keys[record["id"]] = self._claims[one["link"]] = key
        self._of.setdefault(key.whose, {})[record["id"]] = key
        return key

    def _recovery(self, one: Said) -> None:
        """The new key waits; those that it replaces never come back."""
        if new := self._claims.get(one["claim"]):
            new.enrol(one["link"], one["time"])
        for lost in (self.keys[name] for name in one["lost"] if name in self.keys):
            lost.lost = lost.lost or one["time"]

    def _complete(self, new: Key, at: str) -> None:
        """The key counts, and every other that its holder had for the office is over."""
        new.count()
        for old in self._of[new.whose].values():
            if old is not new and old.state == "vouched":
                old.revoke(at)

    def _end(self, one: Said) -> None:
        """A term ends, and with it every key that was made for it."""
        whose = one["subject"], one["subject_office"], one["chain"]
        held = {name: key for name, key in self._of.get(whose, {}).items() if key.state != "revoked"}
        terms = {self.rows.get(name, {}).get("appointment_id") for name in held}
        for key in held.values():
            if len(terms) == 1:
                key.revoke(one["time"])
            else:
                key.ended.append(one["time"])
