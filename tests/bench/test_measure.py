"""The harness finds a ratio that is known beforehand, and says it in both ways."""

import json
import time

from bench.measure import NotHere, Pair, Result, measure
from bench.run import as_json, as_table, wanted


def sleeping(ours: float, yardstick: float) -> Pair:
    import contextlib

    @contextlib.contextmanager
    def opened():
        yield lambda: time.sleep(ours), lambda: time.sleep(yardstick)

    return Pair("sleep", "sleeping", "sleeping less", opened)


def test_twice_the_work_is_a_ratio_of_about_two():
    found = measure(sleeping(0.004, 0.002), seconds=0.2, batch_seconds=0.01)
    assert 1.5 < found.ratio < 2.5
    assert found.low <= found.ratio <= found.high
    assert found.rounds >= 7


def test_results_read_as_a_table_and_as_json():
    result = Result("page", "our page", "bare bytes", 120.0, 100.0, 1.2, 1.1, 1.3, 9, 900)
    assert "1.20" in as_table([result]) and "bare bytes" in as_table([result])
    read = json.loads(as_json([result], 2.5))
    assert read["pairs"][0]["ratio"] == 1.2
    assert read["seconds"] == 2.5


def test_figures_stand_below_the_table():
    figures = {"pages": ["1 % of a core"]}
    assert as_table([], figures).endswith("pages\n    1 % of a core")
    assert json.loads(as_json([], 1.0, figures))["figures"] == figures


def test_what_cannot_be_measured_here_is_said_and_the_others_go_on(capsys):
    with wanted("anchoring", []) as here:
        assert here
        raise NotHere("Install node.")
    assert "not measured: anchoring. Install node." in capsys.readouterr().err
    with wanted("anchoring", ["page"]) as here:
        assert not here
