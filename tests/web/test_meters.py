"""Figures by route pattern."""

from workflow.web.meters import Meters


def test_a_method_somebody_invented_is_counted_as_other() -> None:
    meters = Meters()
    meters.observe("BREW", "(none)", 405, 0.01)
    text = meters.text(2, 1.5).decode()
    assert 'method="OTHER",route="(none)",status="405"' in text
    assert "countersign_outbox_events 2.0" in text
