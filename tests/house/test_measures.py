"""When a file or a function outgrows its measure, a noun is missing."""

import ast
import gzip
import statistics

import pytest

from tests.house.tree import ROOT, code, parsed, read, under

FILE, NINE_OF_TEN, TEST_FILE, FUNCTION = 300, 220, 500, 50
STYLE_GZIPPED, SCRIPT_GZIPPED = 7_000, 3_000
APART = {
    "signing.js",
    "demo.js",
}  # the signing page has its own; the other is served by the demonstration alone
"""Scripts of pages that cannot do without: keys are made and used, and texts recomputed, in the browser."""


def functions():
    for file in code():
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.end_lineno - node.lineno + 1, f"{file}:{node.lineno} {node.name}"


def test_no_file_is_longer_than_its_measure():
    for measure, some in ((FILE, code()), (TEST_FILE, under("tests", "bench", suffix=".py"))):
        lengths = [(len(read(file).splitlines()), str(file)) for file in some]
        assert [pair for pair in sorted(lengths, reverse=True) if pair[0] > measure] == []


def test_nine_modules_of_ten_stay_well_under_it():
    lengths = sorted(len(read(file).splitlines()) for file in code())
    assert statistics.quantiles(lengths, n=10)[-1] <= NINE_OF_TEN


def test_no_function_is_longer_than_its_measure():
    assert [pair for pair in sorted(functions(), reverse=True) if pair[0] > FUNCTION] == []


def test_half_of_the_functions_are_short():
    assert statistics.median(length for length, _ in functions()) <= 8


def gzipped(files):
    return sum(len(gzip.compress((ROOT / file).read_bytes(), 9)) for file in files)


def test_the_style_is_small():
    assert gzipped(under("workflow/web/static", suffix=".css")) <= STYLE_GZIPPED


def test_our_script_is_small():
    own = [file for file in under("workflow/web/static", suffix=".js") if file.name not in APART]
    assert gzipped(own) <= SCRIPT_GZIPPED


@pytest.mark.parametrize("kind", ["_.min.js", "_.min.css", ".map", ".woff2"])
def test_nothing_of_others_is_served(kind):
    assert under("workflow", "templates", suffix=kind.removeprefix("_")) == []
