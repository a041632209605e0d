import pytest

from tests.evidence import factory
from tests.evidence.test_statement import ABOUT, HASH, WHO
from workflow.evidence import statement
from workflow.evidence.canonical import dumps, loads, unb64u
from workflow.evidence.errors import Bad
from workflow.evidence.statement_table import ACTS, MEMBERS, RULES, judge, read

APPROVAL = loads(statement.approval(WHO, **ABOUT, slot="s1"))


@pytest.mark.parametrize("act", ["void", "withdrawal", "key-rotation", "hello"])
def test_a_reserved_act_is_refused(act):
    with pytest.raises(Bad) as refused:
        read(act, b"{}")
    assert refused.value.code == "statement.unsupported"


def test_every_other_act_has_a_rule():
    assert set(RULES) - set(ACTS) == {"sign-in", "step-up", "key-registration"}
    assert set(RULES) == set(MEMBERS)


@pytest.mark.parametrize("data", [b"", b"{", dumps(APPROVAL) + b"\n", b'{"a":1.5}'])
def test_a_statement_is_canonical(data):
    with pytest.raises(Bad) as refused:
        read("approval", data)
    assert refused.value.code == "statement.json"


@pytest.mark.parametrize("name", sorted(APPROVAL))
def test_no_member_may_lack_or_be_of_another_kind(name):
    for changed in (
        {n: v for n, v in APPROVAL.items() if n != name},
        APPROVAL | {name: []},
        APPROVAL | {name: -7},
    ):
        with pytest.raises(Bad) as refused:
            judge("approval", changed)
        assert refused.value.code == "statement.members"


def test_a_claim_is_by_the_key_it_claims():
    cast = factory.ready()
    entry = next(e for e in cast.agency.chain if e.leaf["type"] == statement.MEDIA["enrolment-claim"])
    said = loads(statement_of(entry))
    with pytest.raises(Bad, match="the key it claims"):
        judge("enrolment-claim", said | {"key": HASH})
    with pytest.raises(Bad, match="hash of the key"):
        judge("enrolment-claim", said | {"key": HASH, "new_key": said["new_key"] | {"id": HASH}})


def test_a_genesis_holds_two_consistent_keys():
    said = loads(statement_of(factory.ready().agency.chain[0]))
    first, second = said["registrars"]
    wrong = first | {"key": first["key"] | {"kind": "synced"}}
    for registrars in ([first], [first, second, second], [wrong, second]):
        with pytest.raises(Bad):
            judge("genesis", said | {"registrars": registrars})


def statement_of(entry):
    """The raw statement of a chain entry."""
    return unb64u(entry.envelope["statement"])
