"""A pytest plugin: a test that is skipped, or expected to fail, has failed."""

from collections.abc import Generator
from typing import Any

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    return _failed((yield), item.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    return _failed((yield), collector.nodeid)


def _failed(report: Any, name: str) -> Any:
    if report.outcome == "skipped" or hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{name} did not run as a test should: {report.longrepr}. Nothing is skipped here."
        vars(report).pop("wasxfail", None)
    return report
