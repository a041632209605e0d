from datetime import date, timedelta

import pytest

from tests.evidence import factory
from tests.evidence.installation import START
from workflow.evidence import statement
from workflow.evidence.canonical import b64u, loads
from workflow.evidence.correction import correction
from workflow.evidence.errors import Bad
from workflow.evidence.statement import Common

HASH = b64u(b"h" * 32)
WHO = Common(
    deployment="d",
    rp_id="localhost",
    party=HASH,
    person="p",
    name="Flo Foster",
    office="chief",
    title="Chief of Police",
    capacity="holder",
    key=HASH,
    party_state=HASH,
    nonce=b"n" * 32,
    issued=START,
    expires=START + timedelta(minutes=5),
)
ABOUT = {"mou": "m", "edition": 1, "head": HASH, "enrolment": HASH}


def test_every_act_is_written_as_it_is_read():
    key = factory.SoftwareKey("EdDSA").record
    registrars = [{"key": key, "name": n, "person": n.lower(), "title": "Registrar"} for n in ("Ann", "Bo")]
    always = {
        "deployment": "d",
        "rp_id": "localhost",
        "nonce": b"n" * 32,
        "issued": START,
        "expires": WHO.expires,
    }
    claim = Common(**(vars(WHO) | {"key": key["id"]}))
    authority = {"date": "2026-01-12", "kind": "minute", "reference": "Minutes"}
    written = {
        "genesis": statement.genesis(
            **always, kind="agency", legal_name="Springfield PD", authority="The chief.", resolution="Yes.",
            contact="a@example.org", registrars=registrars,
        ),
        "acceptance": statement.acceptance(WHO, accepted=HASH, checked="In person."),
        "enrolment-claim": statement.enrolment_claim(claim, from_=date(2026, 1, 12), new_key=key),
        "enrolment-vouch": statement.enrolment_vouch(WHO, claim=HASH, subject="p", authority=authority),
        "office-end": statement.office_end(WHO, subject="p", subject_office="chief", ended=START, reason="Retired."),
        "key-revoked": statement.key_revoked(WHO, revoked=HASH, compromised_since=START, reason="Lost."),
        "approval": statement.approval(WHO, **ABOUT, slot="s1"),
        "decline": statement.decline(WHO, **ABOUT, slot="s1", reason="Too wide."),
        "adoption": statement.adoption(
            WHO, **ABOUT, body="board", meeting=date(2026, 5, 14), item="7b", resolution="2026-31", vote=(7, 1, 0),
            minutes=HASH, 
            delegated=[{"kind": "scrivener", "limit": "Typing errors.", "office": "counsel", "party": HASH}],
        ),
        "correction": correction(
            WHO, **ABOUT, adopted=HASH, kind="scrivener", reason="A typing error.",
            changed=[{"after": HASH, "before": HASH, "part": "4/2"}],
        ),
    } | {
        act: statement.ceremony(act, **always, purpose="edition:sign", person="p") for act in statement.CEREMONIES
    }  # fmt: skip
    for act, said in written.items():
        members = statement.read(act, said)
        assert members["intent"] == statement.INTENT[act] and members["nonce"] == b64u(b"n" * 32)
        for other in written.keys() - {act}:
            with pytest.raises(Bad):
                statement.read(other, said)
    assert loads(written["adoption"])["vote"] == {"abstain": 0, "no": 1, "yes": 7}


def test_media_types_and_acts_are_one_to_one():
    assert len(statement.ACT_OF) == len(statement.ACTS) + len(statement.CEREMONIES) == 23
    assert statement.MEDIA["approval"] == "application/vnd.sro-mou.approval.v1+json"
    assert len(set(statement.INTENT.values())) == len(statement.INTENT)


@pytest.mark.parametrize(
    "twist",
    [
        {"name": "Flo\nFoster"},
        {"name": "Flo\u202eFoster"},
        {"name": ""},
        {"capacity": "deputy"},
        {"nonce": b"short"},
        {"expires": START},
        {"office": "Chief"},
        {"key": "short"},
    ],
)
def test_what_may_not_stand_in_a_statement_is_not_written(twist):
    with pytest.raises(Bad) as refused:
        statement.approval(Common(**(vars(WHO) | twist)), **ABOUT, slot="s1")
    assert refused.value.code == "statement.members"
