"""A town in which the chief lost his only key, and the acts of those who give him another."""

from dataclasses import dataclass, field
from datetime import timedelta

from tests.parties.kit import Town, answered, person, post
from workflow.core.people import Office
from workflow.parties.keys import loss
from workflow.parties.models import SigningKey
from workflow.parties.recovery import actions, objecting
from workflow.parties.recovery.models import KeyRecovery

HOURS = 72


@dataclass
class Loss:
    """`here` is the town; `old` the key that is gone."""

    here: Town
    hours: int = HOURS
    old: list[SigningKey] = field(default_factory=list)

    def loses(self, name: str) -> SigningKey:
        """Whoever it is reports every key lost, makes a new one and claims it."""
        row = self.here.rows[name]
        loss.report(self.here.session, self.here.actor(name), row.id, at=self.here.at)
        self.old.append(row)
        self.here.make_key(name)
        return self.here.claim(name)

    def begins(self, by: str, name: str = "Carl", second: str = "") -> KeyRecovery:
        here, key = self.here, self.here.rows[name]
        sheet = actions.offer_recovery(
            here.session, here.actor(by), key.id, second=self.here.rows[second].id if second else "",
            checked="I met him in the office.", hours=self.hours, at=here.at,
        )  # fmt: skip
        credential = answered(sheet.options, here.keys[by])
        return actions.sign_recovery(here.session, here.actor(by), key.id, credential=credential, at=here.at)

    def confirms(self, by: str, row: KeyRecovery) -> KeyRecovery:
        here = self.here
        sheet = actions.offer_confirmation(here.session, here.actor(by), row.id, at=here.at)
        credential = answered(sheet.options, here.keys[by])
        return actions.confirm(here.session, here.actor(by), row.id, credential=credential, at=here.at)

    def objects(self, by: str, row: KeyRecovery, key: str = "") -> KeyRecovery:
        here = self.here
        sheet = objecting.offer_objection(
            here.session, here.actor(by), row.id, reason="Nobody told us.", at=here.at
        )
        credential = answered(sheet.options, here.keys[key or by])
        return objecting.object_to(here.session, here.actor(by), row.id, credential=credential, at=here.at)

    def later(self, hours: float) -> None:
        self.here.at += timedelta(hours=hours)


def clerk(here: Town) -> None:
    """The agency has a clerk, Cleo, with a key."""
    here.people["Cleo"] = person(here.session, "Cleo", here.at)
    here.posts["Cleo"] = post(
        here.session, here.people["Cleo"], here.parties["agency"], Office.CLERK, here.at
    )
    here.enrol("Cleo", "Arlo")
