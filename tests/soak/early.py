"""A pytest plugin: one module has a fault from its import on. COUNTERSIGN_FAULT says which, and in which file its source lies."""

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

NAMED = "COUNTERSIGN_FAULT"


class Faulty(SourceFileLoader):
    """Loads a module from a source that is not its own, and keeps no byte code of it."""

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source.read_text("utf-8"), self.path, "exec")

    def __init__(self, module: str, path: str, source: Path) -> None:
        super().__init__(module, path)
        self.source = source


class Finder:
    """Finds the one module before anybody else does."""

    def __init__(self, module: str, source: str) -> None:
        self.module, self.source = module, Path(source)
        self.path = str(Path(__file__).resolve().parents[2] / (module.replace(".", "/") + ".py"))

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self.module:
            return None
        return spec_from_file_location(fullname, self.path, loader=Faulty(fullname, self.path, self.source))


def pytest_load_initial_conftests() -> None:
    sys.meta_path.insert(0, Finder(*os.environ[NAMED].split()))
