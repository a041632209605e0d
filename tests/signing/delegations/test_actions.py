"""Agreeing before the freeze whom a body may let change the text."""

import pytest

from tests.signing import world as worlds
from tests.signing.corrections.amending import LIMIT, delegate
from workflow.core.errors import Forbidden, Invalid, NotFound, Refused
from workflow.evidence import canonical
from workflow.signing.delegations import actions, queries
from workflow.signing.delegations.actions import Sheet


@pytest.fixture
def world(session):
    return worlds.build(session, body=True)


@pytest.mark.both_databases
def test_what_was_agreed_stands_in_what_everybody_signs(session, world, now):
    delegate(session, world, now)
    manifest = canonical.loads(world.freeze(session, now).manifest)
    district = next(one["id"] for one in manifest["parties"] if one["kind"] == "district")
    assert manifest["delegated_change"] == [
        {"body": "body-1", "kind": "scrivener", "limit": LIMIT, "office": "superintendent", "party": district}
    ]


def test_what_was_taken_back_does_not(session, world, now):
    delegate(session, world, now)
    (row,) = queries.of_edition(session, world.edition)
    counsel = world.actor(session, "counsel", now)
    actions.take_back(session, counsel, world.edition, row.id, at=now)
    assert canonical.loads(world.freeze(session, now).manifest)["delegated_change"] == []
    with pytest.raises((NotFound, Refused)):
        actions.take_back(session, counsel, world.edition, row.id, at=now)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"body": "nobody"}, "body"),
        ({"to": "nobody:chief"}, "to"),
        ({"kind": "anything"}, "kind"),
        ({"limit": ""}, "limit"),
        ({"limit": "Spelling\u200b"}, "limit"),
    ],
    ids=["no body", "no office", "no kind", "no limit", "a hidden character"],
)
def test_what_is_missing_is_named_field_by_field(session, world, now, change, field):
    good = {
        "body": world.parties["body"],
        "to": f"{world.parties['agency']}:chief",
        "kind": "terms",
        "limit": LIMIT,
    }
    with pytest.raises(Invalid) as no:
        actions.delegate(
            session, world.actor(session, "counsel", now), world.edition, Sheet(**(good | change)), at=now
        )
    assert [issue.field for issue in no.value.issues] == [field]


def test_an_office_without_a_key_cannot_be_given_it(session, world, now):
    with pytest.raises(Invalid):
        delegate(session, world, now, to="agency:sro")


def test_one_office_is_given_it_once_by_a_body(session, world, now):
    delegate(session, world, now)
    with pytest.raises(Invalid, match="Take that back first"):
        delegate(session, world, now, kind="terms")


def test_once_the_text_is_frozen_it_is_fixed(session, world, now):
    world.freeze(session, now)
    with pytest.raises(Refused, match="fixed with its text"):
        delegate(session, world, now)


def test_only_those_who_run_the_agreement_agree_on_it(session, world, now):
    sheet = Sheet(world.parties["body"], f"{world.parties['agency']}:chief", "terms", LIMIT)
    with pytest.raises(Forbidden):
        actions.delegate(session, world.actor(session, "a1", now), world.edition, sheet, at=now)
