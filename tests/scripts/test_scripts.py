"""The browser's scripts answer every case as Python does, and in the words that are kept."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.scripts import ceremonies, packages, pages, records, shapes, signed, trial, values
from tests.scripts.case import Case
from tests.scripts.trial import Script

FAMILIES: dict[str, tuple[Callable[[], Script], Callable[[], Iterator[Case]]]] = {
    "values": (trial.verifier, values.cases),
    "signed": (trial.verifier, signed.cases),
    "shapes": (trial.verifier, shapes.cases),
    "packages": (trial.verifier, packages.cases),
    "records": (trial.verifier, records.cases),
    "pages": (trial.verifier, pages.cases),
    "ceremonies": (trial.ceremony, ceremonies.cases),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_the_script_answers_as_it_must(browser: Browser, family: str) -> None:
    script, cases = FAMILIES[family][0](), list(FAMILIES[family][1]())
    with trial.ground(browser) as ground:
        ground.bring(script.name, script.whole(script.text))
        ground.add([case.asked for case in cases])
        wrong = {
            case.title: found
            for case, said in zip(cases, ground.ask(), strict=True)
            if (found := case.wrong(said))
        }
    assert wrong == {}
