"""Stories of sixty acts told to the product and to the plain model: no difference. Half of them; the other half is beside this."""

from collections.abc import Callable

from tests.review.model.conftest import WHOLE, Told


def test_the_product_and_the_plain_story_say_the_same(whole: Callable[[], Told]) -> None:
    told = whole()
    assert told["a whole story",] >= WHOLE
    done = {verb: told[verb, "done"] for verb, _ in (key for key in told if len(key) == 2)}
    print(f"{told['a whole story',]} whole stories, {sum(told.values())} acts; done: {done}")
