"""docs/format.md and the code say the same: a stranger writes his verifier from the page alone."""

import re
from pathlib import Path

from workflow.evidence import clause_tree, leaf, package, policy, quote
from workflow.evidence import manifest as manifests
from workflow.evidence.statement import INTENT

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/format.md").read_text(encoding="utf-8")
CODE = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "workflow/evidence").glob("*.py")}
INNER = {"json.canonical", "json.value", "base64", "log.proof", "log.tile"}
"""Codes that a caller turns into the code of the place before anybody reads them, and those of receipts and tiles."""


def test_every_reason_code_is_on_the_page():
    raised = {
        code
        for source in CODE.values()
        for code in re.findall(r'Bad\(\s*"([a-z0-9_]+(?:\.[a-z0-9_]+)?)"', source)
    }
    raised |= {
        code for source in CODE.values() for code in re.findall(r'demand\([^"]*"([a-z0-9_.]+)"\)', source)
    }
    # What a witness says to the log alone, and what `log check` reads in the log's own leaves, is in no verdict.
    raised = {code for code in raised if not code.startswith(("witness.", "rotation."))}
    assert len(raised) > 40
    assert sorted(raised - INNER - set(re.findall(r"`([a-z0-9_.]+)`", PAGE))) == []


def test_every_step_is_on_the_page():
    steps = set(re.findall(r'ledger\.block\("([a-z._]+)"', CODE["verify.py"]))
    assert len(steps) == 16
    steps |= set(re.findall(r'ledger\.block\("([a-z._]+)"', CODE["receipt_verdict.py"]))
    assert len(steps) == 20
    assert sorted(steps - set(re.findall(r"`([a-z._]+)`", PAGE))) == []


def test_every_intent_is_on_the_page():
    flat = " ".join(PAGE.split())
    assert [intent for intent in INTENT.values() if intent not in flat] == []


def test_every_domain_is_on_the_page():
    domains = {domain for source in CODE.values() for domain in re.findall(r"sro-mou/[a-z-]+/v1", source)}
    assert len(domains) == 15
    assert [domain for domain in sorted(domains) if domain not in PAGE] == []
    assert clause_tree.ALG in PAGE and leaf.LEAF == b"sro-mou/log-leaf/v1\0"


def test_every_format_and_reserved_member_is_on_the_page():
    for name in (manifests.FORMAT, package.FORMAT, policy.FORMAT, quote.FORMAT, *package.RESERVED):
        assert f"`{name}`" in PAGE
