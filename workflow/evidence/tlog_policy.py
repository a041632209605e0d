"""The policy once more, for readers of C2SP logs (c2sp.org/tlog-policy): whose checkpoints count, and who must have cosigned them.

That format knows no sizes, so a log key that was replaced is not listed: it signs nothing new. Where the policy names
witnesses, one of them is asked for; a Countersign verifier tells *independent* from *the operator's word* instead.
"""

from workflow.evidence import tlog
from workflow.evidence.policy import Policy

NONE, GROUP = "none", "outside"


def text(policy: Policy, address: str) -> str:
    """The file. `address`: where the log is served."""
    lines = [f"# The log of deployment {policy.deployment}"]
    current = [
        key for key in policy.vkeys if not any(one["key"] == key and one["until"] for one in policy.sizes)
    ]
    lines += [f"log {key} {address}" for key in current]
    names = _names(policy.watchers)
    lines += [f"witness {name} {key}" for name, key in zip(names, policy.watchers, strict=True)]
    if names:
        lines.append(f"group {GROUP} any {' '.join(names)}")
    lines.append(f"quorum {GROUP if names else NONE}")
    return "\n".join(lines) + "\n"


def _names(keys: tuple[str, ...]) -> list[str]:
    """A name for each witness, its own where that is the only one of its kind and not one of ours."""
    own = [tlog.parse_vkey(key, tlog.COSIGNATURE)[0] for key in keys]
    taken = {NONE, GROUP}
    return [
        name if own.count(name) == 1 and name not in taken else f"witness-{number}"
        for number, name in enumerate(own, start=1)
    ]
