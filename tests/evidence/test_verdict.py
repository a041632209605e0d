import json
from dataclasses import replace

from workflow.evidence.canonical import b64u, dumps
from workflow.evidence.chain import Link
from workflow.evidence.errors import Bad
from workflow.evidence.party_chain import Warned
from workflow.evidence.verdict import Check, Ledger, Signatory, Verdict, day_in_words, unheard

CHIEF, HEAD = (
    Signatory("Flo Foster", "Chief of Police", "software", True),
    Signatory("Eve Ellis", "Superintendent", "synced", True),
)
GOOD = Check("text.root", True, "4 parts")


def verdict(kind, *checks, missing=(), people=(CHIEF, HEAD)):
    return Verdict(kind, "policy", "h", 1, people, checks, missing, "12 May 2026")


def test_a_parent_reads_one_sentence():
    assert verdict("verified", GOOD).sentence() == (
        "This is the text both sides signed. Signed by Flo Foster, Chief of Police, and Eve Ellis, Superintendent, "
        "on 12 May 2026. Nothing has been changed."
    )
    three = verdict("verified", GOOD, people=(CHIEF, HEAD, CHIEF)).sentence()
    assert "Flo Foster, Chief of Police; Eve Ellis, Superintendent, and Flo Foster" in three


EARLY, LATE = Warned("Flo Foster", "2026-05-12T06:30:00Z"), Warned("Gil Gray", "2026-05-11T18:00:00Z")
WARNED = Check("signer.approval", True, "approved", (EARLY, LATE))


def test_a_parent_reads_a_sentence_more_for_each_warning_once():
    """In the days of the place where the agreement lives."""
    twice = replace(verdict("verified", GOOD, WARNED, WARNED), zone="America/Los_Angeles")
    first, english = verdict("verified", GOOD).sentence(), twice.sentence()
    assert english.startswith(
        f"{first} Warning: the key of Flo Foster, which signed here, was reported later as not to be trusted since 11 May 2026, "
    )
    assert english.count("Warning:") == 2 and english.endswith(
        "Ask the parties whether that signature stands."
    )
    assert "Advertencia: después se informó de que la llave de Gil Gray, " in twice.sentence("es")
    assert "no es de fiar desde el 11 de mayo de 2026" in twice.sentence("es")
    assert twice.exit_code == 0


def test_a_step_and_a_signatory_have_a_warning_only_where_there_is_one():
    warned = verdict("verified", GOOD, WARNED, people=(replace(CHIEF, warned=(EARLY,)), HEAD)).as_dict()
    words = "the key of Flo Foster was later revoked as compromised since 2026-05-12T06:30:00Z"
    assert warned["checks"][0] == {"id": "text.root", "ok": True, "detail": "4 parts"}
    assert warned["checks"][1]["warning"].startswith(f"{words}; the key of Gil Gray")
    assert [one.get("warning") for one in warned["signatories"]] == [words, None]


def test_a_step_has_the_warnings_that_were_met_in_it_unless_it_fails():
    ledger = Ledger()

    def fails(detail):
        ledger.warned.append(EARLY)
        raise Bad("signature.value", "does not fit")

    ledger.block("one", lambda detail: ledger.warned.extend((EARLY, EARLY)))
    ledger.block("two", fails)
    ledger.block("three", lambda detail: detail.append("held"))
    assert [check.warned for check in ledger.checks] == [(EARLY,), (), ()]


def test_what_could_not_be_confirmed_is_named():
    wrong = verdict("not_verified", Check("text.root", False, "another text"), missing=("another text",))
    assert wrong.sentence() == (
        "We could not confirm that this is the text both sides signed: the text is not the one that was signed."
    )
    assert not wrong.consistent


def test_without_a_policy_it_is_consistent_and_says_so():
    alone = verdict("not_verified", GOOD, Check("policy.present", False, "none"), missing=("none",))
    assert alone.consistent and "whose keys these are is unknown" in alone.sentence()


def test_an_unusable_file_is_no_verdict_on_a_text():
    broken = verdict("unusable", Check("package.json", False, "not JSON"), missing=("not JSON",))
    assert broken.sentence() == (
        "This file cannot be checked: it is not a package of a signed agreement, or it was damaged."
    )
    assert not broken.consistent


def test_every_verdict_has_its_sentence_in_spanish():
    assert verdict("verified", GOOD).sentence("es") == (
        "Este es el texto que firmaron ambas partes. Lo firmaron el 12 de mayo de 2026: Flo Foster, Chief of Police; "
        "Eve Ellis, Superintendent. No se ha cambiado nada."
    )
    wrong = verdict("not_verified", Check("text.root", False, "another text"))
    assert wrong.sentence("es").endswith("ambas partes: el texto no es el que se firmó.")


def test_the_exit_code_is_the_verdict():
    assert [verdict(kind).exit_code for kind in ("verified", "not_verified", "unusable")] == [0, 1, 2]


def test_the_json_is_the_contract():
    found = json.loads(verdict("verified", GOOD).to_json())
    assert list(found) == ["verdict", "anchor", "head", "edition", "signatories", "checks", "missing"]
    assert found["signatories"][0] == {
        "name": "Flo Foster",
        "office": "Chief of Police",
        "key_kind": "software",
        "ok": True,
    }
    assert found["checks"] == [{"id": "text.root", "ok": True, "detail": "4 parts"}]


def test_the_json_is_read_by_people_too():
    person = replace(CHIEF, name="Zoë Núñez")
    assert verdict("verified", people=(person,)).to_json().startswith('{\n  "verdict": "verified",\n')
    assert '"name": "Zoë Núñez"' in verdict("verified", people=(person,)).to_json()


def link(event, said):
    sealed = None if said is None else {"statement": b64u(said if isinstance(said, bytes) else dumps(said))}
    return Link({"event": event, "at": "2026-05-04T17:00:00Z"}, 0, envelope=sealed)


def test_what_does_not_hold_is_told_as_far_as_it_can_be_read():
    whole, nobody = {"name": "Flo", "title": "Chief"}, Signatory("", "", "", False)
    assert unheard(link("signed", whole)) == Signatory("Flo", "Chief", "", False)
    assert unheard(link("attested", {"sheet": whole})) == Signatory("Flo", "Chief", "", False)
    for event, said in (("signed", {}), ("signed", None), ("signed", b"{"), ("signed", [whole]), ("attested", whole), ("attested", {"sheet": ["Flo"]}), ("attested", b"{")):  # fmt: skip
        assert unheard(link(event, said)) == nobody


def test_a_step_that_fails_is_written_down_and_the_argument_goes_on():
    ledger = Ledger()
    detail = []
    with ledger.step("one", detail):
        detail.append("held")
    with ledger.step("two", []):
        raise Bad("log.proof", "a proof consists of hashes")
    assert ledger.checks == [
        Check("one", True, "held"),
        Check("log.proof", False, "a proof consists of hashes"),
    ]
    assert ledger.failures == ("a proof consists of hashes",)


def test_the_day_is_that_of_the_agreements_zone():
    assert day_in_words("2026-05-13T02:00:00Z", "America/Los_Angeles") == "12 May 2026"
    assert day_in_words("2026-05-13T02:00:00Z", "UTC") == "13 May 2026"
    for unknown in ("Nowhere/Atall", "America"):
        assert day_in_words("2026-05-13T02:00:00Z", unknown) == "13 May 2026 (UTC)"
