import hashlib

import pytest

from tests.evidence import factory
from workflow.evidence import manifest as manifests
from workflow.evidence.canonical import b64u, dumps
from workflow.evidence.errors import Bad


@pytest.fixture(scope="module")
def good():
    return factory.frozen().world.manifest


def test_a_good_manifest_passes_and_its_head_is_as_the_format_says(good):
    assert manifests.validate(good) is good
    manifests.floor(good)
    assert manifests.head(good) == b64u(hashlib.sha256(b"sro-mou/manifest/v1\0" + dumps(good)).digest())


def test_no_member_may_lack(good):
    for name in good:
        with pytest.raises(Bad) as refused:
            manifests.validate({n: v for n, v in good.items() if n != name})
        assert refused.value.code == "manifest.members"


def _body(good, **twist):
    return {"id": "board", "name": "Board", "party": good["parties"][0]["id"], "required": True} | twist


def _delegation(good, **twist):
    return {
        "body": "board",
        "kind": "scrivener",
        "limit": "Typos.",
        "office": "counsel",
        "party": good["parties"][0]["id"],
    } | twist


@pytest.mark.parametrize(
    "change",
    [
        lambda m: {"note": "hello"},
        lambda m: {"parties": [*m["parties"], m["parties"][0]]},
        lambda m: {"parties": m["parties"][:1]},
        lambda m: {"slots": [*m["slots"], m["slots"][0]]},
        lambda m: {"slots": [m["slots"][0] | {"party": b64u(b"x" * 32)}, m["slots"][1]]},
        lambda m: {"slots": [m["slots"][0] | {"offices": []}, m["slots"][1]]},
        lambda m: {"adopting_bodies": [_body(m), _body(m)]},
        lambda m: {"adopting_bodies": [_body(m, party=b64u(b"x" * 32))]},
        lambda m: {"delegated_change": [_delegation(m)]},
        lambda m: {"adopting_bodies": [_body(m)], "delegated_change": [_delegation(m, kind="anything")]},
        lambda m: {"text": m["text"] | {"n": 1, "attachments": 1}},
        lambda m: {"text": m["text"] | {"alg": "md5"}},
        lambda m: {"expires": m["frozen_at"]},
        lambda m: {"effective": {"date": "", "rule": "fixed"}},
        lambda m: {"effective": {"date": "2026-07-01", "rule": "last-signature"}},
        lambda m: {"effective": {"date": "", "rule": "whenever"}},
        lambda m: {"term": {"date": "", "months": 0, "rule": "months"}},
        lambda m: {"term": {"date": "2027-06-30", "months": 12, "rule": "months"}},
        lambda m: {"term": {"date": "", "months": 0, "rule": "until-date"}},
        lambda m: {"waiting_hours": -1},
        lambda m: {"order": "random"},
        lambda m: {"zone": ""},
        lambda m: {"title": "two\nlines"},
    ],
)
def test_a_manifest_that_contradicts_itself_is_refused(good, change):
    with pytest.raises(Bad) as refused:
        manifests.validate(good | change(good))
    assert refused.value.code == "manifest.members"


@pytest.mark.parametrize(
    "change",
    [
        lambda m: {"adopting_bodies": [_body(m)], "delegated_change": [_delegation(m)]},
        lambda m: {"effective": {"date": "2026-07-01", "rule": "fixed"}},
        lambda m: {"effective": {"date": "2026-07-01", "rule": "first-school-day"}},
        lambda m: {"effective": {"date": "", "rule": "first-school-day"}},
        lambda m: {"term": {"date": "2027-06-30", "months": 0, "rule": "until-date"}},
        lambda m: {"term": {"date": "", "months": 0, "rule": "until-ended"}},
        lambda m: {"supersedes": [{"edition": 1, "head": manifests.head(m)}]},
    ],
)
def test_what_the_format_provides_for_passes(good, change):
    manifests.validate(good | change(good))


def _slots(good, chief, school, **twist):
    one, two = good["slots"]
    return good | {"slots": [one | {"offices": chief}, two | {"offices": school} | twist]}


def test_the_floor_asks_for_both_offices_of_two_parties(good):
    manifests.floor(_slots(good, ["sheriff"], ["principal", "board_chair"]))
    for wrong in (
        _slots(good, ["chief", "clerk"], ["superintendent"]),
        _slots(good, ["chief"], ["superintendent", "clerk"]),
        _slots(good, ["chief"], ["superintendent"], required=False),
        _slots(good, ["chief"], ["superintendent"], party=good["slots"][0]["party"]),
    ):
        with pytest.raises(Bad) as refused:
            manifests.floor(wrong)
        assert refused.value.code == "manifest.floor"


def test_no_number_of_school_officials_stands_for_law_enforcement(good):
    """Two school parties that sign for one another have all the signatures they want, and no agreement with an agency."""
    with pytest.raises(Bad) as refused:
        manifests.floor(_slots(good, ["board_chair"], ["superintendent"]))
    assert (refused.value.code, refused.value.words) == (
        "manifest.floor", "no required signature of a top law-enforcement executive",
    )  # fmt: skip


def test_no_number_of_agencies_stands_for_a_school(good):
    with pytest.raises(Bad) as refused:
        manifests.floor(_slots(good, ["chief"], ["sheriff"]))
    assert (refused.value.code, refused.value.words) == (
        "manifest.floor", "no required signature of a school official of another party",
    )  # fmt: skip
