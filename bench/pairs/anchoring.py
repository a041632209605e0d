"""Following 400 comments through five revisions of all our agreements joined, against searching for them in one."""

from collections.abc import Iterator

from bench.measure import Step, figure, pair
from bench.quotes import Quotes, node
from tests.review.threads.edited import History, Score, history
from tests.review.threads.yearly import PAIRS, fared
from workflow.review.threads.following import Difference, Passage

SEEDS = range(6)
EDITS = (10, 40, 120)


def follow(told: History) -> list[Passage | None]:
    at: list[Passage | None] = list(told.passages)
    for old, new in zip(told.texts, told.texts[1:], strict=False):
        difference = Difference(old, new)
        at = [one and difference.follow(one) for one in at]
    return at


@pair(
    "anchoring",
    ours="400 comments followed through five revisions, 40 edits each",
    yardstick="approx-string-match with Hypothesis' weights, searching one revision (node)",
)
def anchoring() -> Iterator[tuple[Step, Step]]:
    told = history(40, seed=0)
    with node() as process:
        quotes = Quotes(process, told)
        yield lambda: follow(told), quotes.search


@figure("where comments end up")
def where_they_end_up() -> Iterator[str]:
    """Right, wrong, detached though alive, ghosts: ours and the yardstick's, 2,400 passages a line; then real years."""
    with node() as process:
        for edits in EDITS:
            ours, theirs = Score(), Score()
            for seed in SEEDS:
                told = history(edits, seed=seed)
                quotes = Quotes(process, told)
                for score, found in ((ours, follow(told)), (theirs, quotes.search())):
                    for one, truth in zip(found, told.truth, strict=True):
                        score.note(one, truth)
            yield f"5 x {edits:>3} edits  ours:   {ours}"
            yield f"               theirs: {theirs}"
    for years in PAIRS:
        outcomes = [line.outcome for line in fared(years)]
        counts = ", ".join(
            f"{name} {outcomes.count(name)}" for name in ("right", "wrong", "detached", "gone", "ghost")
        )
        yield f"{years.name}: {counts}"
