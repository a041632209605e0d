"""The browser's scripts answer every case as Python does, and in the words that are kept."""

import pytest
from playwright.sync_api import Browser

from tests.scripts import trial
from tests.scripts.cases import FAMILIES


@pytest.mark.parametrize("family", FAMILIES)
def test_the_script_answers_as_it_must(browser: Browser, family: str) -> None:
    name, made = FAMILIES[family]
    script, cases = trial.SCRIPTS[name](), list(made())
    with trial.ground(browser) as ground:
        ground.bring(script.name, script.whole(script.text))
        ground.add([case.asked for case in cases])
        wrong = {
            case.title: found
            for case, said in zip(cases, ground.ask(), strict=True)
            if (found := case.wrong(said))
        }
    assert wrong == {}
