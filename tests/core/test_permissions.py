"""Every act x persona, cell by cell: the table below is the whole policy, as a person would check it."""

import pytest

from workflow.core.errors import Forbidden, SignInNeeded
from workflow.core.people import NOBODY, SERVICE, Actor, Hold, Office, PartyKind
from workflow.core.permissions import ACTS, Case, may, require

DISTRICT, AGENCY, BODY, ELSEWHERE, EDITION = "district", "agency", "body", "elsewhere", "edition-1"
OURS = frozenset({DISTRICT, AGENCY, BODY})


def person(name: str, *holds: tuple[str, PartyKind, Office], guest_of: str = "") -> Actor:
    return Actor(name, name, tuple(Hold(party, kind, office) for party, kind, office in holds), guest_of)


PERSONAS = {
    "a stranger": NOBODY,
    "the service": SERVICE,
    "a guest": person("guest", guest_of=EDITION),
    "a guest of another": person("guest2", guest_of="edition-2"),
    "an outsider": person("outsider", (ELSEWHERE, PartyKind.DISTRICT, Office.COUNSEL)),
    "a principal": person("principal", (DISTRICT, PartyKind.DISTRICT, Office.PRINCIPAL)),
    "an officer": person("sro", (AGENCY, PartyKind.AGENCY, Office.SRO)),
    "the director": person("director", (DISTRICT, PartyKind.DISTRICT, Office.STUDENT_SERVICES)),
    "the superintendent": person("super", (DISTRICT, PartyKind.DISTRICT, Office.SUPERINTENDENT)),
    "the chief": person("chief", (AGENCY, PartyKind.AGENCY, Office.CHIEF)),
    "a registrar": person("registrar", (DISTRICT, PartyKind.DISTRICT, Office.REGISTRAR)),
    "a registrar elsewhere": person("registrar2", (ELSEWHERE, PartyKind.DISTRICT, Office.REGISTRAR)),
    "the body's clerk": person("clerk", (BODY, PartyKind.BODY, Office.CLERK)),
    "a member": person("member", (BODY, PartyKind.BODY, Office.MEMBER)),
    "the chair, counsel too": person(
        "chair", (BODY, PartyKind.BODY, Office.BOARD_CHAIR), (DISTRICT, PartyKind.DISTRICT, Office.COUNSEL)
    ),
    "a clerk who votes": person(
        "clerk2", (BODY, PartyKind.BODY, Office.CLERK), (BODY, PartyKind.BODY, Office.MEMBER)
    ),
    "an observer": Actor("observer", "observer", guest_of=EDITION, observes=True),
    "an administrator": person("admin", (DISTRICT, PartyKind.DISTRICT, Office.ADMINISTRATOR)),
}
EVERYBODY = set(PERSONAS)
GUESTS = {"a guest", "an observer"}
ACCOUNTS = EVERYBODY - {"a stranger", "the service", "a guest of another", *GUESTS}
INSIDERS = ACCOUNTS - {"an outsider", "a registrar elsewhere"}
MEMBERS = {"a member", "the chair, counsel too", "a clerk who votes"}
"""Who decides in a meeting: no other office lets them into the review."""
DESK = {"the director", "the superintendent", "the chief", "an administrator", "the body's clerk"}
RUNS_SOMETHING = DESK | {"the chair, counsel too", "a clerk who votes"}
SIGNERS = {"the superintendent", "the chief", "a principal", "the chair, counsel too"}
KEYED = SIGNERS | {"a registrar", "the body's clerk", "a clerk who votes"}
KEEPERS = {"a registrar", "the body's clerk", "a clerk who votes"}
"""The acts whose case is the agreement of our three parties, nobody seated, the subject somebody else."""
OF_THE_AGREEMENT: dict[str, set[str]] = {
    "public:read": EVERYBODY, "public:verify": EVERYBODY, "session:begin": EVERYBODY, "session:end": EVERYBODY,
    "public:comment": EVERYBODY, "public:confirm": EVERYBODY, "edition:window:run": DESK, "edition:window:moderate": DESK,
    "link:use": EVERYBODY, "service:begin": EVERYBODY, "demo:people": EVERYBODY, "mailbox:read": EVERYBODY,
    "inbox:read": ACCOUNTS, "account:read": ACCOUNTS, "account:passkey:add": ACCOUNTS, "account:passkey:remove": set(),
    "party:read": ACCOUNTS, "key:claim": ACCOUNTS,
    "party:create": {"an administrator"}, "party:edit": {"an administrator"}, "party:person:invite": {"an administrator"},
    "party:appointment:record": {"an administrator"}, "party:appointment:end": {"an administrator"},
    "party:closure:record": {"an administrator"}, "party:deputy:name": {"an administrator"}, "party:deputy:end": {"an administrator"},
    "party:route:read": INSIDERS | GUESTS, "party:route:keep": DESK,
    "party:found": {"a registrar"}, "party:accept": {"a registrar elsewhere"},
    "key:lose": ACCOUNTS, "party:object": {"a registrar elsewhere"}, "party:objection:answer": {"a registrar"},
    "party:objection:withdraw": {"a registrar"},
    "key:recover": KEYED, "key:recovery:object": {"a registrar elsewhere"}, "key:recovery:stop": set(), "key:recovery:withdraw": KEYED,
    "key:vouch": {"a registrar"}, "key:revoke": {"a registrar"},
    "mou:start": RUNS_SOMETHING | {"an outsider"},
    "mou:read": INSIDERS | GUESTS, "edition:read": INSIDERS | GUESTS, "edition:comment": INSIDERS - MEMBERS | {"a guest"},
    "edition:list:keep": DESK, "edition:acknowledge": set(), "edition:observer:keep": DESK, "edition:observer:ask": {"an observer"}, "edition:note:read": MEMBERS | {"the body's clerk"}, "edition:note:write": MEMBERS, "edition:note:carry": {"the body's clerk"},
    "edition:edit": DESK, "edition:circulate": DESK, "edition:dispose": DESK, "edition:suggestion:accept": DESK, "edition:objection:escalate": DESK, "edition:objection:override": DESK, "edition:thread:withdraw": DESK, "edition:thread:place": DESK,
    "edition:decide": set(), "edition:stage:advance": DESK, "edition:guest:invite": DESK,
    "edition:freeze": DESK, "edition:reopen": DESK, "edition:withdraw": DESK,
    "edition:delegate": DESK, "edition:correct": DESK, "edition:correction:answer": SIGNERS,
    "edition:adopt": {"the body's clerk", "a clerk who votes"},
    "edition:sign": SIGNERS, "edition:decline": SIGNERS,
    "edition:order:set": DESK, "edition:paper:allow": DESK, "edition:paper:file": KEEPERS, "edition:paper:attest": KEEPERS, "edition:paper:read": DESK | KEEPERS,
    "edition:public:propose": DESK, "edition:private:take": DESK,
    "edition:public:approve": {"the superintendent", "the chief", "a principal", "a registrar", "the body's clerk", "a clerk who votes", "the chair, counsel too"},
    "edition:publish": {"the service"}, "edition:rereview": DESK | {"the service"}, "edition:outcome": DESK, "edition:file": DESK,
}  # fmt: skip
CASE = Case(parties=OURS, subject="somebody else", edition_id=EDITION, bodies=frozenset({BODY}))


def test_the_table_below_covers_every_act() -> None:
    assert set(OF_THE_AGREEMENT) == set(ACTS)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("persona", PERSONAS)
def test_each_act_by_each_persona(act: str, persona: str) -> None:
    actor = PERSONAS[persona]
    if persona in OF_THE_AGREEMENT[act]:
        assert may(act, actor, CASE)
        require(act, actor, CASE)
        return
    assert not may(act, actor, CASE)
    with pytest.raises(SignInNeeded if actor is NOBODY else Forbidden) as refused:
        require(act, actor, CASE)
    assert refused.value.reason


@pytest.mark.parametrize(
    "act", [act for act in ACTS if act not in OF_THE_AGREEMENT or OF_THE_AGREEMENT[act] != EVERYBODY]
)
def test_every_no_has_a_reason(act: str) -> None:
    assert ACTS[act].otherwise.endswith(".")


def test_a_seat_lets_its_holder_decide() -> None:
    seated = Case(parties=OURS, seated=True)
    assert may("edition:decide", PERSONAS["an officer"], seated)


def test_who_began_a_thread_may_withdraw_it() -> None:
    mine = Case(parties=OURS, subject="sro")
    assert may("edition:thread:withdraw", PERSONAS["an officer"], mine)
    assert not may("edition:thread:withdraw", PERSONAS["a principal"], mine)
    assert may("edition:thread:place", PERSONAS["an officer"], mine)
    assert not may("edition:thread:place", PERSONAS["a principal"], mine)


def test_one_removes_only_ones_own_passkeys() -> None:
    assert may("account:passkey:remove", PERSONAS["the chief"], Case(subject="chief"))
    assert not may("account:passkey:remove", PERSONAS["the chief"], Case(subject="super"))


def test_who_is_away_names_the_deputy() -> None:
    mine = Case(parties=OURS, subject="principal")
    assert may("party:deputy:name", PERSONAS["a principal"], mine)
    assert not may("party:deputy:name", PERSONAS["an officer"], mine)


def test_nobody_vouches_for_himself() -> None:
    assert not may("key:vouch", PERSONAS["a registrar"], Case(parties=OURS, subject="registrar"))


def test_nobody_recovers_himself_and_only_he_objects_for_himself() -> None:
    assert not may("key:recover", PERSONAS["the chief"], Case(parties=OURS, subject="chief"))
    assert may("key:recovery:object", PERSONAS["the chief"], Case(parties=OURS, subject="chief"))
    assert may("key:recovery:stop", PERSONAS["the chief"], Case(parties=OURS, subject="chief"))
    assert not may("key:recovery:object", PERSONAS["a registrar"], CASE)


def test_only_the_office_named_signs() -> None:
    chief_only = Case(parties=frozenset({AGENCY}), offices=frozenset({Office.CHIEF}))
    assert may("edition:sign", PERSONAS["the chief"], chief_only)
    assert not may("edition:sign", PERSONAS["the superintendent"], chief_only)


def test_an_act_outside_the_table_is_a_fault() -> None:
    with pytest.raises(KeyError):
        may("edition:improvise", SERVICE)


@pytest.mark.parametrize(
    ("act", "office"),
    [
        ("party:edit", Office.ADMINISTRATOR),
        ("edition:sign", Office.CHIEF),
        ("edition:adopt", Office.CLERK),
    ],
)
def test_the_same_office_elsewhere_opens_nothing_here(act: str, office: Office) -> None:
    here = person("here", (AGENCY, PartyKind.AGENCY, office))
    elsewhere = person("elsewhere", (ELSEWHERE, PartyKind.AGENCY, office))
    case = Case(parties=frozenset({AGENCY}), offices=frozenset({office}))
    assert may(act, here, case) and not may(act, elsewhere, case)
