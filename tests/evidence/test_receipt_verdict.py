"""A receipt before the verifier: what it tells, of whom, and that it never says more than it can know. That it refuses stands in the vectors."""

from datetime import datetime, timedelta

import pytest

from tests.evidence import factory
from tests.evidence.judging import failed
from tests.evidence.test_outside import LIBRARY, TIME
from tests.vectors import receipted
from workflow.evidence import receipt
from workflow.evidence.canonical import unb64u
from workflow.evidence.cosignature import cosign, vkey
from workflow.evidence.fields import read_moment
from workflow.evidence.fingerprint import fingerprint
from workflow.evidence.verify import verify

MADE = {case.name: case for case in receipted.cases()}
DID = {
    "good-approval": ("Flo Foster, Chief of Police, signed the text", "Flo Foster, Chief of Police, firmó el texto"),
    "good-decline": ("Eve Ellis, Superintendent, declined to sign the text", "rehusó firmar el texto"),
    "good-adoption": ("Clerk of the Board, recorded that a board or council adopted the text", "aprobó el texto"),
    "good-correction": ("answered for a correction of the text", "respondió de una corrección del texto"),
    "good-attested": ("Registrar, attested a signature that was made on paper", "dio fe de una firma hecha en papel"),
}  # fmt: skip


def judged(name, **more):
    return verify(MADE[name].package, MADE[name].policy, **more)


@pytest.mark.parametrize("name", DID)
def test_the_first_sentence_says_who_did_what_and_where_it_stands(name):
    found = judged(name)
    english, spanish = DID[name]
    assert found.exit_code == 0 and english in found.sentence() and spanish in found.sentence("es")
    assert f"(place {found.receipt.place} of {found.receipt.size})" in found.sentence()
    assert fingerprint(unb64u(found.head)) in found.sentence("es") and found.edition == 1


@pytest.mark.parametrize("name", MADE)
def test_it_never_says_that_a_signature_holds_or_that_this_is_the_text(name):
    found = judged(name)
    said = f"{found.sentence()} {found.sentence('es')} {found.to_json()}"
    assert "text both sides signed" not in said and "que firmaron ambas partes" not in said
    assert found.signatories == () and not found.day
    assert not {check.id for check in found.checks if check.ok} & {
        "signer.approval",
        "signature.value",
        "slot.filled",
    }
    if found.receipt:
        last = found.checks[-1]
        assert last.id == "receipt.signature" and "is checked with the package" in last.detail


def test_the_contract_has_the_same_members():
    assert list(judged("good-approval").as_dict()) == list(verify(*factory.good_package()).as_dict())


def test_without_a_policy_it_is_consistent_and_the_log_is_nobodys():
    found = judged("no-policy")
    assert found.consistent and "whose log it is of" in found.sentence() and "de quién es el libro" in found.sentence("es")  # fmt: skip
    assert "log.checkpoint" not in {check.id for check in found.checks}
    assert judged("witness-alone").consistent


def test_what_does_not_hold_is_named():
    assert judged("another-log").sentence() == (
        "We could not confirm this receipt: its record is kept in a log that we were not told to trust."
    )
    assert judged("words-of-another").sentence("es") == (
        "No pudimos confirmar este recibo: no es el recibo de un acto firmado, o lo que dice no es lo que consta."
    )
    assert judged("no-extra").sentence() == (
        "This file cannot be checked: it is not a receipt of a signed act, or what it says is not what was recorded."
    )
    assert failed(judged("statement-of-another")) == ["log.proof", "chain.envelope"]
    assert failed(judged("another-log")) == ["log.key", "log.inclusion"]


def test_nothing_is_recorded_or_cosigned_tomorrow():
    made = MADE["good-approval"]
    at = read_moment(receipt.opened(made.package)[1]["leaf"]["at"])
    assert verify(made.package, made.policy, at - timedelta(hours=23)).exit_code == 0
    assert failed(verify(made.package, made.policy, at - timedelta(hours=25))) == ["chain.time"]
    world, late = factory.signed().world, TIME + 10 * 86400
    line = cosign(world.checkpoint(), *LIBRARY, late).line()
    whole = receipted.written(world, receipted.entry(world, "signed"), note=world.checkpoint() + line)
    trust = world.policy(witnesses=[vkey(*LIBRARY)])
    signed = datetime.fromtimestamp(late, tz=at.tzinfo)
    assert verify(whole, trust, signed).exit_code == 0
    assert failed(verify(whole, trust, signed - timedelta(days=2))) == ["log.witnesses"]


def test_no_byte_of_a_receipt_can_be_exchanged():
    made = MADE["good-witnesses"]
    bent = (
        made.package[:at] + bytes([made.package[at] ^ 1]) + made.package[at + 1 :]
        for at in range(len(made.package))
    )
    assert [at for at, data in enumerate(bent) if verify(data, made.policy).exit_code == 0] == []
