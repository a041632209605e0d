"""The grammar of planted scripts makes as many as are asked for, and a browser without our care would run them."""

from collections.abc import Callable

from tests.attacks.payloads import CALL, HIDE, OUT, RUN, payloads
from tests.rig.chromium import Visitor as Browser


def test_they_are_all_different_and_use_the_whole_grammar() -> None:
    made = list(payloads(3_000))
    assert len(set(made)) == 3_000
    for part in (
        OUT
        + tuple(run.split("{}")[0].replace("{{", "{") for run in RUN)
        + tuple(call.split("{}")[0] for call in CALL)
    ):
        assert any(part in one for one in made), part
    bare = [out + run.format("planted(1)") for out in OUT for run in RUN]
    assert all(any(hide(one) != one for one in bare) for hide in HIDE[1:])


def test_many_of_them_run_where_nobody_escapes_anything(visitor: Callable[..., Browser]) -> None:
    """Else the test that none of ours runs would say nothing."""
    page = visitor().page
    page.set_content("<p>empty</p>")
    ran = page.evaluate(
        """async (all) => {
          const ran = new Set();
          for (const one of all) {
            const frame = document.createElement("iframe");
            document.body.append(frame);
            frame.contentWindow.planted = (number) => ran.add(number);
            frame.contentDocument.open();
            frame.contentDocument.write(`<body>${one}`);
            frame.contentDocument.close();
            await new Promise((go) => setTimeout(go, 4));
            frame.remove();
          }
          return ran.size;
        }""",
        list(payloads(300)),
    )
    assert ran > 20
