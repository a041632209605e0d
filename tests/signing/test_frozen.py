"""The manifest from rows, and the head made again from them."""

from datetime import date

import pytest

from workflow.core.errors import Conflict
from workflow.core.term import EffectiveRule
from workflow.drafting.models import Attachment, Edition
from workflow.evidence import manifest
from workflow.signing import frozen
from workflow.signing.models import SealedClause, SigningEvent


def edition(**more):
    return Edition(mou_id="m", number=1, title="T", created=None, changed=None, **more)


@pytest.mark.parametrize(("more", "said"), [
    ({}, {"rule": "last-signature", "date": ""}),
    ({"effective_rule": "fixed", "starts": date(2026, 8, 1)}, {"rule": "fixed", "date": "2026-08-01"}),
    ({"effective_rule": "last_signature", "starts": date(2026, 8, 1)}, {"rule": "last-signature", "date": ""}),
    ({"effective_rule": "later_of_signing_and_filing"}, {"rule": "execution-and-filing", "date": ""}),
])  # fmt: skip
def test_the_effective_rule_has_a_day_only_where_the_rule_needs_one(more, said):
    assert frozen.effective(edition(**more)) == said


def test_every_rule_has_its_name_in_the_manifest():
    assert {frozen.RULES[rule] for rule in EffectiveRule} == set(manifest.EFFECTIVE)


@pytest.mark.parametrize(("more", "said"), [
    ({"months": 12}, ("months", "", 12)),
    ({"ends": date(2027, 6, 30), "months": 12}, ("until-date", "2027-06-30", 0)),
    ({}, ("until-ended", "", 0)),
])  # fmt: skip
def test_a_term_is_a_day_some_months_or_open(more, said):
    found = frozen.term(edition(**more))
    assert (found["rule"], found["date"], found["months"]) == said


def test_the_manifest_says_who_what_and_until_when(session, world, now):
    event = world.freeze(session, now, hours=72, days=30)
    said = frozen.read(session, event).manifest
    assert manifest.validate(said) == said
    assert [slot["offices"] for slot in said["slots"]] == [
        ["chief", "sheriff"],
        ["board_chair", "superintendent"],
    ]
    assert (said["frozen_at"], said["expires"]) == ("2026-05-12T17:00:00Z", "2026-06-11T17:00:00Z")
    assert (said["waiting_hours"], said["zone"], said["term"]["months"]) == (72, "America/Los_Angeles", 12)
    assert (said["text"]["n"], said["supersedes"], said["adopting_bodies"]) == (4, [], [])


def test_the_head_is_made_again_from_rows_and_attachments_count(session, world, now):
    row = session.get_one(Edition, world.edition)
    session.add(
        Attachment(
            revision_id=row.revision_id,
            position=1,
            name="Exhibit A.pdf",
            media_type="application/pdf",
            content=b"%PDF",
        )
    )
    session.flush()
    event = world.freeze(session, now)
    kept = frozen.read(session, event)
    assert frozen.recompute(kept) == event.head
    assert (kept.manifest["text"]["n"], kept.manifest["text"]["attachments"]) == (5, 1)
    assert [clause["text"] for clause in kept.opened[0]] == [clause.text for clause in kept.text.clauses]


def test_a_salt_that_was_exchanged_is_noticed(session, world, now):
    event = world.freeze(session, now)
    session.get_one(SealedClause, (event.id, 0)).salt = bytes(32)
    session.flush()
    with pytest.raises(Conflict, match="text-changed"):
        frozen.recompute(frozen.read(session, event))


def test_two_freezes_of_one_text_share_neither_salts_nor_head(session, world, now):
    from workflow.signing import actions

    first = world.freeze(session, now)
    salts = frozen.read(session, first).salts
    actions.reopen(session, world.actor(session, "counsel", now), world.edition, reason="Again.", at=now)
    second = session.get_one(SigningEvent, world.freeze(session, now).id)
    assert not set(salts) & set(frozen.read(session, second).salts)
    assert first.head != second.head
