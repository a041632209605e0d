"""Every vector before the savable page, opened from a disk by a Chromium without a network: other hands, other cryptography.

The page is written from docs/format.md alone, and its signatures are checked by the browser (BoringSSL), ML-DSA-44 too.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.foreign import vectors
from tests.rig.chromium import Visitor
from workflow.evidence import sentences
from workflow.publication import offline

WARNED = "good-revoked-later"
"""Verified, and with a warning that no green mark may hide."""
TONES = {"verified": "good", "not_verified": "bad", "unusable": "bad"}


@pytest.fixture
def page(visitor: Callable[..., Visitor], tmp_path: Path) -> Visitor:
    (tmp_path / "verify.html").write_bytes(offline.page().content)
    person = visitor(offline=True, locale="en-US")
    person.page.goto((tmp_path / "verify.html").as_uri())
    return person


def answer(person: Visitor, one: vectors.Said) -> tuple[str, str, list[str]]:
    """What the page shows of a vector whose files were chosen by hand: its tone, its first sentence, and the codes of the steps that did
    not hold, which stand behind the lines they belong to."""
    page = person.page
    page.set_input_files("#package", str(vectors.FOLDER / one["package"]))
    page.set_input_files("#policy", [str(vectors.FOLDER / one["policy"])] if one["policy"] else [])
    page.click("button.main")
    page.wait_for_selector("#answer .banner")
    tone = str(page.get_attribute("#answer .banner", "class")).removeprefix("banner ")
    said = page.inner_text("#answer .banner")
    return tone, said, page.locator("#answer .steps .bad code").all_text_contents()


def test_the_page_shows_of_every_vector_what_it_must(page: Visitor) -> None:
    differ = []
    for one in vectors.INDEX:
        tone, said, codes = answer(page, one)
        weak = one["code"] == "policy.present" or one["name"] == WARNED
        wanted = "wait" if weak else TONES[one["verdict"]]
        reason = "whose keys these are is unknown" if weak else sentences.reason(one["code"])
        told = one["code"] in codes and reason in said if one["code"] else codes == []
        if tone != wanted or not told:
            differ.append((one["name"], tone, said, codes))
    assert differ == [] and len(vectors.INDEX) > 90 and page.said == []
