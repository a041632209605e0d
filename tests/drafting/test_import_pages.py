"""What a Word file does not say plainly, on the pages: asked about, then shown before anything is saved, and kept."""

import re
from html import unescape
from typing import Any

from tests.drafting.importing.made import saved
from tests.drafting.importing.test_aside import redline
from tests.drafting.test_pages import Browser, agreement, dana, people, sign_in

__all__ = ["agreement", "dana", "people", "sign_in"]
FILE = {"upload": ("a.docx", saved(redline), "application/octet-stream")}


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_a_redline_made_by_hand_is_asked_about_and_then_previewed(dana: Browser, agreement: str) -> None:
    here = f"/editions/{agreement}/import"
    asked = dana.send(here, f"{here}/preview", files=FILE)
    assert asked.status_code == 422 and "“from eight to four” (in the paragraph that" in words(asked.text)
    assert 'name="struck"' in asked.text and "choose the file once more" in asked.text
    left = dana.send(here, f"{here}/preview", files=FILE, struck="leave")
    assert left.status_code == 200, left.text[-500:]
    said = words(left.text)
    assert "Struck through in Word and left out: “from eight to four”. In the paragraph that begins" in said
    taken = re.findall(r'name="clauses" value="([^"]*)"', left.text)
    assert [unescape(one) for one in taken] == ["# 2. Hours\n\nThe officer works from seven to three."]
    live = dana.send(here, f"{here}/preview", files=FILE, struck="take")
    assert "taken as text: “from eight to four”" in words(live.text)


def test_another_answer_is_refused_in_words(dana: Browser, agreement: str) -> None:
    here = f"/editions/{agreement}/import"
    refused = dana.send(here, f"{here}/preview", files=FILE, struck="perhaps")
    assert refused.status_code == 422 and "Say “leave” to leave these words out" in words(refused.text)


def test_what_was_noted_at_a_start_stays_with_the_first_revision(dana: Browser, people: Any) -> None:
    sent = {"title": "From Word", "parties": [people.district.id, people.agency.id]}
    asked = dana.send("/mous/new", "/mous", files=FILE, **sent)
    assert asked.status_code == 422 and "From Word" in asked.text and "from eight to four" in asked.text
    begun = dana.send("/mous/new", "/mous", files=FILE, struck="leave", **sent)
    assert begun.status_code == 303, begun.text[-500:]
    page = words(dana.page(f"{begun.headers['location']}/revisions"))
    assert (
        "The first text. Struck through in Word and left out: “from eight to four”. In the paragraph" in page
    )
