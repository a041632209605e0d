from tests.evidence import factory
from tests.evidence.factory import Cast
from tests.vectors import hiding as cases
from workflow.evidence.package import parse
from workflow.publication.hiding import shown


def both() -> Cast:
    """Clause 2/1 hidden by agreement, clause 2 withheld by an order."""
    cast = cases.hidden()
    cast.world.withhold(cast.superintendent, "2")
    return cast


def test_one_table_says_what_is_hidden_why_and_by_whose_word() -> None:
    parcel = parse(cases.out(both())[0])
    order, agreed = shown.rows(parcel)
    assert (order.name, order.order, order.basis) == (
        "Part 2 of the text", "Superior Court, 26-2-01234-1, Tuesday 5 May 2026", "A pupil is named."
    )  # fmt: skip
    assert (agreed.name, agreed.order, agreed.review) == ("Part 2.1 of the text", "", "Saturday 1 May 2027")
    assert agreed.approved == "Flo Foster, Chief of Police, Springfield Police Department"
    assert (agreed.since, agreed.contact) == ("4 May 2026", "records@example.org")
    assert agreed.to_json()["part"] == "2/1" and shown.opened(parcel) == []


def test_the_lines_stand_in_the_place_of_the_part() -> None:
    lines = shown.lines(parse(cases.out(both())[0]))
    assert lines["2/1"][:2] == [
        "Part 2.1 of the text is not public.",
        "Both sides agreed before signing that it may be hidden. Gov. Code 7922.000",
    ]
    assert lines["2"][1].startswith("Withheld by order: Superior Court")
    assert all("Records stay" not in line for one in lines.values() for line in one)


def test_what_was_released_says_since_when_and_why() -> None:
    parcel = parse(cases.released()[0])
    (row,) = shown.opened(parcel)
    assert (row.name, row.reason, row.since) == ("Part 2.1 of the text", "The camera is gone.", "4 May 2026")
    assert row.approved.startswith("Eve Ellis") and shown.rows(parcel) == []
    assert row.to_json()["part"] == "2/1"


def test_a_part_hidden_again_is_not_shown_as_opened() -> None:
    cast = cases.hidden()
    cast.world.release(cast.superintendent, "2/1")
    cast.world.withhold(cast.chief, "2/1")
    parcel = parse(cases.out(cast)[0])
    assert shown.opened(parcel) == [] and [row.part for row in shown.rows(parcel)] == ["2/1"]


def test_a_text_with_nothing_hidden_has_no_table() -> None:
    parcel = parse(cases.out(factory.signed())[0])
    assert (shown.rows(parcel), shown.opened(parcel), shown.lines(parcel)) == ([], [], {})
