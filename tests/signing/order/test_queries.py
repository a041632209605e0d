"""The order as it was set, before the freeze."""

from tests.signing.order.kit import choose
from workflow.signing.order import queries


def test_the_places_are_read_in_their_order_with_who_set_them(session, world, now):
    assert queries.chosen(session, world.edition) == []
    choose(session, world, now, "district", "agency")
    rows = queries.places(session, world.edition)
    assert [(row.position, row.party_id) for row in rows] == [
        (1, world.parties["district"]), (2, world.parties["agency"]),
    ]  # fmt: skip
    assert {row.person_name for row in rows} == {"Counsel Example"}
    assert queries.chosen(session, world.edition) == [row.party_id for row in rows]
