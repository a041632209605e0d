"""The form every ceremony ends with."""

from dataclasses import fields

from workflow.parties.ceremony_form import CredentialForm, creation_page
from workflow.parties.sheet import Sheet


def test_the_answer_of_a_passkey_is_never_shown_in_a_line_to_edit() -> None:
    assert [each.metadata for each in fields(CredentialForm)] == [{"kind": "hidden"}]


def test_making_a_key_and_signing_have_one_shape() -> None:
    page = creation_page("Make a key", [["For", "Signing"]], {"challenge": "AA"}, "/there", "Make it")
    statement = b'{"intent":"x"}'
    sheet = Sheet("genesis", statement, {}, "/there").to_json()
    assert set(page.value) == {*sheet, "label"} and page.value["ceremony"] == "create"
