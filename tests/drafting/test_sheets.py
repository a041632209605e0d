"""What people fill in."""

from dataclasses import MISSING, fields

import pytest

from workflow.adapters.doors import Form
from workflow.core.term import EffectiveRule
from workflow.drafting import sheets
from workflow.drafting.starting import TermWords, check_term

FORMS = [
    one
    for one in vars(sheets).values()
    if isinstance(one, type) and issubclass(one, Form) and one is not Form
]


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_form_can_always_be_read(form: type[Form]) -> None:
    assert form() == form()
    assert all(one.default is not MISSING or one.default_factory is not MISSING for one in fields(form))


@pytest.mark.parametrize("form", [sheets.StartForm, sheets.TermForm])
def test_the_term_a_form_begins_with_is_a_term(form: type[sheets.StartForm | sheets.TermForm]) -> None:
    sheet = form()
    term = check_term(
        TermWords(sheet.effective_rule, sheet.starts, sheet.ends, sheet.months, sheet.review_months)
    )
    assert term.effective_rule == EffectiveRule.LAST_SIGNATURE and term.review_months == 12


def test_what_people_do_not_type_is_hidden_when_a_refused_form_is_shown_again() -> None:
    hidden = {
        (form.__name__, one.name)
        for form in FORMS
        for one in fields(form)
        if one.metadata.get("kind") == "hidden"
    }
    assert {
        ("TermForm", "base"),
        ("MarkForm", "clause"),
        ("MarkForm", "pack"),
        ("ImportForm", "clauses"),
    } <= hidden
