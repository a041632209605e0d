"""Every door names an act of the permission table, and every page a template that is there."""

import ast
import re

from tests.house.tree import ROOT, code, parsed, under
from workflow.core.permissions import ACTS
from workflow.web.rooms import all_doors


def test_every_door_asks_for_an_act_of_the_table():
    assert [
        f"{door.method} {door.path}: {door.act}"
        for r in all_doors()
        for door in r.all
        if door.act not in ACTS
    ] == []


def test_acts_keep_their_grammar():
    assert [act for act in ACTS if not re.fullmatch(r"[a-z]+(-[a-z]+)*(:[a-z]+(-[a-z]+)*)+", act)] == []


def test_no_address_is_two_doors():
    seen = [(door.method, re.sub(r"\{[^}]*\}", "{}", door.path)) for room in all_doors() for door in room.all]
    assert sorted(pair for pair in set(seen) if seen.count(pair) > 1) == []


def test_every_act_that_is_required_stands_in_the_table():
    """`require(actor, "edition:sign", ...)` with a name nobody declared would refuse everybody."""
    asked = {
        argument.value
        for file in code()
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) == "require"
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    assert asked - set(ACTS) == set()


def test_every_template_that_is_named_exists_and_every_page_is_named():
    there = {str(file.relative_to("templates")) for file in under("templates", suffix=".html")}
    sources = "\n".join((ROOT / file).read_text() for file in [*code(), *under("templates")])
    named = set(re.findall(r"""["']([a-z_]+/[a-z_/-]+\.html)["']""", sources))
    assert named - there == set()
    assert {name for name in there if not name.startswith("mail/")} - named == set()
