"""The vocabulary of events, and which of them the public may see.

Grammar: `noun:act` or `noun:noun:act`. Public kinds of an edition form its gapless public chain (docs/format.md, section 6);
public kinds of a party are links of its chain. Everything else enters the log as a bare salted commitment.
"""

from enum import StrEnum


class EventKind(StrEnum):
    # service
    SERVICE_BEGUN = "service:begun"
    SERVICE_RESUMED = "service:resumed"
    SERVICE_ROTATED = "service:rotated"
    SERVICE_RENEWED = "service:renewed"
    SERVICE_SCRIPTED = "service:scripted"
    SERVICE_STAMPED = "service:stamped"
    SERVICE_UNTIMED = "service:untimed"
    # parties
    PARTY_CREATED = "party:created"
    PARTY_CHANGED = "party:changed"
    PARTY_FOUNDED = "party:founded"
    PARTY_ACCEPTED = "party:accepted"
    PERSON_INVITED = "person:invited"
    APPOINTMENT_RECORDED = "appointment:recorded"
    APPOINTMENT_ENDED = "appointment:ended"
    DEPUTY_NAMED = "deputy:named"
    DEPUTY_ENDED = "deputy:ended"
    ROUTE_KEPT = "route:kept"
    LINK_REQUESTED = "link:requested"
    LINK_USED = "link:used"
    PASSKEY_ADDED = "passkey:added"
    PASSKEY_REMOVED = "passkey:removed"
    SESSION_BEGUN = "session:begun"
    FOUNDING_BEGUN = "party:founding:begun"
    KEY_MADE = "key:made"
    KEY_CLAIMED = "key:claimed"
    KEY_VOUCHED = "key:vouched"
    KEY_LOST = "key:lost"
    KEY_REVOKED = "key:revoked"
    OFFICE_ENDED = "office:ended"
    RECOVERY_BEGUN = "key:recovery:begun"
    KEY_RECOVERED = "key:recovered"
    RECOVERY_OBJECTED = "key:recovery:objected"
    RECOVERY_STOPPED = "key:recovery:stopped"
    RECOVERY_COMPLETED = "key:recovery:completed"
    OBJECTION_RAISED = "party:objection:raised"
    OBJECTION_ANSWERED = "party:objection:answered"
    OBJECTION_WITHDRAWN = "party:objection:withdrawn"
    # drafting
    MOU_STARTED = "mou:started"
    MOU_RENAMED = "mou:renamed"
    REVISION_MADE = "edition:revision:made"
    EDITION_TERM_SET = "edition:term:set"
    FINDING_MARKED = "edition:finding:marked"
    # review
    EDITION_CIRCULATED = "edition:circulated"
    STAGE_OPENED = "edition:stage:opened"
    STAGE_CLOSED = "edition:stage:closed"
    LANE_PASSED = "edition:lane:passed"
    SEAT_REMINDED = "edition:seat:reminded"
    SEAT_ESCALATED = "edition:seat:escalated"
    THREAD_OPENED = "edition:thread:opened"
    COMMENTS_SENT = "edition:comments:sent"
    COMMENT_POSTED = "edition:comment:posted"
    THREAD_DISPOSED = "edition:thread:disposed"
    THREAD_REOPENED = "edition:thread:reopened"
    THREAD_WITHDRAWN = "edition:thread:withdrawn"
    THREAD_PLACED = "edition:thread:placed"
    OBJECTION_ESCALATED = "edition:objection:escalated"
    OBJECTION_OVERRIDDEN = "edition:objection:overridden"
    VERDICT_GIVEN = "edition:verdict:given"
    GUEST_INVITED = "edition:guest:invited"
    REVIEW_COMPLETED = "edition:review:completed"
    READING_ASKED = "edition:reading:asked"
    READING_CONFIRMED = "edition:reading:confirmed"
    READING_REMINDED = "edition:reading:reminded"
    READING_ENDED = "edition:reading:ended"
    OBSERVER_ADDED = "edition:observer:added"
    OBSERVER_REMOVED = "edition:observer:removed"
    NOTE_WRITTEN = "body:note:written"
    # public comment
    WINDOW_PLANNED = "edition:window:planned"
    WINDOW_OPENED = "edition:window:opened"
    WINDOW_EXTENDED = "edition:window:extended"
    WINDOW_CLOSED = "edition:window:closed"
    WINDOW_CANCELLED = "edition:window:cancelled"
    PUBLIC_SENT = "public:comment:sent"
    PUBLIC_CONFIRMED = "public:comment:confirmed"
    PUBLIC_MODERATED = "public:comment:moderated"
    PUBLIC_ANSWERED = "public:comment:answered"
    # signing
    SIGNERS_WARNED = "edition:signers:warned"
    SIGNING_REMINDED = "edition:signing:reminded"
    EDITION_FROZEN = "edition:frozen"
    DELEGATION_AGREED = "edition:delegation:agreed"
    DELEGATION_ENDED = "edition:delegation:ended"
    CORRECTION_PROPOSED = "edition:correction:proposed"
    EDITION_CORRECTED = "edition:corrected"
    EDITION_SERVED = "edition:served"
    EDITION_ADOPTED = "edition:adopted"
    VOTE_FAILED = "edition:vote:failed"
    EDITION_SIGNED = "edition:signed"
    EDITION_ATTESTED = "edition:attested"
    ORDER_SET = "edition:order:set"
    PAPER_ALLOWED = "edition:paper:allowed"
    PAPER_FILED = "edition:paper:filed"
    PAPER_ATTESTED = "edition:paper:attested"
    PAPER_WITHDRAWN = "edition:paper:withdrawn"
    EDITION_DECLINED = "edition:declined"
    EDITION_VOIDED = "edition:voided"
    EDITION_EXECUTED = "edition:executed"
    EDITION_WITHDRAWN = "edition:withdrawn"
    # publication and renewal
    EDITION_PUBLISHED = "edition:published"
    HIDING_ASKED = "edition:hiding:asked"
    HIDING_PROPOSED = "edition:hiding:proposed"
    HIDING_REFUSED = "edition:hiding:refused"
    HIDING_SHOWN = "edition:hiding:shown"
    HIDING_DUE = "edition:hiding:due"
    PRIVATE_RECEIVED = "edition:private:received"
    EDITION_REDACTED = "edition:redacted"
    EDITION_RELEASED = "edition:released"
    EDITION_WITHHELD = "edition:withheld"
    EDITION_REMOVED = "edition:removed"
    EDITION_FILED = "edition:filed"
    REVIEW_BEGUN = "edition:rereview:begun"
    REVIEW_REMINDED = "edition:rereview:reminded"
    OUTCOME_RECORDED = "edition:outcome:recorded"
    EDITION_OPENED = "edition:opened"


EDITION_CHAIN = frozenset({
    EventKind.EDITION_FROZEN, EventKind.EDITION_SERVED, EventKind.EDITION_ADOPTED, EventKind.EDITION_SIGNED,
    EventKind.EDITION_DECLINED, EventKind.EDITION_VOIDED, EventKind.EDITION_EXECUTED, EventKind.EDITION_PUBLISHED,
    EventKind.EDITION_REDACTED, EventKind.EDITION_RELEASED, EventKind.EDITION_WITHHELD, EventKind.EDITION_REMOVED,
    EventKind.EDITION_ATTESTED,
    EventKind.EDITION_CORRECTED,
})  # fmt: skip
"""Public events of one edition, gapless from freeze to executed (docs/format.md, section 6)."""

PARTY_CHAIN = frozenset({
    EventKind.PARTY_FOUNDED, EventKind.PARTY_ACCEPTED, EventKind.KEY_CLAIMED, EventKind.KEY_VOUCHED,
    EventKind.KEY_REVOKED, EventKind.OFFICE_ENDED, EventKind.KEY_RECOVERED, EventKind.RECOVERY_OBJECTED,
})  # fmt: skip
"""Public links of one party's chain of keys and offices (docs/format.md, section 6)."""

SERVICE_PUBLIC = frozenset({
    EventKind.SERVICE_RESUMED, EventKind.SERVICE_ROTATED, EventKind.SERVICE_RENEWED, EventKind.SERVICE_STAMPED,
    EventKind.SERVICE_UNTIMED, EventKind.SERVICE_SCRIPTED,
})  # fmt: skip
"""What the service says of itself, for whoever reads the log (docs/format.md, section 6)."""

PUBLIC = EDITION_CHAIN | PARTY_CHAIN | SERVICE_PUBLIC


def is_public(kind: EventKind) -> bool:
    """Whether the log shows this kind in clear."""
    return kind in PUBLIC


IN_WORDS: dict[EventKind, str] = {
    EventKind.SERVICE_BEGUN: "This service was set up",
    EventKind.SERVICE_RESUMED: "The log was resumed by a person, after a restored backup or a move",
    EventKind.SERVICE_ROTATED: "A key of the service was replaced, as its old key says",
    EventKind.SERVICE_RENEWED: "The log was stamped anew under a longer hash",
    EventKind.SERVICE_SCRIPTED: "The signing page has another script than before",
    EventKind.SERVICE_STAMPED: "The day's checkpoint was put before the time authority outside",
    EventKind.SERVICE_UNTIMED: "The time authority gave no time for a statement: when it was made is the operator's word",
    EventKind.PARTY_CREATED: "A party was added",
    EventKind.PARTY_CHANGED: "A party's details were changed",
    EventKind.PARTY_FOUNDED: "The party made its founding statement",
    EventKind.PARTY_ACCEPTED: "Another party accepted the founding statement",
    EventKind.PERSON_INVITED: "A person was invited",
    EventKind.APPOINTMENT_RECORDED: "An appointment to an office was recorded",
    EventKind.APPOINTMENT_ENDED: "An appointment ended",
    EventKind.DEPUTY_NAMED: "A deputy was named for somebody who is away",
    EventKind.DEPUTY_ENDED: "A deputy's time was ended early",
    EventKind.ROUTE_KEPT: "A version of a review route was kept",
    EventKind.LINK_REQUESTED: "A sign-in link was asked for",
    EventKind.LINK_USED: "A link was used",
    EventKind.PASSKEY_ADDED: "A passkey for signing in was added",
    EventKind.PASSKEY_REMOVED: "A passkey for signing in was removed",
    EventKind.SESSION_BEGUN: "Somebody signed in",
    EventKind.FOUNDING_BEGUN: "One of two registrars signed the founding statement",
    EventKind.KEY_MADE: "A signing key was made",
    EventKind.KEY_CLAIMED: "A signing key was claimed",
    EventKind.KEY_VOUCHED: "A registrar vouched for a signing key",
    EventKind.KEY_LOST: "A signing key was reported lost by its holder",
    EventKind.KEY_REVOKED: "A signing key was revoked",
    EventKind.OFFICE_ENDED: "An office holder's term ended",
    EventKind.RECOVERY_BEGUN: "One of two people signed the recovery of a key",
    EventKind.KEY_RECOVERED: "Two people gave somebody who lost every key a new one",
    EventKind.RECOVERY_OBJECTED: "The recovery of a key was objected to",
    EventKind.RECOVERY_STOPPED: "The recovery of a key was stopped or taken back",
    EventKind.RECOVERY_COMPLETED: "A recovered key counts",
    EventKind.OBJECTION_RAISED: "Another party raised an objection",
    EventKind.OBJECTION_ANSWERED: "An objection was answered",
    EventKind.OBJECTION_WITHDRAWN: "An objection was withdrawn",
    EventKind.MOU_STARTED: "The agreement was started",
    EventKind.MOU_RENAMED: "The agreement's title, address, summary or parties were changed",
    EventKind.REVISION_MADE: "A new revision of the text was made",
    EventKind.EDITION_TERM_SET: "The term of the agreement was set",
    EventKind.FINDING_MARKED: "A point of the guidance was judged",
    EventKind.EDITION_CIRCULATED: "The draft went out for review",
    EventKind.STAGE_OPENED: "A stage of the review opened",
    EventKind.STAGE_CLOSED: "A stage of the review closed",
    EventKind.LANE_PASSED: "A lane of the review was passed over, with a reason",
    EventKind.SEAT_REMINDED: "A reviewer was reminded of the due date",
    EventKind.SEAT_ESCALATED: "Others were called beside a reviewer who has not answered",
    EventKind.THREAD_OPENED: "A comment was made",
    EventKind.COMMENTS_SENT: "Several comments were sent together",
    EventKind.COMMENT_POSTED: "A reply was posted",
    EventKind.THREAD_DISPOSED: "A comment was answered",
    EventKind.THREAD_REOPENED: "A comment was reopened",
    EventKind.THREAD_WITHDRAWN: "A comment was withdrawn",
    EventKind.THREAD_PLACED: "Somebody said what a comment on words that are gone is about now",
    EventKind.OBJECTION_ESCALATED: "A blocking objection was escalated to both sides",
    EventKind.OBJECTION_OVERRIDDEN: "A side set a blocking objection aside",
    EventKind.VERDICT_GIVEN: "A reviewer gave a verdict",
    EventKind.GUEST_INVITED: "A reviewer without an account was invited",
    EventKind.READING_ASKED: "People were asked to confirm having read the text",
    EventKind.READING_CONFIRMED: "Somebody confirmed having read the text",
    EventKind.READING_REMINDED: "Those who have not confirmed having read the text were reminded",
    EventKind.READING_ENDED: "A list of those who confirm having read the text was ended",
    EventKind.OBSERVER_ADDED: "Somebody was let in to read along",
    EventKind.OBSERVER_REMOVED: "An observer's reading along was ended",
    EventKind.NOTE_WRITTEN: "A member of an adopting body wrote to its clerk",
    EventKind.REVIEW_COMPLETED: "Every stage of the review is complete",
    EventKind.SIGNERS_WARNED: "Somebody who is to sign has no key that will count in time",
    EventKind.SIGNING_REMINDED: "Those who have not signed yet were reminded that the time for signing ends",
    EventKind.WINDOW_PLANNED: "A public comment window was announced",
    EventKind.WINDOW_OPENED: "The public comment window opened",
    EventKind.WINDOW_EXTENDED: "The public comment window was made longer",
    EventKind.WINDOW_CLOSED: "The public comment window closed",
    EventKind.WINDOW_CANCELLED: "The public comment window was cancelled, with a reason",
    EventKind.PUBLIC_SENT: "Somebody of the public wrote a comment and was asked to confirm it",
    EventKind.PUBLIC_CONFIRMED: "Somebody of the public made a comment",
    EventKind.PUBLIC_MODERATED: "A public comment was held, hidden or shown, with a reason",
    EventKind.PUBLIC_ANSWERED: "A public comment was answered",
    EventKind.EDITION_FROZEN: "The text was frozen",
    EventKind.DELEGATION_AGREED: "It was agreed whom a body may let change the text after its vote",
    EventKind.DELEGATION_ENDED: "What a body may let somebody change was taken back",
    EventKind.CORRECTION_PROPOSED: "A correction of the adopted text was proposed",
    EventKind.EDITION_CORRECTED: "Somebody answered for a correction of the adopted text",
    EventKind.EDITION_SERVED: "The frozen text was served to a signatory",
    EventKind.EDITION_ADOPTED: "A body adopted the text",
    EventKind.VOTE_FAILED: "A body did not adopt the text",
    EventKind.EDITION_SIGNED: "Signed",
    EventKind.EDITION_ATTESTED: "A signature made by hand on paper was attested by two people",
    EventKind.ORDER_SET: "It was said in which order the parties sign",
    EventKind.PAPER_ALLOWED: "It was said who may sign on paper",
    EventKind.PAPER_FILED: "The scan of a sheet signed by hand was handed in",
    EventKind.PAPER_ATTESTED: "The first of two people attested a sheet signed by hand",
    EventKind.PAPER_WITHDRAWN: "The scan of a sheet signed by hand was withdrawn",
    EventKind.EDITION_DECLINED: "Declined",
    EventKind.EDITION_VOIDED: "The frozen text was reopened; what was signed on it no longer counts",
    EventKind.EDITION_EXECUTED: "Everyone required has signed",
    EventKind.EDITION_WITHDRAWN: "The edition was withdrawn",
    EventKind.EDITION_PUBLISHED: "The public copy was published",
    EventKind.HIDING_ASKED: "It was asked what stays hidden before publication",
    EventKind.HIDING_PROPOSED: "Something was proposed about the public copy",
    EventKind.HIDING_REFUSED: "A proposal about the public copy was refused",
    EventKind.HIDING_SHOWN: "It was decided to publish the whole text",
    EventKind.HIDING_DUE: "What is hidden is due for another look",
    EventKind.PRIVATE_RECEIVED: "A party acknowledged its private package",
    EventKind.EDITION_REDACTED: "Parts of the text were hidden, as was agreed before signing",
    EventKind.EDITION_RELEASED: "Hidden parts were released",
    EventKind.EDITION_WITHHELD: "Parts of the text were withheld by an order",
    EventKind.EDITION_REMOVED: "The public copy was taken down",
    EventKind.EDITION_FILED: "The agreement was filed or posted",
    EventKind.REVIEW_BEGUN: "The yearly review began",
    EventKind.REVIEW_REMINDED: "A reminder of the review was sent",
    EventKind.OUTCOME_RECORDED: "A party recorded its outcome of the review",
    EventKind.EDITION_OPENED: "The next edition was opened from the signed text",
}
