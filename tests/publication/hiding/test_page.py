from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.publication.hiding import kit
from tests.publication.kit import Press
from tests.signing.world import TEXT
from workflow.core.errors import Invalid
from workflow.drafting import naming
from workflow.publication.hiding import page
from workflow.publication.hiding.actions import Sheet

LATER = timedelta(hours=1)


def seen(made: Press, name: str, at: datetime) -> dict[str, Any]:
    return page.page(made.session, made.world.actor(made.session, name, at), made.world.edition, now=at)


def test_before_publication_it_asks_what_stays_hidden(made: Press, now: datetime) -> None:
    value = seen(made, "counsel", now)
    assert value["waits"] and not value["published"]
    assert [(one["part"], one["name"], one["hidden"]) for one in value["text_parts"]] == [
        ("3", "Part 3 of the text: 2.1 | Costs", False)
    ]
    assert [one["kind"] for one in value["kinds"]] == ["hide", "show"]
    assert value["kinds"][0]["choices"] == [["3", "Part 3 of the text: 2.1 | Costs"]]
    assert [one["party"] for one in value["private"]["parties"]] == [
        "Springfield Police Department",
        "Springfield Unified School District",
    ]


def test_a_proposal_is_shown_to_each_as_what_he_can_do(made: Press, now: datetime) -> None:
    kit.propose(made, Sheet("show"), now + LATER)
    chief, counsel, super_ = (
        seen(made, name, now + LATER)["waiting"] for name in ("chief", "counsel", "superintendent")
    )
    assert chief["may_approve"] and not chief["signed"] and chief["may_refuse"]
    assert (counsel["mine"], counsel["may_approve"], counsel["may_refuse"]) == (True, False, True)
    assert not super_["may_approve"] and "other side" in super_["why_not"]
    assert seen(made, "counsel", now + LATER)["kinds"] == []


def test_afterwards_it_tells_what_was_decided_and_what_can_be_done_next(made: Press, now: datetime) -> None:
    kit.decided(made, kit.HIDE, now + LATER)
    value = seen(made, "counsel", now + LATER)
    assert value["text_parts"][0]["hidden"] and value["text_parts"][0]["basis"] == kit.BASIS
    assert [one["kind"] for one in value["kinds"]] == ["hide", "release", "withhold", "remove"]
    (past,) = value["past"]
    assert (past["state"], past["by"]) == ("approved", "Counsel Example, Springfield Unified School District")
    assert past["decided_by"] == "Chief Example, Springfield Police Department"


def test_next_years_page_says_what_was_hidden_and_this_years_what_is_public_elsewhere(
    made: Press, now: datetime
) -> None:
    kit.decided(made, kit.HIDE, now + LATER)
    first = made.world.edition
    assert seen(made, "counsel", now + 2 * LATER)["elsewhere"] == []
    made.next_edition(TEXT, now + 2 * LATER, (3, 4))
    made.execute(now + 3 * LATER)
    made.checkpoint(now + 4 * LATER)
    value = seen(made, "counsel", now + 4 * LATER)
    assert value["waits"] and [one.split(",")[0] for one in value["before"]] == [
        "2.1 | Costs is hidden in edition 1"
    ]
    row = kit.propose(made, Sheet("hide", ["4"], kit.BASIS, "Records desk", "2027-03-01"), now + 4 * LATER)
    kit.approve(made, row, now + 4 * LATER)
    kit.settle(made, now + 5 * LATER)
    made.world.edition = first
    assert seen(made, "counsel", now + 6 * LATER)["elsewhere"] == [("Part 3 of the text", 2)]


def test_neither_summary_nor_title_repeats_what_is_hidden(made: Press, now: datetime) -> None:
    kit.decided(made, kit.HIDE, now + LATER)
    made.next_edition(TEXT, now + 2 * LATER)
    actor = made.world.actor(made.session, "counsel", now + 2 * LATER)
    names = naming.Names(
        "School Resource Officers", made.slug, "About: costs, item, share, salary 50-50.", ()
    )
    with pytest.raises(Invalid, match="kept from the public"):
        naming.rename(made.session, actor, made.world.edition, names=names, at=now + 2 * LATER)
