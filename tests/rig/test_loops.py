"""Asynchronous code runs to its end, also where a loop is running already."""

import asyncio

from tests.rig.loops import finished


async def answer() -> int:
    await asyncio.sleep(0)
    return 42


def test_it_returns_what_the_work_returns() -> None:
    assert finished(answer()) == 42


def test_it_runs_where_a_loop_is_running() -> None:
    async def outer() -> int:
        return finished(answer())

    assert finished(outer()) == 42


def test_it_runs_after_a_browser_was_opened(browser_page) -> None:
    browser_page.goto("about:blank")
    assert finished(answer()) == 42
