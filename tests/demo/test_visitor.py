from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.rig.databases import Databases
from tests.rig.serve import Served
from workflow.demo.visitor import Unexpected, Visitor
from workflow.evidence.software_key import SoftwareKey


@pytest.fixture
def visitor(make_database: Databases, tmp_path: Path, served: Callable[..., Served]) -> Visitor:
    here = served(make_database("sqlite", tmp_path / "data"))
    with closing(Visitor(here.url, "Ann", "ann@example.org")) as person:
        yield person


def test_what_the_service_says_no_to_is_told_in_its_words(visitor: Visitor) -> None:
    with pytest.raises(Unexpected, match=r"GET /api/v1/inbox: 401 .*sign in"):
        visitor.get("/inbox")
    with pytest.raises(Unexpected, match=r"POST /api/v1/sign-in/links: \d+|POST .*"):
        visitor.post("/editions/none/threads", words="x")
    with pytest.raises(Unexpected, match="/nowhere answered 404"):
        visitor.bytes_of("/nowhere")


def test_pages_and_files_are_read_as_anybody_reads_them(visitor: Visitor) -> None:
    assert visitor.get("/mailbox", to="ann@example.org")["letters"] == []
    assert b"Disallow" in visitor.bytes_of("/robots.txt")


def test_a_ceremony_is_answered_in_the_browsers_shape(visitor: Visitor) -> None:
    key = SoftwareKey()
    made = visitor.answered(
        {"ceremony": "create", "options": {"challenge": "AAAA", "rp": {"id": "localhost"}}}, key
    )
    used = visitor.answered(
        {"ceremony": "get", "options": {"challenge": "AAAA", "rpId": "localhost"}}, key, more="x"
    )
    assert (
        '"attestationObject"' in made["credential"]
        and '"signature"' in used["credential"]
        and used["more"] == "x"
    )
