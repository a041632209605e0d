"""The faults: where each stands, what it makes of the line, and how it is put into a running process.

mutmut plants them: it writes every function of a module down once for each fault. A function of the module that the tests
know is then given the code of its faulty copy, in a process of its own, so nothing is imported or collected again.
"""

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import ndiff
from hashlib import sha256
from itertools import dropwhile
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from mutmut.mutation.file_mutation import mutate_file_contents

ROOT = Path(__file__).resolve().parents[2]
FAULTY = "__mutmut_"


@dataclass(frozen=True)
class Fault:
    """One fault. `where` is the function, `was` and `now` the line before and after, `lines` those of the statement it is in.

    `text` is the whole function with it, which stands in place of the lines `first` to `last`, of which those from `body` on run
    when it is called; `key` knows it again.
    """

    module: str
    function: str
    name: str
    was: str
    now: str
    key: str
    lines: frozenset[int]
    text: str
    first: int
    body: int
    last: int

    @property
    def where(self) -> str:
        return f"{self.module}.{self.function}"

    def told(self) -> str:
        """The line as the fault leaves it, or which line is gone."""
        return self.now or f"without {self.was}"


@dataclass(frozen=True)
class Planted:
    """A module: its source, all its faults written down together, and what they are."""

    module: str
    path: Path
    source: str
    together: str
    faults: tuple[Fault, ...]

    def with_fault(self, fault: Fault) -> str:
        """The module's source with one fault in it."""
        lines = self.source.splitlines()
        return "\n".join([*lines[: fault.first - 1], fault.text, *lines[fault.last :], ""])

    def copies(self) -> dict[str, FunctionType]:
        """The faulty copies of its functions, by their names."""
        space = ModuleType(self.module).__dict__
        space["__file__"] = str(self.path)
        exec(compile(self.together, str(self.path), "exec"), space)
        return {name: function for name, function in _functions(space) if FAULTY in name}


def plant(module: str) -> Planted:
    """All faults of a module, in the order of its lines."""
    path = ROOT / (module.replace(".", "/") + ".py")
    source = path.read_text("utf-8")
    file = mutate_file_contents(str(path), source)
    lines, where = file.code.splitlines(), dict(_defined(ast.parse(source)))

    def copy(name: str) -> list[str]:
        span = file.line_span_by_function_name[name]
        bare = list(
            dropwhile(lambda line: not line.lstrip().startswith("def "), lines[span.start - 1 : span.end])
        )
        return [bare[0].replace(f"def {name}(", f"def {plain(name).rpartition('.')[2]}("), *bare[1:]]

    faults = []
    for name in file.mutant_names:
        mangled = name.partition(FAULTY)[0]
        faults.append(_fault(module, name, (copy(f"{mangled}{FAULTY}orig"), copy(name)), where[plain(name)]))
    return Planted(module, path, source, file.code, tuple(faults))


def plain(name: str) -> str:
    """`Class.method` or `function` of the copy that mutmut calls xǁClassǁmethod__mutmut_1 or x_function__mutmut_1."""
    return name.partition(FAULTY)[0].removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")


def _fault(module: str, name: str, texts: tuple[list[str], list[str]], node: ast.FunctionDef) -> Fault:
    honest, faulty = texts
    changes = [line for line in ndiff(honest, faulty) if line[:2] in ("- ", "+ ")]
    was, now = (" ".join(line[2:].strip() for line in changes if line[0] == sign) for sign in "-+")
    at = next((at for at, (a, b) in enumerate(zip(honest, faulty, strict=False)) if a != b), 0)
    key = sha256("\n".join((module, plain(name), *honest, was, now)).encode()).hexdigest()[:24]
    lines, text = _statement(node, node.lineno + at), "\n".join(faulty)
    span = (node.lineno, node.body[0].lineno, node.end_lineno or node.lineno)
    return Fault(module, plain(name), name, was, now, key, lines, text, *span)


def _statement(function: ast.stmt, line: int) -> frozenset[int]:
    """The lines of the smallest statement that the line is part of."""
    inside = [
        one
        for one in ast.walk(function)
        if isinstance(one, ast.stmt) and one.lineno <= line <= (one.end_lineno or one.lineno)
    ]
    least = min(inside, key=lambda one: (one.end_lineno or one.lineno) - one.lineno)
    return frozenset(range(least.lineno, (least.end_lineno or least.lineno) + 1))


def _defined(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for one in tree.body:
        if isinstance(one, ast.FunctionDef):
            yield one.name, one
        elif isinstance(one, ast.ClassDef):
            yield from ((f"{one.name}.{it.name}", it) for it in one.body if isinstance(it, ast.FunctionDef))


def _functions(space: dict[str, Any]) -> Iterator[tuple[str, FunctionType]]:
    for name, one in list(space.items()):
        held = vars(one).items() if isinstance(one, type) else ((name, one),)
        for called, function in held:
            bare = getattr(function, "__func__", function)
            if isinstance(bare, FunctionType):
                yield called, bare


def put(fault: Fault, copy: FunctionType) -> None:
    """From here on the function has the fault, whoever holds it."""
    held: Any = importlib.import_module(fault.module)
    *classes, name = fault.function.split(".")
    for one in classes:
        held = getattr(held, one)
    found = getattr(vars(held)[name], "__func__", vars(held)[name])
    found.__code__, found.__defaults__, found.__kwdefaults__ = (
        copy.__code__,
        copy.__defaults__,
        copy.__kwdefaults__,
    )
