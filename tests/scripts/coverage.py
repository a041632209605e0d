"""Every function and every block of the browser's scripts, by V8's own count over the cases: `python -m tests.scripts.coverage`."""

import sys
from typing import Any

from tests.rig.chromium import launched
from tests.scripts import cases, trial
from tests.scripts.trial import Script


def uncovered(script: Script, counted: list[dict[str, Any]]) -> list[str]:
    """The blocks that no case came past, each with its file and line."""
    whole = script.whole(script.text)
    start = whole.index(script.text)
    blocks = sorted(
        (span["startOffset"], span["endOffset"], span["count"])
        for function in counted
        for span in function["ranges"]
    )
    found = []
    for first, last, count in blocks:
        # V8 counts from the beginning of the text that it made of ours, which `head` letters precede.
        at, end = first - HEAD - start, last - HEAD - start
        if count == 0 and at >= 0 and end <= len(script.text):
            file, line = script.place(script.text[:at].count("\n"))
            found.append(f"{file}:{line} {' '.join(script.text[at:end].split())[:100]}")
    return found


HEAD = len("(function anonymous(\n) {\n")


def main() -> int:
    """0 when nothing was left out."""
    left = []
    for script in (one() for one in trial.SCRIPTS.values()):
        with launched() as browser, trial.ground(browser) as ground:
            devtools = ground.page.context.new_cdp_session(ground.page)
            devtools.send("Profiler.enable")
            devtools.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
            ground.bring(script.name, script.whole(script.text) + f"\n//# sourceURL={script.name}.js")
            ground.add([case.asked for case in cases.of(script.name)])
            print(f"{script.name}: {len(list(ground.ask()))} cases", flush=True)
            counts = devtools.send("Profiler.takePreciseCoverage")["result"]
            left += [
                one
                for each in counts
                if each["url"] == f"{script.name}.js"
                for one in uncovered(script, each["functions"])
            ]
    print("\n".join([*left, f"{len(left)} blocks that no case came past"]))
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
