"""What a package shows of the text that a body adopted, and that strangers can check it."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from tests.publication import kit
from tests.publication.kit import Press
from tests.signing.corrections import amending
from workflow.adapters.settings import Settings
from workflow.evidence import package
from workflow.evidence.verify import verify
from workflow.publication.trust import policy_bytes


@pytest.fixture
def press(session: Session, settings: Settings) -> Press:
    made = kit.press(session, settings, body=True)
    amending.staffed(session, made.world)
    return made


def finish(press: Press, now: datetime) -> bytes:
    """Signed by both, in the log, published."""
    event = amending.corrected(press.session, press.world, now)
    for name in ("chief", "superintendent"):
        press.world.sign(press.session, name, event.id, now + timedelta(minutes=5))
    press.checkpoint(now + timedelta(minutes=6))
    assert press.publish(now + timedelta(minutes=7))
    press.checkpoint(now + timedelta(minutes=8))
    return press.published().copy.core


def test_the_package_of_a_corrected_text_verifies_and_says_so_first(press: Press, now: datetime) -> None:
    core = finish(press, now)
    verdict = verify(core, policy_bytes(press.session, press.settings))
    assert verdict.verdict == "verified", verdict.to_json()
    told = "Springfield School Board adopted an earlier text; before the signing 1 clause was changed by Superintendent Example"
    assert told in verdict.sentence()
    (earlier,) = package.parse(core)["adoptions"]
    assert [one["path"] for one in earlier["changed"]] == ["2"] and "to 3:30." in earlier["changed"][0][
        "text"
    ]


def test_a_package_without_a_correction_shows_no_earlier_text(press: Press, now: datetime) -> None:
    event = amending.adopted(press.session, press.world, now)
    for name in ("chief", "superintendent"):
        press.world.sign(press.session, name, event.id, now + timedelta(minutes=5))
    press.checkpoint(now + timedelta(minutes=6))
    assert press.publish(now + timedelta(minutes=7))
    assert package.parse(press.published().copy.core)["adoptions"] == []
