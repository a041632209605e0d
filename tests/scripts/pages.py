"""Somebody before the savable page, with files in either language: what is shown stands in golden.json, read over by people."""

from collections.abc import Iterator

from tests.foreign.vectors import FOLDER, expected
from tests.scripts.case import Case
from tests.scripts.golden import words
from tests.scripts.packages import plain

SHOWN = ("good-published", "good-revoked-later", "no-policy", "good-corrected-hidden", "good-hidden-published", "good-quote", "good-paper", "former-holder", "good-witness", "good-time", "good-time-operator", "good-mldsa")  # fmt: skip
PDF = b"%PDF-1.7"
RECEIPTS = {"good-approval": "policies/good-approval.json", "no-policy": None, "words-of-another": "policies/words-of-another.json", "no-extra": None}  # fmt: skip


def told(name: str) -> str:
    """A file among the vectors of receipts."""
    return plain((FOLDER / "receipts" / name).read_bytes())


def brought(name: str) -> list[str | None]:
    """Package and policy of a vector."""
    one = expected(name)
    policy = (FOLDER / one["policy"]).read_bytes() if one["policy"] else None
    return [plain((FOLDER / one["package"]).read_bytes()), None if policy is None else plain(policy)]


def page(title: str, **asked: object) -> Case:
    """What is seen before the files, after them, and in each language that is asked for."""
    usual = {
        "kind": "people",
        "script": "verify",
        "language": "en-US",
        "brought": [],
        "spoken": [],
        "old": False,
    }
    return Case(f"page: {title}", usual | asked, words()["pages"].get(f"page: {title}"))


def cases() -> Iterator[Case]:
    """The empty page, a file that is none, an old browser, and packages that hold and do not."""
    yield page("empty", spoken=["es", "en"])
    yield page("empty in Spanish", language="es-MX", spoken=["en"])
    yield page("empty in French", language="fr")
    yield page("an old browser", old=True)
    yield page("an old browser with files", old=True, brought=[brought("good-published")])
    yield page("an old browser in Spanish", old=True, language="es")
    yield page("a PDF", brought=[[plain(PDF), None]], spoken=["es"])
    yield page("nothing", brought=[[plain(b""), None]])
    yield page(
        "one after another", brought=[brought("good-published"), [plain(PDF), None], brought("no-policy")]
    )
    for name, policy in RECEIPTS.items():
        yield page(f"receipt {name}", brought=[[told(f"packages/{name}.txt"), policy and told(policy)]], spoken=["es"])  # fmt: skip
    for name in SHOWN:
        yield page(name, brought=[brought(name)], spoken=["es"])
