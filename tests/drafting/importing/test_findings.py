"""What was not plain: said once, with its places."""

from workflow.drafting.importing.findings import PLACES, Findings, beginning, listed, quoted


def test_what_is_found_again_is_one_note_with_both_places() -> None:
    findings = Findings(heading="1. Aim")
    for place in ("in the first", "in the second"):
        with findings.at(place):
            findings.add("field", "A date was taken.")
    findings.add("field", "Another.")
    first, second = findings.notes()
    assert first.said == "A date was taken. In the first, under “1. Aim”; in the second, under “1. Aim”."
    assert (second.place, findings.knows("field"), findings.knows("x")) == ("", True, False)


def test_many_places_are_counted() -> None:
    assert listed([f"place {n}" for n in range(PLACES + 2)]).endswith("; and at 2 more.")


def test_words_are_quoted_on_one_line_without_what_cannot_be_seen() -> None:
    assert quoted("a\u202eb\n  c\u200b") == "“a b c”"
    assert beginning("one two three four five six seven") == "“one two three four five six …”"
