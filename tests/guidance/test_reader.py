"""A text held against the COPS pack: passages shown, nothing decided."""

import time

import pytest

from workflow.guidance import reader

DUTY = (
    "b",
    "The officer shall not act as a school disciplinarian. Discipline is the responsibility of administrators.",
)
ORDER = ("c", "Prevention, intervention, and enforcement in: 1) Maintenance of order;")
MONEY = ("m", "Each pays 50% of two School Resource Officers. The DISTRICT will invoice the CITY.")
ROWS = {
    *["4", "5", "6", "7", "81", "112", "113", "115", "116", "117"],
    *map(str, range(61, 76)),
    *map(str, range(83, 90)),
    *map(str, range(102, 110)),
}


def by_id(*clauses: tuple[str, str], award: bool = False) -> dict[str, reader.Finding]:
    return {one.requirement: one for one in reader.findings(reader.load("cops"), clauses, award=award)}


def test_the_pack_covers_its_rows_of_the_register() -> None:
    pack = reader.load("cops")
    covered = {row.id for row in pack.requirements} | {c for row in pack.requirements for c in row.covers}
    assert covered >= ROWS
    assert reader.packs() == ["cops", "va"]


@pytest.mark.parametrize(
    ("places", "applies"),
    [
        (["Richmond, VA"], True), (["", "Fairfax, Virginia"], True), (["Charleston, West Virginia"], False),
        (["Springfield, OR"], False), (["Nevada"], False), ([""], False), ([], False),
    ],
)  # fmt: skip
def test_a_pack_of_one_state_applies_where_a_party_is_at_home_there(places: list[str], applies: bool) -> None:
    assert reader.load("va").applies(places) is applies
    assert reader.load("cops").applies(places)


def test_a_pack_can_ask_for_public_comment() -> None:
    assert reader.load("va").public_comment.required and reader.load("va").public_comment.words
    assert not reader.load("cops").public_comment.required


def test_a_finding_shows_the_passage_it_relied_on() -> None:
    found = by_id(ORDER, DUTY)["72"]
    assert found.passage and found.passage.clause == "b"
    assert found.passage.found == "not act as a school disciplinarian"
    assert "row 72" in found.source and "2026" in found.source


def test_a_contrary_passage_is_shown_beside_it() -> None:
    found = by_id(DUTY, ORDER)["72"]
    assert found.contrary and found.contrary.found == "Maintenance of order" and found.contrary.clause == "c"


def test_a_money_only_agreement_lacks_nearly_everything() -> None:
    missing = {key for key, one in by_id(MONEY, award=True).items() if one.passage is None}
    assert {"6", "7", "72", "73", "85", "102", "107", "112"} <= missing


def test_gates_are_gates_with_an_award_alone_and_whatever_the_patterns_see() -> None:
    assert not any(one.gate for one in by_id(MONEY).values())
    gates = {key for key, one in by_id(MONEY, DUTY, award=True).items() if one.gate}
    assert {"4", "5", "6", "7", "115", "116"} <= gates
    assert by_id(DUTY, award=True)["5"].passage
    assert "66" not in by_id(MONEY) and "66" in by_id(MONEY, award=True)


def test_every_pattern_is_linear_enough_for_a_hostile_text() -> None:
    began = time.process_time()
    by_id(("x", "district shall not between responsibilities of the " * 4_000), award=True)
    by_id(("x", "a" * 200_000), award=True)
    assert time.process_time() - began < 5.0


@pytest.mark.parametrize(
    "row",
    [
        'id="1"\nsection="A"\nstrength="often"\nkind="check"\nwords="w"\nany=["x"]',
        'id="1"\nsection="A"\nstrength="must"\nkind="check"\nwords="w"',
        'id="1"\nsection="A"\nstrength="must"\nkind="check"\nwords="w"\nany=["("]',
        'id="1"\nsection="A"',
        'id="1"\nsection="A"\nstrength="must"\nkind="attest"\nwords="w"\n[public_comment]\nmaybe=true',
    ],
)
def test_a_pack_that_is_wrong_is_refused_by_name(row: str) -> None:
    head = 'id="p"\nversion=1\ntitle="t"\nsource="s"\nas_of=2026-01-01\n[[requirement]]\n'
    with pytest.raises(reader.BadPack):
        reader.parse(head + row)
