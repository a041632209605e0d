"""An agreement that one side signed on paper, before the public: page, PDF, package, and the answer of whoever checks it."""

from datetime import timedelta

from tests.publication.kit import Press
from tests.signing.paper.kit import PDF, attest, file, frozen
from workflow.adapters.pdf_text import page_words, squeezed
from workflow.evidence.verify import verify
from workflow.publication import queries, reading, trail, verification
from workflow.publication.core import on_the_web
from workflow.publication.exhibit import Brief, document
from workflow.publication.trust import policy_bytes


def published(press: Press, now) -> None:
    session, world = press.session, press.world
    event = frozen(session, world, now)
    file(session, world, event.id, now)
    attest(session, world, "a1", event.id, now)
    attest(session, world, "d1", event.id, now)
    world.sign(session, "superintendent", event.id, now + timedelta(minutes=5))
    press.checkpoint(now + timedelta(minutes=6))
    assert press.publish(now + timedelta(minutes=7))
    press.checkpoint(now + timedelta(minutes=8))


def test_page_pdf_package_and_exhibit_say_on_paper_and_by_whose_word(press: Press, now) -> None:
    published(press, now)
    copy = press.published()
    value = reading.page(press.session, copy, press.settings, now)
    assert value["signed_words"].startswith("Chief Example (Chief of Police, by hand on paper) and ")
    chief, head = value["signers"]
    assert chief["on_paper"] and not head["on_paper"]
    by = "A1 Example (Registrar, Springfield Police Department) and D1 Example (Registrar, Springfield Unified School District)"
    assert chief["how"] == f"by hand on paper, attested by {by}" and head["how"].startswith(
        "by their own key"
    )
    words = squeezed(page_words(copy.copy.pdf))
    for said in (
        "by hand on paper, attested by A1 Example",
        "Each of those listed with a key approved this text",
        "did not use a key",
    ):
        assert squeezed(said) in words, said
    web = on_the_web(press.session, copy.copy)
    verdict = verify(web, policy_bytes(press.session, press.settings), now + timedelta(days=1))
    assert verdict.verdict == "verified", verdict.missing
    assert PDF not in web and "%PDF-1.7" not in web.decode()
    told = [row.words for row in trail.edition(_parcel(web))]
    assert any(
        line.startswith(
            "Chief Example, Chief of Police, signed by hand on paper for Springfield Police Department on"
        )
        and "A1 Example, Registrar, attested the sheet, and D1 Example, Registrar, of another party" in line
        for line in told
    )
    exhibit = document(Brief(web, None, verdict, now))
    assert (
        exhibit["signatures"][0][3]
        == "on paper, not by own key; attested by A1 Example, Registrar and by D1 Example, Registrar"
    )
    assert any("no key of that person stands behind it" in line for line in exhibit["narrative"])


def test_who_checks_it_here_reads_on_paper_beside_the_keys(press: Press, now) -> None:
    published(press, now)
    copy = press.published()
    found = verification.check_upload(
        press.session, press.settings, on_the_web(press.session, copy.copy), now + timedelta(days=1)
    )
    line = next(one for one in found["lines"] if one["name"] == "Signed by these keys")
    assert line["state"] == "paper" and "signed on paper on" in line["words"]
    assert found["signatories"][0]["key_kind"] == "paper"


def test_signed_with_keys_alone_nothing_speaks_of_paper(press: Press, now) -> None:
    copy = press.whole_life(now)
    value = reading.page(press.session, copy, press.settings, now)
    event = queries.executed_event(press.session, press.world.edition)
    assert event is not None and not any(one["on_paper"] for one in value["signers"])
    assert squeezed("on paper") not in squeezed(page_words(copy.copy.pdf))


def _parcel(web: bytes):
    from workflow.evidence.package import parse

    return parse(web)
