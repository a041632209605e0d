"""The signature sheet as a page, and the scan as a file."""

import pytest

from tests.signing.paper.kit import JPEG, OTHER, SLOT, file, frozen
from workflow.adapters.pdf_text import page_words, squeezed
from workflow.core.errors import NotFound, Refused
from workflow.core.people import NOBODY
from workflow.evidence.canonical import unb64u
from workflow.evidence.fingerprint import fingerprint
from workflow.signing.paper import sheet


def test_it_names_the_text_by_its_fingerprint_and_what_is_said_by_signing(session, world, settings, now):
    event = frozen(session, world, now)
    made = sheet.sheet(session, world.actor(session, "chief", now), event.id, SLOT, settings)
    words = squeezed(page_words(made.content))
    for said in (
        "School Resource Officers 2026", fingerprint(unb64u(event.head, 32)), event.head,
        "I approve this text and sign it for my party.", "Springfield Police Department", "Chief of Police or Sheriff",
        "Printed name",
    ):  # fmt: skip
        assert squeezed(said) in words, said
    assert made.name.endswith("-1-agency-1-sheet.pdf")
    assert (
        made.content
        == sheet.sheet(session, world.actor(session, "counsel", now), event.id, SLOT, settings).content
    )


def test_there_is_none_where_paper_is_not_allowed_or_for_strangers(session, world, settings, now):
    event = frozen(session, world, now)
    with pytest.raises(Refused, match="no signature sheet"):
        sheet.sheet(session, world.actor(session, "chief", now), event.id, OTHER, settings)
    with pytest.raises(NotFound):
        sheet.sheet(session, NOBODY, event.id, SLOT, settings)
    with pytest.raises(NotFound):
        sheet.sheet(session, world.actor(session, "chief", now), event.id, "nowhere", settings)


def test_the_scan_comes_under_a_name_of_ours(session, world, now):
    event = frozen(session, world, now)
    registrar = world.actor(session, "d1", now)
    with pytest.raises(NotFound):
        sheet.scan(session, registrar, event.id, SLOT)
    file(session, world, event.id, now, content=JPEG)
    content, kind, name = sheet.scan(session, registrar, event.id, SLOT)
    assert (content, kind) == (JPEG, "image/jpeg") and name.endswith("-1-agency-1-scan.jpg")
