"""Several policies, one an installation: which of them a file is judged under. An auditor of a state has one of every district.

The choice trusts nothing: a file that names another installation than its own is judged under that one's policy, and fails.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workflow.cli import files
from workflow.evidence import policy, receipt
from workflow.evidence.canonical import dumps
from workflow.evidence.errors import Bad

DEPLOYMENT = re.compile(rb'"deployment":"([^"\\]{1,100})"')


@dataclass(frozen=True)
class Policies:
    """The bytes of each policy by the id of its installation; there is at least one. `passed_over`: files that are none."""

    of: dict[str, bytes]
    passed_over: tuple[str, ...] = ()

    def judging(self, data: bytes) -> bytes:
        """The policy of the installation that a package, a sealed PDF or a receipt names; of one that none knows the first, which refuses it."""
        named = (found[1].decode("ascii", "replace") for found in DEPLOYMENT.finditer(_readable(data)))
        first = next(iter(self.of.values()))
        return next((self.of[one] for one in named if one in self.of), first)


def gather(folder: Path, change: Callable[[bytes], bytes] = bytes) -> Policies:
    """The policies of a folder, each as `change` makes it. Raises Bad("policy.members") for none, or for two of one installation."""
    found: dict[str, bytes] = {}
    names: dict[str, str] = {}
    passed = []
    for path in files.search(folder).files:
        name, data = files.name(path.relative_to(folder)), files.read(path)
        try:
            of = policy.parse(data if isinstance(data, bytes) else b"").deployment
        except Bad:
            passed.append(name)
            continue
        if of in found:
            said = f"{names[of]} and {name} are policies of one installation: keep the newer one"
            raise Bad("policy.members", said)
        found[of], names[of] = change(bytes(data)), name
    if not found:
        raise Bad("policy.members", f"there is no policy in {files.name(folder)}")
    return Policies(found, tuple(passed))


def _readable(data: bytes) -> bytes:
    """Where the installation is named in plain JSON: in a package, in that of a sealed PDF, in the leaf of a receipt."""
    if files.is_pdf(data):
        from workflow.publication import sealed

        return sealed.package_in(data)
    if data.startswith(receipt.FIRST):
        try:
            return dumps(receipt.opened(data)[1]["leaf"])
        except Bad:
            return b""
    return data
