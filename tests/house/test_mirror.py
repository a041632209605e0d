"""The tests mirror the code: who reads a module finds its tests at the same place under tests/."""

import ast
from pathlib import Path

from tests.house.tree import ROOT, code, parsed, under

TESTED_ELSEWHERE = {
    "models.py": "rows are exercised by the room's actions and queries, their constraints by tests/adapters",
    "__init__.py": "it holds a docstring",
    "pages.py": "doors are walked through by the journeys and by tests/web, over HTTP",
}
BY_THE_PAGES = "tests/review/test_pages.py asks for it over the doors, with statements counted"
ONE_BY_ONE = {
    **dict.fromkeys(
        (
            f"workflow/review/{name}.py"
            for name in (
                "guests/queries",
                "queries",
                "route/queries",
                "tasks",
                "threads/queries",
                "threads/shown",
                "threads/talk",
                "turns/queries",
                "verdicts/queries",
            )
        ),
        BY_THE_PAGES,
    ),
    "workflow/review/actions.py": "it gathers the acts of its sub-rooms, each tested there",
    "workflow/review/facts.py": "tests/signing/test_facts.py and test_ready.py stand on it",
    "workflow/review/ground.py": "every test of the review stands on it",
    "workflow/review/words.py": "tests/review/test_pages.py reads them on the pages",
    "workflow/cli/__main__.py": "every test of the command line as a process starts it",
    "workflow/cli/demo.py": "tests/demo/test_show.py runs it as a process",
    "workflow/cli/verbs.py": "it names two types",
    "workers/consequences.py": "tests/workers/test_reactions.py asks what every kind of event leads to",
    "workers/renewal_letters.py": "tests/workers/test_letters.py reads every letter",
    "workflow/tables.py": "tests/adapters/test_migrations.py compares it with the database",
}


def mirror(file: Path) -> Path:
    below = file.parts[1:] if file.parts[0] == "workflow" else file.parts
    return Path("tests", *below).with_name(f"test_{file.name}")


def test_every_module_has_its_mirror():
    wanting = [f for f in code() if f.name not in TESTED_ELSEWHERE and str(f) not in ONE_BY_ONE]
    assert [str(file) for file in wanting if not (ROOT / mirror(file)).exists()] == []


def test_every_exception_is_still_needed():
    assert [
        name for name in ONE_BY_ONE if not (ROOT / name).exists() or (ROOT / mirror(Path(name))).exists()
    ] == []


def test_every_module_says_what_it_is():
    assert [str(file) for file in code() if parsed(file).body and not ast.get_docstring(parsed(file))] == []


def test_every_folder_of_tests_is_a_package():
    folders = {file.parent for file in under("tests", suffix=".py")}
    assert [str(folder) for folder in folders if not (ROOT / folder / "__init__.py").exists()] == []
