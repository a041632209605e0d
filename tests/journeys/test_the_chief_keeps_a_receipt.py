"""The chief signs and keeps the receipt; later he shows, without us, what he signed and on which text."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.town import Town
from tests.rig.chromium import Visitor as Browser
from workflow.demo import drafting


def test_the_chief_keeps_a_receipt_and_shows_it_without_us(
    town: Town, visitor: Callable[..., Browser], tmp_path: Path
) -> None:
    # Given a chief who has signed, and a log that covers it
    town.has_a_frozen_text()
    town.signs("chief")
    page = town.sits_down("chief", visitor()).page
    chief = town["chief"].name

    def there() -> bool:
        page.goto(f"{town.address}/signing-events/{town.event}")
        return page.get_by_role("link", name=f"Receipt of {chief}").count() == 1

    drafting.until(there, "no receipt")
    # When he downloads the receipt, the list of whom to trust and the checking page
    receipt, policy, saved = (tmp_path / name for name in ("receipt-1.txt", "policy.json", "verify.html"))
    address = page.get_by_role("link", name=f"Receipt of {chief}").get_attribute("href")
    receipt.write_bytes(page.request.get(f"{town.address}{address}").body())
    policy.write_bytes(page.request.get(f"{town.address}/log/policy").body())
    saved.write_bytes(page.request.get(f"{town.address}/verify.html").body())
    # Then the command on another computer says what he did, and that his signature is checked with the package
    said = check(receipt, policy)
    assert said.returncode == 0, said.stdout
    assert "This is a receipt, and it stands in the log (place " in said.stdout
    assert f"{chief}, " in said.stdout and "signed the text. The text has the fingerprint " in said.stdout
    assert "receipt.signature: the signature itself is checked with the package" in said.stdout
    assert check(tmp_path, policy).stdout == f"verified  {receipt.name}\n"
    # And the page from his disk, without a network, and the page here say the same
    sentence = said.stdout.splitlines()[0]
    disk = visitor(offline=True, locale="en-US").page
    disk.goto(saved.as_uri())
    assert brought(disk, receipt, policy) == sentence
    assert "Not checked here" in disk.inner_text("#answer .line[open] .steps")
    page.goto(f"{town.address}/verify")
    page.set_input_files("input[type=file] >> nth=0", receipt)
    page.get_by_role("button", name="Check it").click()
    page.get_by_text("it stands in the log (place").first.wait_for()
    assert "the text both sides signed" not in page.inner_text("main")
    # And with one byte altered nobody takes it
    whole = receipt.read_bytes()
    at = whole.index(b"\nindex ") - 200
    receipt.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert check(receipt, policy).returncode != 0
    assert brought(disk, receipt, policy) != sentence
    assert disk.get_attribute("#answer .banner", "class") == "banner bad"


def brought(page: Page, receipt: Path, policy: Path) -> str:
    """What the saved page says first."""
    page.set_input_files("#package", receipt)
    page.set_input_files("#policy", policy)
    page.click("button.main")
    return str(page.inner_text("#answer .banner"))


def check(receipt: Path, policy: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workflow.cli", "verify", "--policy", str(policy), str(receipt)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)
