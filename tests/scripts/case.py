"""One question to a script in a browser, and what it must answer: wherever Python knows, what Python says."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Asked = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """`asked` goes to the page as it is; `seen` takes from the answer what must be as `expected`."""

    title: str
    asked: Asked
    expected: Any
    seen: Callable[[Any], Any] = lambda answer: answer

    def right(self, answer: str) -> bool:
        """Whether nothing is wrong with an answer of whatever form."""
        try:
            return not self.wrong(answer)
        except (ValueError, LookupError, TypeError):
            return False

    def wrong(self, answer: str) -> str:
        """What is wrong with an answer (JSON, or what was thrown); nothing where it is as it must be."""
        if not answer or answer[0] not in '{["':
            return answer
        found = self.seen(json.loads(answer))
        if found == self.expected:
            return ""
        if isinstance(found, list) and isinstance(self.expected, list) and len(found) == len(self.expected):
            differ = [(n, *pair) for n, pair in enumerate(zip(found, self.expected, strict=True)) if pair[0] != pair[1]]  # fmt: skip
            return f"{len(differ)} differ: {differ[:5]}"
        if isinstance(found, dict) and isinstance(self.expected, dict):
            differ = [(name, found.get(name), value) for name, value in self.expected.items() if found.get(name) != value]  # fmt: skip
            return f"{len(differ)} differ: {differ!r:.1500}"
        return f"{found!r:.500} and not {self.expected!r:.500}"


def call(
    script: str, name: str, given: Sequence[Sequence[Any]], expected: list[Any], title: str = ""
) -> Case:
    """A function of the script, asked with each of these lists of arguments. `{"bytes": base64}` is bytes."""
    return Case(
        title or name,
        {"kind": "call", "script": script, "name": name, "given": [list(one) for one in given]},
        expected,
    )
