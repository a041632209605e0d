"""One error for everything that does not hold, with a stable reason code (docs/format.md, section 10)."""

from workflow.core.errors import CountersignError


class Bad(CountersignError):
    """Something offered as evidence does not hold. `code` is stable, `words` may improve."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(f"{code}: {words}")
        self.code, self.words = code, words
