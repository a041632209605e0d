"""Who may do what: one table from act to predicate and the reason given with a "no".

Every page, API call and task asks this table. A predicate reads as a sentence about an actor and a case. What a
person may not *see* is never refused here: queries do not find it (`NotFound`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from workflow.core.bodies import clerk_of, sits_at
from workflow.core.errors import Forbidden, SignInNeeded
from workflow.core.hiding import APPROVING
from workflow.core.paper import FIRST
from workflow.core.people import DESK_OFFICES, SIGNING_OFFICES, Actor, Office
from workflow.core.recovery import HELPING


@dataclass(frozen=True)
class Case:
    """What an act is about, as far as permission needs to know.

    `parties`: the parties concerned (of the agreement, or the one party). `seated`: the actor has a seat in the open
    stage. `subject`: the person the act is about or by whom the thing was written. `edition_id`: for guests.
    `bodies`: those that adopt this agreement; their members take no part in its review (`core.bodies`).
    """

    parties: frozenset[str] = frozenset()
    seated: bool = False
    subject: str = ""
    edition_id: str = ""
    offices: frozenset[Office] = frozenset()
    bodies: frozenset[str] = frozenset()


NO_CASE = Case()
Predicate = Callable[[Actor, Case], bool]


def anyone(actor: Actor, case: Case) -> bool:
    return True


def has_an_account(actor: Actor, case: Case) -> bool:
    return actor.signed_in and not actor.guest_of


def is_the_service(actor: Actor, case: Case) -> bool:
    return actor.service


def is_the_subject(actor: Actor, case: Case) -> bool:
    return has_an_account(actor, case) and actor.person_id == case.subject


def takes_part(actor: Actor, case: Case) -> bool:
    """Holds any office at one of the parties, or is a guest or an observer of this very edition."""
    if actor.guest_of:
        return actor.guest_of == case.edition_id
    return bool(actor.party_ids & case.parties)


def speaks(actor: Actor, case: Case) -> bool:
    """Takes part, neither as an observer nor as a member of a body that decides in its meeting."""
    return takes_part(actor, case) and not actor.observes and not sits_in_a_body(actor, case)


def sits_in_a_body(actor: Actor, case: Case) -> bool:
    return bool(sits_at(actor, case.bodies))


def reads_for_a_body(actor: Actor, case: Case) -> bool:
    return bool(clerk_of(actor, case.bodies))


def sits_in_or_reads_for_a_body(actor: Actor, case: Case) -> bool:
    return sits_in_a_body(actor, case) or reads_for_a_body(actor, case)


def observes_it(actor: Actor, case: Case) -> bool:
    return actor.observes and takes_part(actor, case)


def runs_it(actor: Actor, case: Case) -> bool:
    return actor.holds_any(DESK_OFFICES, case.parties) and not sits_in_a_body(actor, case)


def runs_something(actor: Actor, case: Case) -> bool:
    return actor.holds_any(DESK_OFFICES)


def runs_it_or_wrote_it(actor: Actor, case: Case) -> bool:
    return runs_it(actor, case) or (actor.signed_in and actor.person_id == case.subject)


def runs_it_or_is_the_service(actor: Actor, case: Case) -> bool:
    return actor.service or runs_it(actor, case)


def administers_the_party(actor: Actor, case: Case) -> bool:
    return actor.holds_any(frozenset({Office.ADMINISTRATOR}), case.parties)


def is_the_subject_or_administers(actor: Actor, case: Case) -> bool:
    return is_the_subject(actor, case) or administers_the_party(actor, case)


def administers_something(actor: Actor, case: Case) -> bool:
    return actor.holds_any(frozenset({Office.ADMINISTRATOR}))


def has_a_seat(actor: Actor, case: Case) -> bool:
    return case.seated


def is_registrar_of_the_party(actor: Actor, case: Case) -> bool:
    return actor.holds_any(frozenset({Office.REGISTRAR}), case.parties)


def is_another_registrar_of_the_party(actor: Actor, case: Case) -> bool:
    return is_registrar_of_the_party(actor, case) and actor.person_id != case.subject


def is_registrar_elsewhere(actor: Actor, case: Case) -> bool:
    """A registrar of a party other than the one concerned."""
    return any(h.office is Office.REGISTRAR and h.party_id not in case.parties for h in actor.holds)


def has_a_key_office_of_the_party(actor: Actor, case: Case) -> bool:
    """Holds an office of the party whose holders have keys."""
    return actor.holds_any(HELPING, case.parties)


def is_another_with_a_key_office(actor: Actor, case: Case) -> bool:
    return has_a_key_office_of_the_party(actor, case) and actor.person_id != case.subject


def is_the_subject_or_registrar_elsewhere(actor: Actor, case: Case) -> bool:
    return is_the_subject(actor, case) or is_registrar_elsewhere(actor, case)


def holds_the_office(actor: Actor, case: Case) -> bool:
    return actor.holds_any(case.offices or SIGNING_OFFICES, case.parties)


def keeps_its_records(actor: Actor, case: Case) -> bool:
    return actor.holds_any(FIRST, case.parties)


def handles_its_paper(actor: Actor, case: Case) -> bool:
    return runs_it(actor, case) or keeps_its_records(actor, case)


def approves_what_is_hidden(actor: Actor, case: Case) -> bool:
    return actor.holds_any(APPROVING, case.parties)


def is_clerk_of_the_body(actor: Actor, case: Case) -> bool:
    return actor.holds_any(frozenset({Office.CLERK}), case.parties)


@dataclass(frozen=True)
class Rule:
    allows: Predicate
    otherwise: str


_SIGN_IN = "Please sign in first."
_ACCOUNT = "This needs an account of your own."
_DESK = "Only those who run the agreement for one of its parties can do this (for example the student services director, counsel or the executives)."
_ADMIN = "Only an administrator of this party can do this."

ACTS: dict[str, Rule] = {
    # The public
    "public:read": Rule(anyone, ""),
    "public:verify": Rule(anyone, ""),
    "session:begin": Rule(anyone, ""),
    "session:end": Rule(anyone, ""),
    "link:use": Rule(anyone, ""),
    "service:begin": Rule(anyone, ""),
    "public:comment": Rule(anyone, ""),
    "public:confirm": Rule(anyone, ""),
    # Oneself
    "inbox:read": Rule(has_an_account, _SIGN_IN),
    "account:read": Rule(has_an_account, _SIGN_IN),
    "account:passkey:add": Rule(has_an_account, _SIGN_IN),
    "account:passkey:remove": Rule(is_the_subject, "You can only remove your own passkeys."),
    # Parties, people, offices, keys
    "party:read": Rule(has_an_account, _SIGN_IN),
    "party:create": Rule(administers_something, "Only an administrator can add a party."),
    "party:edit": Rule(administers_the_party, _ADMIN),
    "party:person:invite": Rule(administers_the_party, _ADMIN),
    "party:appointment:record": Rule(administers_the_party, _ADMIN),
    "party:appointment:end": Rule(administers_the_party, _ADMIN),
    "party:closure:record": Rule(administers_the_party, _ADMIN),
    "party:deputy:name": Rule(is_the_subject_or_administers, "Only the person who is away, or an administrator of this party, can name a deputy."),
    "party:deputy:end": Rule(is_the_subject_or_administers, "Only the person who was away, or an administrator of this party, can end this."),
    "party:route:read": Rule(takes_part, "Only the people of this party can see the routes it keeps."),
    "party:route:keep": Rule(runs_it, "Only those who run agreements for this party can keep a route."),
    "party:found": Rule(is_registrar_of_the_party, "Only the party's two registrars can make its founding statement."),
    "party:accept": Rule(is_registrar_elsewhere, "Only a registrar of another party can accept this one."),
    "key:claim": Rule(has_an_account, "You can only claim a signing key for yourself."),
    "key:vouch": Rule(is_another_registrar_of_the_party, "A registrar of this party, and not the person whose key it is, must vouch."),
    "key:lose": Rule(has_an_account, _SIGN_IN),
    "key:revoke": Rule(is_registrar_of_the_party, "Only a registrar of this party can revoke a key."),
    "key:recover": Rule(is_another_with_a_key_office, "Two other people of this party recover a key, each with an own key; never the person alone."),
    "key:recovery:object": Rule(is_the_subject_or_registrar_elsewhere, "Only the person, or a registrar of another party, can object to a recovery."),
    "key:recovery:stop": Rule(is_the_subject, "Only the person whose key it would be can stop this without a key."),
    "key:recovery:withdraw": Rule(has_a_key_office_of_the_party, "Only the people of this party who have keys can take this back."),
    "party:object": Rule(is_registrar_elsewhere, "Only a registrar of another party can object."),
    "party:objection:answer": Rule(is_registrar_of_the_party, "Only a registrar of this party can answer for it."),
    "party:objection:withdraw": Rule(is_registrar_of_the_party, "Only a registrar of the party that objected can withdraw the objection."),
    # Drafting
    "mou:start": Rule(runs_something, "Only someone who runs agreements for a school, district or agency can start one."),
    "mou:read": Rule(takes_part, "Only the parties of this agreement can see this."),
    "edition:read": Rule(takes_part, "Only the parties of this agreement can see this."),
    "edition:edit": Rule(runs_it, _DESK),
    # Review
    "edition:circulate": Rule(runs_it, _DESK),
    "edition:comment": Rule(speaks, "Only the parties of this agreement can comment here."),
    "edition:dispose": Rule(runs_it, _DESK),
    "edition:objection:escalate": Rule(runs_it, _DESK),
    "edition:objection:override": Rule(runs_it, _DESK),
    "edition:suggestion:accept": Rule(runs_it, _DESK),
    "edition:thread:withdraw": Rule(runs_it_or_wrote_it, "Only the person who began this thread can withdraw it."),
    "edition:thread:place": Rule(runs_it_or_wrote_it, "Only the person who wrote this comment, or those who run the agreement, can say what it is about now."),
    "edition:decide": Rule(has_a_seat, "Only those whose turn it is in the open stage can approve or request changes."),
    "edition:stage:advance": Rule(runs_it, _DESK),
    "edition:guest:invite": Rule(runs_it, _DESK),
    "edition:list:keep": Rule(runs_it, _DESK),
    "edition:acknowledge": Rule(has_a_seat, "Only those who are asked to confirm having read this can do so."),
    "edition:observer:keep": Rule(runs_it, _DESK),
    "edition:observer:ask": Rule(observes_it, "Only an observer of this edition can ask for these letters."),
    "edition:note:read": Rule(sits_in_or_reads_for_a_body, "This is between the members of an adopting body and its clerk."),
    "edition:note:write": Rule(sits_in_a_body, "Only members of a body that adopts this agreement write to its clerk here."),
    "edition:note:carry": Rule(reads_for_a_body, "Only the clerk of the adopting body, who is none of its members, can do this."),
    # Public comment
    "edition:window:run": Rule(runs_it, _DESK),
    "edition:window:moderate": Rule(runs_it, _DESK),
    # Signing
    "edition:freeze": Rule(runs_it, _DESK),
    "edition:reopen": Rule(runs_it, _DESK),
    "edition:withdraw": Rule(runs_it, _DESK),
    "edition:delegate": Rule(runs_it, _DESK),
    "edition:correct": Rule(runs_it, _DESK),
    "edition:correction:answer": Rule(holds_the_office, "Only those to whom a body gave the authority, and counsel of the parties that sign, answer for a correction."),
    "edition:adopt": Rule(is_clerk_of_the_body, "Only the clerk of the adopting body can record its vote."),
    "edition:sign": Rule(holds_the_office, "Only the person who holds the office named in the agreement can sign for it."),
    "edition:decline": Rule(holds_the_office, "Only the person who holds the office named in the agreement can decline for it."),
    "edition:order:set": Rule(runs_it, _DESK),
    "edition:paper:allow": Rule(runs_it, _DESK),
    "edition:paper:file": Rule(keeps_its_records, "Only a clerk or a registrar of the party that signs can hand in its sheet."),
    "edition:paper:attest": Rule(keeps_its_records, "Only a clerk or a registrar of one of the parties attests or withdraws a sheet."),
    "edition:paper:read": Rule(handles_its_paper, "A scan is private: only those who run the agreement, clerks and registrars of its parties see it."),
    # Publication and renewal
    "edition:public:propose": Rule(runs_it, _DESK),
    "edition:public:approve": Rule(approves_what_is_hidden, "Only an executive, a clerk or a registrar of one of the parties can decide this."),
    "edition:private:take": Rule(runs_it, _DESK),
    "edition:publish": Rule(is_the_service, "The service publishes by itself once everyone has signed."),
    "edition:rereview": Rule(runs_it_or_is_the_service, _DESK),
    "edition:outcome": Rule(runs_it, _DESK),
    "edition:file": Rule(runs_it, _DESK),
    # The demo and development
    "demo:people": Rule(anyone, ""),
    "mailbox:read": Rule(anyone, ""),
}  # fmt: skip


def may(act: str, actor: Actor, case: Case = NO_CASE) -> bool:
    """Whether the table allows it. Raises KeyError for an act that is not in the table: a fault, not a refusal."""
    return ACTS[act].allows(actor, case)


def require(act: str, actor: Actor, case: Case = NO_CASE) -> None:
    """Pass silently, or raise SignInNeeded (nobody is signed in) or Forbidden with the table's reason."""
    if may(act, actor, case):
        return
    if not actor.signed_in and not actor.service:
        raise SignInNeeded()
    raise Forbidden(ACTS[act].otherwise)
