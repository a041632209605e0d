"""A pytest plugin: one module has a fault from its import on. Which one, COUNTERSIGN_FAULT says: the module, then the fault's key."""

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from types import CodeType, ModuleType

from tests.soak.planting import NAMED, plant


class _Loader(SourceFileLoader):
    def __init__(self, module: str, path: str, source: str) -> None:
        super().__init__(module, path)
        self.source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.path, "exec")


class _Finder:
    """Finds the one module, with its fault, before anybody else finds it without."""

    def __init__(self, module: str, key: str) -> None:
        planted = plant(module)
        self.module, self.path = module, str(planted.path)
        self.source = planted.with_fault(next(fault for fault in planted.faults if fault.key == key))

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self.module:
            return None
        return spec_from_file_location(fullname, self.path, loader=_Loader(fullname, self.path, self.source))


sys.meta_path.insert(0, _Finder(*os.environ[NAMED].split()))
