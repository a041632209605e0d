"""Adopting bodies and open meetings: what the people of a board or council may read and say before it meets.

A body decides in its meeting, before the public. If its members told each other beforehand what they think, also one by one
through somebody else, that would be a meeting nobody was invited to (a serial deliberation). So:

1. A member (the chair is one) writes to the body's clerk alone. No member ever sees that another one wrote, or how many did.
2. Members take no part in the review and read nothing of it, whatever other office they hold at a party of the agreement.
3. The clerk reads what members wrote. A clerk who is a member too is a member: then nobody reads for the body.
4. The clerk may carry a point into the review, in words and in a name of the clerk's own. The member is named there only
   who said that this is welcome.
5. A body may ask its members not to write at all; and once the text is executed there is nothing left to write about.
"""

from workflow.core.lifecycle import FIXED, Status
from workflow.core.people import Actor, Office

MEMBERS = frozenset({Office.MEMBER, Office.BOARD_CHAIR})
"""Who votes in a body."""
WRITABLE = FIXED | {Status.IN_REVIEW, Status.PUBLIC_COMMENT}
"""From the day the draft goes out until everybody has signed: a packet is read after the freeze, too."""


def sits_at(actor: Actor, bodies: frozenset[str]) -> frozenset[str]:
    """The bodies of which the actor is a member."""
    return frozenset(h.party_id for h in actor.holds if h.party_id in bodies and h.office in MEMBERS)


def clerk_of(actor: Actor, bodies: frozenset[str]) -> frozenset[str]:
    """The bodies the actor reads for (rule 3)."""
    held = frozenset(h.party_id for h in actor.holds if h.party_id in bodies and h.office is Office.CLERK)
    return held if not sits_at(actor, bodies) else frozenset()


def may_name(asked: bool, consents: bool) -> bool:
    """Whether a carried point names its member (rule 4): asked for by the clerk, and welcome to the member."""
    return asked and consents
