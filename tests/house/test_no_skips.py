"""Nothing is skipped silently: pytest itself is run on tests that try."""

pytest_plugins = ["pytester"]

TRICKS = {
    "a call of skip": "import pytest\ndef test_it(): pytest.{skip}('later')",
    "a mark of skip": "import pytest\n@pytest.mark.{skip}\ndef test_it(): pass",
    "an expected failure": "import pytest\n@pytest.mark.{xfail}\ndef test_it(): assert False",
    "an unexpected success": "import pytest\n@pytest.mark.{xfail}\ndef test_it(): pass",
    "a missing import": "import pytest\nno = pytest.{importorskip}('no_such_module')\ndef test_it(): pass",
    "a warning": "import warnings\ndef test_it(): warnings.warn('old')",
}
NAMES = {"skip": "skip", "xfail": "xfail", "importorskip": "importorskip"}


def test_a_test_that_does_not_run_fails_the_run(pytester, request):
    pytester.makeconftest((request.config.rootpath / "tests" / "nothing_skipped.py").read_text())
    pytester.makepyprojecttoml('[tool.pytest.ini_options]\nfilterwarnings = ["error"]')
    files = {f"test_{name.replace(' ', '_')}": text.format(**NAMES) for name, text in TRICKS.items()}
    pytester.makepyfile(**files)
    said = pytester.runpytest_subprocess("-p", "no:cacheprovider", "--continue-on-collection-errors")
    outcomes = said.parseoutcomes()
    assert set(outcomes) == {"failed", "errors"}
    assert sum(outcomes.values()) == len(TRICKS)
    said.stdout.fnmatch_lines([f"*{name}.py*" for name in ["test_a_missing_import", "test_a_warning"]])
