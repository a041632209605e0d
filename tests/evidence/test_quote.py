import pytest

from tests.evidence import factory
from tests.vectors import hiding as cases
from workflow.evidence import clause_tree, quote
from workflow.evidence.canonical import dumps, loads
from workflow.evidence.clause_tree import Clause
from workflow.evidence.errors import Bad
from workflow.evidence.package import parse
from workflow.evidence.verify import verify

HUNDRED = [Clause(str(number), f"Clause {number}.") for number in range(1, 101)]


def test_a_clause_of_a_hundred_is_quoted_with_seven_hashes_and_verifies():
    cast = factory.signed(factory.frozen(clauses=HUNDRED))
    made = parse(cast.world.package())
    for path in ("1", "64", "100"):
        data = quote.take(made, path)
        assert len(loads(data)["proof"]) <= 7 and len(data) < len(dumps(made))
        verdict = verify(data, cast.world.policy())
        assert verdict.verdict == "verified" and verdict.quoted
        assert verdict.sentence().startswith(
            "This clause is, word for word, part of the text both sides signed."
        )
    assert [check.id for check in verdict.checks][-2:] == ["time.source", "log.witnesses"]


def test_another_word_or_another_place_is_not_part_of_what_was_signed():
    cast = factory.signed(factory.frozen(clauses=HUNDRED))
    one = quote.read(quote.take(parse(cast.world.package()), "7"))
    quote.check(one)
    for changed in (
        {"clause": one["clause"] | {"text": "Clause 8."}},
        {"index": 7},
        {"proof": one["proof"][1:]},
    ):
        with pytest.raises(Bad) as refused:
            quote.check(one | changed)
        assert refused.value.code == "text.root"
    with pytest.raises(Bad, match="no clause number 100"):
        quote.check(one | {"index": 100})
    with pytest.raises(Bad) as refused:
        quote.check(one | {"clause": one["clause"] | {"text": "a\u200bb"}})
    assert refused.value.code == "text.characters"


@pytest.mark.parametrize("path", ["2/1", "9"])
def test_what_is_hidden_or_not_there_cannot_be_quoted(path):
    made = parse(cases.out(cases.hidden())[0])
    with pytest.raises(Bad, match="could be quoted"):
        quote.take(made, path)


def test_an_exhibit_is_no_clause():
    file = clause_tree.Attachment("1", "Exhibit A", "application/pdf", 4, b"e" * 32)
    cast = factory.signed(factory.frozen(attachments=[file]))
    one = quote.read(quote.take(parse(cast.world.package()), "3"))
    with pytest.raises(Bad, match="no clause number 4"):
        quote.check(one | {"index": 4})


@pytest.mark.parametrize("data", [b"", b"[]", b'"quote"', b'{"format":"sro-mou/quote/v1"}'])
def test_what_is_neither_a_package_nor_a_quotation_is_refused(data):
    with pytest.raises(Bad):
        quote.read(data)
