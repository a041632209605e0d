"""The public pages through the whole web edge, as a visitor without an account gets them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as xml

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from litestar.testing import TestClient
from sqlmodel import Session

from tests.conftest import NOW
from tests.publication import kit
from tests.publication.kit import Press
from tests.rig.databases import Databases
from workflow.adapters.clock import FixedClock
from workflow.adapters.database import Database
from workflow.adapters.keystore import Keystore
from workflow.adapters.settings import Settings
from workflow.core.people import SERVICE
from workflow.evidence.cosignature import cosign, vkey
from workflow.evidence.policy import parse as parse_policy
from workflow.history import actions as history
from workflow.history import witnessing
from workflow.history.queries import newest_checkpoint
from workflow.publication import offline
from workflow.publication.models import Tombstone
from workflow.web.app import create_app
from workflow.web.shell import CSP

Visitor = TestClient[Any]


@contextmanager
def opened(settings: Settings, at: datetime, closed: str = "") -> Iterator[Visitor]:
    """A visitor without an account."""
    database = Database(settings.database)
    app = create_app(settings, database, FixedClock(at), closed=closed)
    with TestClient(app, base_url="http://127.0.0.1:8000") as visitor:
        yield visitor
    database.close()


def stocked(settings: Settings) -> Press:
    """A register with one agreement in two editions."""
    database = Database(settings.database)
    with database.writing() as session:
        press = kit.press(session, settings)
        press.whole_life(NOW)
        press.next_edition(NEXT, NOW)
        press.whole_life(NOW + timedelta(days=300))
    database.close()
    return press


@pytest.fixture(scope="module")
def shop(
    make_database: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Visitor, Press]]:
    """Read by every test of this module, written by none."""
    press = stocked(make_database("postgresql", tmp_path_factory.mktemp("shop")))
    with opened(press.settings, NOW + timedelta(days=301)) as visitor:
        yield visitor, press


NEXT = (
    "# 1. Parties\n\nThis agreement is between the **Springfield Police Department** and the\nSpringfield Unified School District.",
    '# 2. Duties\n\n- An officer never enforces school discipline.\n- Cameras are on from 7:00 to 4:00. #read("/etc/passwd") <script>alert(1)</script>',
    "2.1 | Costs\n\n| Item | Share |\n|---|---|\n| Salary | 60-40 |",
    "# 3. Term\n\n1. Twelve months from the last signature.",
)


def test_the_register_lists_it_and_finds_it(shop: tuple[Visitor, Press]) -> None:
    visitor, press = shop
    page = visitor.get("/")
    assert page.status_code == 200 and f'href="/mou/{press.slug}"' in page.text
    assert "In force until" in page.text
    assert f'href="/mou/{press.slug}"' in visitor.get("/", params={"q": "springfield POLICE"}).text
    assert "Nothing found" in visitor.get("/", params={"q": "elsewhere"}).text
    assert f'href="/mou/{press.slug}"' in visitor.get("/", params={"state": "in_force"}).text
    assert "Nothing found" in visitor.get("/", params={"state": "lapsed"}).text


def test_an_empty_register_says_what_will_be_there(database: Database, settings: Settings) -> None:
    with opened(settings, NOW) as visitor:
        page = visitor.get("/")
        assert page.status_code == 200 and "This service is new" in page.text
        with database.writing() as session:
            kit.press(session, settings)
        assert "No agreement has been published here yet" in visitor.get("/").text


def test_an_empty_deployment_has_its_feed_its_sitemap_and_a_policy_that_vouches_for_nobody(
    database: Database, settings: Settings
) -> None:
    from workflow.evidence.policy import parse

    deployment = Keystore(settings.keys_folder).deployment
    with database.writing() as session:
        history.begin(
            session, deployment=deployment, rp_id="127.0.0.1", origin="http://127.0.0.1:8000",
            log_origin="127.0.0.1/log", actor=SERVICE, at=NOW,
        )  # fmt: skip
    with opened(settings, NOW) as visitor:
        assert visitor.get("/log/scripts").json() == []
        for address in ("/log/key", "/log/policy", "/log/tlog-policy"):
            answer = visitor.get(address)
            assert answer.status_code == 503 and "not in order" in answer.text
            assert str(settings.data) not in answer.text and ".pem" not in answer.text
        assert [one.name for one in settings.keys_folder.iterdir()] == ["deployment"]  # a page makes no key
        Keystore(settings.keys_folder).begin()
        assert [
            entry.tag for entry in xml.fromstring(visitor.get("/feed.atom").content) if "entry" in entry.tag
        ] == []
        assert len(xml.fromstring(visitor.get("/sitemap.xml").content)) == 2
        assert parse(visitor.get("/log/policy").content).parties == ()


def test_the_page_says_who_signed_and_that_nothing_changed(shop: tuple[Visitor, Press]) -> None:
    visitor, press = shop
    page = visitor.get(f"/mou/{press.slug}").text
    assert "Chief Example (Chief of Police) and Superintendent Example (Superintendent)" in page
    assert "nothing has been changed since" in page
    assert "An officer never enforces school discipline." in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "<script>alert" not in page
    assert "What changed since edition 1" in page and "was reworded" in page


def test_an_older_edition_stays_and_names_the_current_one(shop: tuple[Visitor, Press]) -> None:
    visitor, press = shop
    page = visitor.get(f"/mou/{press.slug}/1").text
    assert "Edition 2 is the current one" in page and "does not enforce" in page
    assert "is the current one" not in visitor.get(f"/mou/{press.slug}/2").text


@pytest.mark.parametrize("missing", ["3", "0", "99999999999", "one", "1.exe", "1.pdf.pdf", "-1", "²"])
def test_what_is_not_public_is_not_found(shop: tuple[Visitor, Press], missing: str) -> None:
    visitor, press = shop
    assert visitor.get(f"/mou/{press.slug}/{missing}").status_code == 404
    assert visitor.get("/mou/another").status_code == 404


def test_a_withdrawn_edition_leaves_its_tombstone(database: Database, settings: Settings) -> None:
    press = stocked(settings)
    with database.writing() as session:
        session.add(Tombstone(edition_id=press.world.edition, words="Withdrawn by order of a court.", at=NOW))
    with opened(press.settings, NOW + timedelta(days=301)) as visitor:
        gone = visitor.get(f"/mou/{press.slug}/2")
        assert gone.status_code == 410 and "Withdrawn by order of a court." in gone.text
        assert visitor.get(f"/mou/{press.slug}/2.pdf").status_code == 410
        remaining = visitor.get(f"/mou/{press.slug}").text
        assert "does not enforce" in remaining and "is the current one" not in remaining


def test_every_kind_of_copy_can_be_taken(shop: tuple[Visitor, Press]) -> None:
    visitor, press = shop
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    kinds = {
        "pdf": "application/pdf",
        "json": "application/json",
        "docx": word,
        "txt": "text/plain",
        "md": "text/markdown",
    }
    for kind, media_type in kinds.items():
        copy = visitor.get(f"/mou/{press.slug}/2.{kind}")
        assert copy.status_code == 200 and copy.headers["content-type"].startswith(media_type)
        again = visitor.get(f"/mou/{press.slug}/2.{kind}", headers={"if-none-match": copy.headers["etag"]})
        assert again.status_code == 304 or again.content == copy.content
    assert "publication" in visitor.get(f"/mou/{press.slug}/2.json").json()
    assert "never enforces" in visitor.get(f"/mou/{press.slug}/2.txt").text


def test_an_unchanged_page_is_answered_briefly(shop: tuple[Visitor, Press]) -> None:
    visitor, press = shop
    first = visitor.get(f"/mou/{press.slug}")
    assert (
        visitor.get(f"/mou/{press.slug}", headers={"if-none-match": first.headers["etag"]}).status_code == 304
    )


def test_comparison_and_history(shop: tuple[Visitor, Press]) -> None:
    visitor, press = shop
    page = visitor.get(f"/mou/{press.slug}/compare/1...2").text
    assert "<ins>" in page and "<del>" in page
    assert visitor.get(f"/mou/{press.slug}/compare/1...9").status_code == 404
    assert visitor.get(f"/mou/{press.slug}/compare/nonsense").status_code == 404
    past = visitor.get(f"/mou/{press.slug}/history").text
    assert "Edition 2: the public copy was published" in past and "Edition 1: signed" in past


def test_the_feeds_and_the_sitemap_are_well_formed(shop: tuple[Visitor, Press]) -> None:
    visitor, press = shop
    for path in ("/feed.atom", f"/mou/{press.slug}/feed.atom"):
        feed = xml.fromstring(visitor.get(path).content)
        entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
        assert len(entries) == 2
    places = [e.text for e in xml.fromstring(visitor.get("/sitemap.xml").content).iter() if e.text]
    assert f"http://localhost:8000/mou/{press.slug}/2" in places


def test_the_log_shows_its_checkpoint_its_key_and_the_policy(shop: tuple[Visitor, Press]) -> None:
    from workflow.evidence.policy import parse
    from workflow.evidence.tlog import open_checkpoint, own_lines

    visitor, _ = shop
    key = visitor.get("/log/key").text.strip()
    note, others = (
        visitor.get("/log/checkpoint").text,
        parse(visitor.get("/log/policy").content).keys_beside(),
    )
    assert open_checkpoint(own_lines(note), [key]).origin == "countersign.example/log"
    assert open_checkpoint(note, [key, *others]).beside == others[0]
    assert parse(visitor.get("/log/policy").content).vkeys == (key,)
    assert f"log {key} http" in visitor.get("/log/tlog-policy").text


def test_tiles_are_served_as_files_that_never_change(shop: tuple[Visitor, Press]) -> None:
    visitor, _ = shop
    size = int(visitor.get("/log/checkpoint").text.split("\n")[1])
    answer = visitor.get(f"/log/tile/entries/000.p/{size}")
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "set-cookie" not in answer.headers
    assert len(visitor.get(f"/log/tile/0/000.p/{size}").content) == 32 * size
    for missing in (f"0/000.p/{size + 1}", "0/001", "1/000", "0", "entries/", "0/000.p/0"):
        assert visitor.get(f"/log/tile/{missing}").status_code == 404


def test_the_api_shows_what_the_page_shows(shop: tuple[Visitor, Press]) -> None:
    visitor, press = shop
    said = visitor.get(f"/api/v1/mou/{press.slug}").json()
    assert said["number"] == 2 and said["is_current"] and len(said["clauses"]) == 4
    assert visitor.get("/api/v1/").json()["entries"][0]["slug"] == press.slug


def check(visitor: Visitor, name: str, content: bytes) -> Any:
    page = visitor.get("/verify").text
    token = page.split('name="csrf" value="')[-1].split('"')[0]
    once = page.split('name="once" value="')[1].split('"')[0]
    return visitor.post("/verify", data={"csrf": token, "once": once}, files={"file": (name, content)})


def test_verify_confirms_package_and_pdf_in_plain_words(shop: tuple[Visitor, Press]) -> None:
    visitor, press = shop
    for kind in ("json", "pdf"):
        answer = check(visitor, f"copy.{kind}", visitor.get(f"/mou/{press.slug}/1.{kind}").content)
        assert answer.status_code == 200
        assert "This is the text both sides signed." in answer.text, answer.text
        assert "Nothing has been changed." in answer.text
        assert "The operator of this service says so, and here vouches for himself" in answer.text
        assert (
            '<p lang="es">Lo dice quien administra este servicio, que aquí responde de sí mismo'
            in answer.text
        )
        assert '<p lang="es">Este es el texto que firmaron ambas partes.' in answer.text
        for line in (
            "Text intact",
            "Signed by these keys",
            "Who vouched",
            "Independent log",
            "Independent time",
            "Current as of the log’s checkpoint",
        ):
            assert line in answer.text


def test_the_savable_verifier_has_a_policy_of_its_own_and_no_other_page_has(
    shop: tuple[Visitor, Press],
) -> None:
    visitor, press = shop
    page = offline.page()
    answer = visitor.get("/verify.html")
    assert answer.content == page.content and answer.headers["content-security-policy"] == page.policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    again = visitor.get("/verify.html", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.headers["content-security-policy"]) == (304, page.policy)
    for address in ("/verify", f"/mou/{press.slug}", "/log/policy"):
        assert visitor.get(address).headers["content-security-policy"] == CSP
    link = visitor.get("/verify").text
    assert 'href="/verify.html" download="verify.html"' in link and page.fingerprint in link


def test_verify_says_what_it_could_not_confirm(shop: tuple[Visitor, Press]) -> None:
    visitor, press = shop
    pdf = bytearray(visitor.get(f"/mou/{press.slug}/1.pdf").content)
    pdf[len(pdf) // 2] ^= 1
    assert "We could not confirm" in check(visitor, "copy.pdf", bytes(pdf)).text
    package = visitor.get(f"/mou/{press.slug}/1.json").content
    changed = package.replace(b"does not enforce", b"does now enforce")
    assert changed != package
    assert "We could not confirm" in check(visitor, "package.json", changed).text
    assert "cannot be checked" in check(visitor, "letter.txt", b"Dear parents").text


def test_the_page_and_its_refusal_name_one_measure(shop: tuple[Visitor, Press]) -> None:
    visitor, _ = shop
    assert "at most 20 MB." in visitor.get("/verify").text
    refused = check(visitor, "package.json", b"x" * 21_000_000)
    assert refused.status_code == 413 and "The most that is taken here is 20 MB." in refused.text
    assert "10 MB" not in refused.text


def test_verify_without_a_file_says_what_to_bring(shop: tuple[Visitor, Press]) -> None:
    visitor, _ = shop
    answer = check(visitor, "", b"")
    assert answer.status_code == 422 and "Choose a file first" in answer.text


def test_the_register_turns_its_pages(database: Database, settings: Settings) -> None:
    with database.writing() as session:
        press = kit.press(session, settings)
        published = press.whole_life(NOW)
        copies(session, published, 24)
    with opened(press.settings, NOW) as visitor:
        first, second = visitor.get("/"), visitor.get("/", params={"page": "2"})
        assert first.text.count("<tr>") == 21 and 'href="/?page=2"' in first.text
        assert second.text.count("<tr>") == 6
        assert visitor.get("/", params={"page": "99"}).text.count("<tr>") == 6


def copies(session: Session, published: Any, count: int) -> None:
    """More agreements with the same public copy, for a long register."""
    from workflow.drafting.models import Edition, Mou, MouParty
    from workflow.publication.models import PublicCopy

    for number in range(count):
        mou = Mou(
            slug=f"town-{number}", title=f"Town {number}", timezone="UTC", created=published.copy.published
        )
        session.add(mou)
        session.flush()
        session.add(MouParty(mou_id=mou.id, party_id=published.subject.parties[0].id))
        values = published.subject.edition.model_dump() | {"mou_id": mou.id, "title": mou.title}
        edition = Edition(**{name: value for name, value in values.items() if name != "id"})
        session.add(edition)
        session.flush()
        session.add(
            PublicCopy(**(published.copy.model_dump() | {"edition_id": edition.id, "event_id": None}))
        )
    session.flush()


def test_hashes_shown_are_those_of_the_bytes(shop: tuple[Visitor, Press]) -> None:
    from workflow.evidence.canonical import b64u

    visitor, press = shop
    page = visitor.get(f"/mou/{press.slug}/2").text
    pdf = visitor.get(f"/mou/{press.slug}/2.pdf").content
    assert b64u(sha256(pdf).digest()) in page
    assert json.loads(visitor.get(f"/mou/{press.slug}/2.json").content)["publication"]["pdf"] in page


def test_a_deployment_may_vouch_for_no_software_keys(shop: tuple[Visitor, Press]) -> None:
    _, press = shop
    with opened(replace(press.settings, no_software_keys=True), NOW) as visitor:
        policy = visitor.get("/log/policy").json()
    assert "software" not in policy["key_kinds"]


def test_what_a_witness_signed_is_seen_at_once(make_database: Databases, tmp_path: Path) -> None:
    witness = Ed25519PrivateKey.generate()
    key = vkey("library.example", witness)
    press = stocked(make_database("sqlite", tmp_path / "watched"))
    settings = replace(press.settings, witnesses=f"{key} http://localhost:1")
    with opened(settings, NOW + timedelta(days=301)) as visitor:
        address = f"/mou/{press.slug}/2.json"
        assert visitor.get("/log/cosigned").status_code == 404
        assert visitor.get(address).json()["cosignatures"] == []
        database = Database(settings.database)
        with database.writing() as session:
            newest = newest_checkpoint(session)
            assert newest
            signed = cosign(newest.note, "library.example", witness, int(NOW.timestamp()))
            witnessing.keep(session, newest.size, signed, at=NOW)
        database.close()
        assert [one["key"] for one in visitor.get(address).json()["cosignatures"]] == [key]
        assert visitor.get("/log/cosigned").text == visitor.get("/log/checkpoint").text + signed.line()
        assert parse_policy(visitor.get("/log/policy").content).witnesses() == (key,)
        fetched = visitor.get(address).text
        told = visitor.post("/api/v1/verify", json={"package": fetched}).json()["result"]
        assert told["anchor"] == "operator"
        lines = {line["name"]: (line["state"], line["words"]) for line in told["lines"]}
        assert lines["Independent log"] == ("good", "cosigned by library.example: an independent log")


def test_a_copy_of_the_record_checks_a_package_and_takes_nothing_in(shop: tuple[Visitor, Press]) -> None:
    visitor, press = shop
    package = visitor.get(f"/mou/{press.slug}/2.json").content
    with opened(press.settings, NOW + timedelta(days=301), closed="This is a copy of the record.") as copy:
        told = check(copy, "package.json", package)
        assert told.status_code == 200 and "This is the text both sides signed." in told.text
        answer = copy.post("/api/v1/verify", json={"package": package.decode()})
        assert answer.status_code == 200 and answer.json()["result"]["verdict"] == "verified"
        refused = copy.post("/sign-in", data={"email": "ann@example.org"})
        assert refused.status_code == 409 and "This is a copy of the record." in refused.text
