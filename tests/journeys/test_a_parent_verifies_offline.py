"""A parent reads the public page, takes the files home, and checks them without us."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.journeys.town import Town
from tests.rig.chromium import Visitor as Browser


def test_a_parent_verifies_the_public_copy_offline(
    town: Town, visitor: Callable[..., Browser], tmp_path: Path
) -> None:
    # Given a published agreement, and a parent without an account and without script
    town.has_a_published_agreement()
    parent = visitor(java_script_enabled=False)
    parent.page.goto(f"{town.address}/")
    # When the parent finds it in the register and downloads package and policy
    parent.page.get_by_role("link", name="School Resource Officer Agreement").first.click()
    assert "nothing has been changed since" in parent.page.inner_text("main")
    package, policy = tmp_path / "package.json", tmp_path / "policy.json"
    address = parent.page.get_by_role("link", name="Package").first.get_attribute("href")
    package.write_bytes(parent.page.request.get(f"{town.address}{address}").body())
    policy.write_bytes(parent.page.request.get(f"{town.address}/log/policy").body())
    # Then the check on the parent's own machine says so, in a sentence
    said = check(package, policy)
    assert said.returncode == 0 and "This is the text both sides signed" in said.stdout
    # And of the PDF too: the policy says whose seal it must have, and the package that it is the one that was published
    pdf = tmp_path / "agreement.pdf"
    address = parent.page.get_by_role("link", name="PDF").first.get_attribute("href")
    pdf.write_bytes(parent.page.request.get(f"{town.address}{address}").body())
    said = check(pdf, policy)
    assert said.returncode == 0 and "under an authority that the policy named" in said.stdout
    assert "(the very PDF that was published)" in check(package, policy, pdf).stdout
    # And the page's own check says the same, with the file sent by an ordinary form
    parent.page.goto(f"{town.address}/verify")
    parent.page.set_input_files("input[type=file] >> nth=0", package)
    parent.page.get_by_role("button").last.click()
    assert "the text both sides signed" in parent.page.inner_text("main")
    # And one changed letter is noticed
    altered = json.loads(package.read_text())
    altered["clauses"][0]["text"] = altered["clauses"][0]["text"].replace("e", "a", 1)
    package.write_text(json.dumps(altered, ensure_ascii=False, separators=(",", ":"), sort_keys=True))
    assert check(package, policy).returncode == 1


def check(package: Path, policy: Path, *more: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workflow.cli", "verify", "--policy", policy, package, *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)
