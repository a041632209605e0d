"""The import law. The layers are contracts in pyproject.toml; what each room may take from outside stands here."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOMS, ROOT, code, parsed, under

OUR_OWN = {"workflow", "workers"}
EVIDENCE = {"cryptography", "rfc8785", "asn1crypto"}


def imported(file: Path) -> set[str]:
    """Full names of the modules that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def outside(file: Path) -> set[str]:
    """Distributions' top names that a file imports: neither ours nor the standard library's."""
    return {name.split(".")[0] for name in imported(file)} - OUR_OWN - sys.stdlib_module_names


def test_the_contracts_hold():
    tool = Path(sys.executable).parent / "lint-imports"
    checked = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(("folder", "allowed"), [("workflow/core", set()), ("workflow/evidence", EVIDENCE)])
def test_the_inner_rooms_need_little(folder, allowed):
    assert {
        str(file): outside(file) - allowed for file in under(folder, suffix=".py") if outside(file) - allowed
    } == {}


def test_the_core_reads_no_clock_and_rolls_no_dice():
    forbidden = {"random", "secrets", "time", "os", "socket", "uuid"}
    took = {str(file): imported(file) & forbidden for file in under("workflow/core", suffix=".py")}
    assert {file: names for file, names in took.items() if names} == {"workflow/core/ids.py": {"secrets"}}


def test_only_the_web_knows_its_framework():
    assert [
        str(file)
        for file in code()
        if "litestar" in outside(file) and not file.is_relative_to("workflow/web")
    ] == []


def test_only_two_modules_know_celery():
    knows = {str(file) for file in code() if outside(file) & {"celery", "kombu"}}
    assert knows <= {"workers/app.py", "workers/tasks.py"}


def test_inside_every_folder_the_order_is_kept():
    """Pages call actions, actions ask queries, queries read models: in sub-rooms as well, which no contract names."""
    order = ["models", "queries", "actions", "pages"]
    broken = []
    for file in [f for f in code() if f.stem in order]:
        above = {f"{'.'.join(file.parent.parts)}.{name}" for name in order[order.index(file.stem) + 1 :]}
        broken += [f"{file} imports {name}" for name in sorted(imported(file) & above)]
    assert broken == []


def test_the_demo_imports_no_room():
    inside = {f"workflow.{room}" for room in (*ROOMS, "history", "web")} | {"workers"}
    for file in under("workflow/demo", suffix=".py"):
        assert {
            name for name in imported(file) if any(name == r or name.startswith(f"{r}.") for r in inside)
        } == set()


def test_there_are_no_relative_imports():
    relative = [
        f"{file}:{node.lineno}"
        for file in code()
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []
