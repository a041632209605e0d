"""What a body may allow, as rows, as the manifest says it, and as its vote says it."""

from types import SimpleNamespace

from workflow.core.correcting import Authority, Change
from workflow.core.people import Office
from workflow.signing.delegations import queries

ROW = SimpleNamespace(body_id="b", party_id="p", office="chief", kind="terms", words="The term.")
MANIFEST = {
    "delegated_change": [
        {"body": "body-1", "kind": "terms", "limit": "The term.", "office": "chief", "party": "P"}
    ]
}


def test_a_row_becomes_what_the_manifest_says_unless_its_party_has_left():
    assert queries.in_manifest([ROW], {"b": "body-1"}, {"p": "P"}) == MANIFEST["delegated_change"]
    assert queries.in_manifest([ROW], {}, {"p": "P"}) == queries.in_manifest([ROW], {"b": "body-1"}, {}) == []


def test_the_manifest_is_read_back_with_our_own_ids():
    parties = [SimpleNamespace(id="p", public_id="P")]
    wanted = Authority("body-1", "p", Office.CHIEF, Change.TERMS, "The term.")
    assert queries.from_manifest(MANIFEST, parties) == [wanted]
    assert queries.authority_of(ROW) == Authority("b", "p", Office.CHIEF, Change.TERMS, "The term.")


def test_a_vote_repeats_what_its_own_body_may_give():
    said = [{"kind": "terms", "limit": "The term.", "office": "chief", "party": "P"}]
    assert queries.statement_of(MANIFEST, "body-1") == said
    assert queries.statement_of(MANIFEST, "body-2") == []
