"""The savable verifier, in a real browser, from a disk: written from docs/format.md alone, it must agree with ours.

That it does for every case there is stands in tests/scripts.
"""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.evidence import factory
from tests.evidence.test_outside import witnessed_packages
from tests.rig.chromium import Visitor
from tests.vectors import beside, make
from workflow.evidence import sentences
from workflow.evidence.lines import lines
from workflow.evidence.verify import verify
from workflow.publication import offline

PACKAGE, POLICY = factory.good_package()
ASK = """async asked => {
  const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  const answers = [];
  for (const [given, policy, zone] of asked) {
    const verdict = await countersign.verify(bytes(given), policy === null ? null : bytes(policy));
    const said = ["en", "es"].map(language => countersign.firstSentence(verdict, zone, language));
    answers.push({...verdict, said});
  }
  return answers;
}"""
Asked = tuple[bytes, bytes | None]


@pytest.fixture
def disk(visitor: Callable[..., Visitor], tmp_path: Path) -> Iterator[Visitor]:
    """Somebody who opened the page from a disk, with no network at all; the console has to stay silent."""
    file = tmp_path / "verify.html"
    file.write_bytes(offline.page().content)
    person = visitor(offline=True, locale="en-US")
    asked: list[str] = []
    person.page.on("request", lambda request: asked.append(request.url))
    person.page.goto(file.as_uri())
    yield person
    assert person.said == [] and asked == [file.as_uri()]


def answers(page: Page, asked: list[Asked]) -> list[dict[str, Any]]:
    """What the page's verifier says of each package under its policy; the sentences for Los Angeles."""
    plain = [
        [b64encode(package).decode(), None if policy is None else b64encode(policy).decode(), "America/Los_Angeles"]
        for package, policy in asked
    ]  # fmt: skip
    found: list[dict[str, Any]] = page.evaluate(ASK, plain)
    return found


def reason(answer: dict[str, Any]) -> str:
    return sentences.first_reason([check["id"] for check in answer["checks"] if not check["ok"]])


@pytest.mark.parametrize("folder", [make.FOLDER, make.RECEIPTS], ids=["packages", "receipts"])
def test_it_gives_every_vector_its_verdict_and_reason(disk: Visitor, folder: Path) -> None:
    vectors = json.loads((folder / "index.json").read_bytes())["vectors"]
    asked: list[Asked] = [
        (
            (folder / one["package"]).read_bytes(),
            (folder / one["policy"]).read_bytes() if one["policy"] else None,
        )
        for one in vectors
    ]
    found = [(one["verdict"], reason(one)) for one in answers(disk.page, asked)]
    assert found == [(one["verdict"], one["code"]) for one in vectors]


def test_the_page_says_that_a_witness_signed(disk: Visitor) -> None:
    package, policy = next(witnessed_packages())
    give(disk.page, package, policy)
    assert "Witnesses outside the service signed the log" in disk.page.text_content("#answer")


def test_it_checks_the_logs_second_signature_where_the_browser_can_and_says_so_where_not(
    disk: Visitor,
) -> None:
    asked: list[Asked] = [(case.package, case.policy) for case in beside.cases() if case.name in BESIDE]
    good, broken = answers(disk.page, asked)
    assert said_of_the_log(good).endswith("; signed with Ed25519 and with ML-DSA-44")
    assert (broken["verdict"], reason(broken)) == ("not_verified", "log.checkpoint")
    disk.page.evaluate(WITHOUT_MLDSA)
    good, unseen = answers(disk.page, asked)
    for answer in (good, unseen):
        assert answer["verdict"] == "verified"
        assert said_of_the_log(answer).endswith(
            "its signature with ML-DSA-44 is not checked on this computer"
        )


BESIDE = ("good-mldsa", "mldsa-another-size")
WITHOUT_MLDSA = """() => {
  const known = crypto.subtle.importKey.bind(crypto.subtle);
  crypto.subtle.importKey = (format, data, kind, ...rest) =>
    kind.name === "ML-DSA-44" ? Promise.reject(new DOMException("no", "NotSupportedError")) : known(format, data, kind, ...rest);
}"""


def said_of_the_log(answer: dict[str, Any]) -> str:
    return next(str(check["detail"]) for check in answer["checks"] if check["id"] == "log.checkpoint")


def test_no_flipped_bit_is_accepted(disk: Visitor) -> None:
    stamped = (make.FOLDER / "packages/good-time.json").read_bytes()
    trust = (make.FOLDER / "policies/good-time.json").read_bytes()
    asked: list[Asked] = [
        (data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :], policy)
        for data, policy in ((PACKAGE, POLICY), (stamped, trust))
        for at in range(0, len(data), 149)
    ]
    verdicts = [one["verdict"] for one in answers(disk.page, asked)]
    print(f"{len(verdicts)} flipped bits: {verdicts.count('verified')} verified")
    assert len(verdicts) > 250 and "verified" not in verdicts


def give(page: Page, package: bytes, policy: bytes | None, name: str = "package.json") -> str:
    """Bring the files to the form, press the button; what the page says first."""
    page.set_input_files("#package", {"name": name, "mimeType": "application/json", "buffer": package})
    brought = [{"name": "policy.json", "mimeType": "application/json", "buffer": policy}] if policy else []
    page.set_input_files("#policy", brought)
    page.click("button.main")
    return page.inner_text("#answer .banner")


def test_a_parent_brings_two_files_and_reads_the_answer_in_two_languages(disk: Visitor) -> None:
    page = disk.page
    assert give(page, PACKAGE, POLICY) == verify(PACKAGE, POLICY).sentence()
    page.click("button[value=es]")
    assert page.inner_text("#answer .banner") == verify(PACKAGE, POLICY).sentence("es")
    assert page.get_attribute("html", "lang") == "es" and "Quién firmó" in page.inner_text("#answer")
    page.click("#answer summary >> nth=-1")
    assert "An officer does not enforce school discipline." in page.inner_text("#answer details >> nth=-1")


def test_without_a_policy_it_says_no_more_than_consistent(disk: Visitor) -> None:
    assert "whose keys these are is unknown" in give(disk.page, PACKAGE, None)
    assert "Without it, this page can only say" in disk.page.inner_text("#policy-hint")


def test_nobody_is_called_confirmed_while_the_whole_is_not(disk: Visitor) -> None:
    marks = "#answer li > .mark:not([aria-hidden])"
    give(disk.page, PACKAGE, POLICY)
    assert disk.page.locator(marks).all_inner_texts() == ["confirmed", "confirmed"]
    for package, policy in (
        (PACKAGE, None),
        (PACKAGE.replace(b"school discipline", b"school  rules!!!!"), POLICY),
    ):
        give(disk.page, package, policy)
        assert set(disk.page.locator(marks).all_inner_texts()) == {
            "this key signed; see above what could not be confirmed"
        }


def test_the_six_lines_say_what_python_says_in_either_language(disk: Visitor) -> None:
    changed = PACKAGE.replace(b"school discipline", b"school  rules!!!!")
    for package, policy in ((PACKAGE, POLICY), (PACKAGE, None), (changed, POLICY), (b"nothing", POLICY)):
        give(disk.page, package, policy)
        found = lines(verify(package, policy))
        for language in ("es", "en"):
            disk.page.click(f".languages button[value={language}]")
            shown = disk.page.locator("#answer .line > summary").all_inner_texts()
            assert shown == [": ".join(one.said(language)) for one in found]
        opened = disk.page.locator("#answer .line[open]").count()
        assert opened == sum(one.state == "bad" for one in found)
    assert disk.page.locator("#answer .line[open] code").all_inner_texts() == ["package.json"]


def test_a_browser_that_lacks_what_it_takes_says_so(disk: Visitor) -> None:
    disk.page.evaluate(
        "() => { crypto.subtle.digest = () => Promise.reject(new DOMException('no', 'NotSupportedError')); }"
    )
    assert "This browser cannot check signatures" in give(disk.page, PACKAGE, POLICY)


def test_what_is_no_package_is_answered_in_words(disk: Visitor) -> None:
    assert "cannot be checked" in give(disk.page, b"%PDF-1.7", POLICY)
    assert "This is a PDF." in disk.page.inner_text("#answer")
    changed = PACKAGE.replace(b"does not enforce", b"enforces")
    assert "the text is not the one that was signed" in give(disk.page, changed, POLICY)


def test_what_a_package_says_is_text_and_never_markup(disk: Visitor) -> None:
    cast = factory.signed(factory.frozen(title="<img src=x onerror=alert(1)><script>alert(1)</script>"))
    give(disk.page, cast.world.package(), cast.world.policy())
    assert disk.page.locator("#answer img, #answer script").count() == 0
    assert "<img src=x" in disk.page.inner_text("#answer")


@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_use_it(disk: Visitor, width: int) -> None:
    disk.page.set_viewport_size({"width": width, "height": 900})
    give(disk.page, PACKAGE, POLICY)
    assert disk.page.evaluate("document.documentElement.scrollWidth") <= width
    # Axe is put into the page from outside, past its policy, by the browser's own tool.
    found = Axe().run(disk.page).response["violations"]
    assert [one["id"] for one in found] == []


def test_both_languages_say_the_same_things(disk: Visitor) -> None:
    english, spanish = disk.page.evaluate("[countersign.SAY.en, countersign.SAY.es]")
    assert list(english) == list(spanish)
    same = [name for name in english if english[name] == spanish[name]]
    assert same == []
    shown = {
        name: disk.page.inner_text(f"[data-say={name}]")
        for name in ("title", "intro", "policyHint", "limits")
    }
    assert shown == {name: english[name] for name in shown}


def test_the_page_allows_its_own_script_and_nothing_else() -> None:
    page = offline.page()
    text = page.content.decode()
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.S)
    allowed = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{allowed}';" in page.policy and "unsafe" not in page.policy
    assert page.policy.removesuffix("; frame-ancestors 'none'") in text
    assert "[[" not in text.partition("<script>")[0] and not re.search(r"(src|href)=", text)
    assert page.fingerprint == sha256(page.content).hexdigest() and page is offline.page()
