"""The one form every ceremony ends with: the authenticator's answer as JSON text, filled in by passkey.js."""

from dataclasses import dataclass, field
from typing import Any

from workflow.adapters.doors import Form, Page
from workflow.parties.sheet import Sheet


@dataclass
class CredentialForm(Form):
    """`credential`: the JSON text of what navigator.credentials gave, in its `toJSON` shape."""

    credential: str = field(default="", metadata={"kind": "hidden"})


def signing_page(sheet: Sheet) -> Page:
    """A page that signs a statement; its value is what the API answers."""
    return Page("parties/ceremony.html", sheet.to_json())


def creation_page(
    title: str, words: list[list[str]], options: dict[str, Any], action: str, label: str
) -> Page:
    """A page that makes a passkey; its value is what the API answers."""
    value = {
        "act": "key-registration", "title": title, "intent": "", "words": words, "type": "", "statement": "",
        "ceremony": "create", "options": options, "action": action, "label": label,
    }  # fmt: skip
    return Page("parties/ceremony.html", value)
