"""The whole check, in order: events, tree, checkpoints, what was signed, whose keys, and then what lay outside."""

from collections.abc import Sequence

from cryptography.x509 import Certificate
from sqlmodel import Session

from workflow.adapters.rotations import Turn
from workflow.audit import (
    outside,
    paper,
    people,
    publications,
    renewing,
    restored,
    rotated,
    said,
    signed,
    tree,
)
from workflow.audit.events import Walk
from workflow.audit.findings import Report
from workflow.audit.outside import Kept
from workflow.history.queries import newest_checkpoint


def check(
    session: Session, keys: Sequence[str], kept: Sequence[Kept] = (), witnesses: Sequence[str] = (),
    publishers: Sequence[Turn] = (), authorities: Sequence[Certificate] = (),
) -> Report:  # fmt: skip
    """What the record says of itself, and what files from outside say of it. `keys`: the vkeys of this log; `publishers`: the
    service's publication keys; `authorities`: the time authority that is configured.

    Witnesses' own signatures in the record count as kept outside: their checkpoints are in this tree, or that was found.

    What is committed while this runs is left for the next check: the newest checkpoint at the start is the measure.
    """
    newest = newest_checkpoint(session)
    walk = Walk(session, newest.size if newest else 0).make()
    made = tree.Tree(walk.hashes)
    misfits, renewals = renewing.look(session, walk.said("renewed"), authorities)
    notes = [*restored.sentences(walk.said("resumed")), *renewals]
    report = Report(walk.events, made.size, walk.findings, notes=notes)
    report.findings += tree.nodes(session, made)
    report.findings += tree.checkpoints(session, made, keys)
    report.findings += rotated.findings(walk.said("rotated"), keys, publishers)
    report.findings += misfits
    report.findings += signed.findings(session)
    report.findings += publications.findings(session, publishers)
    report.findings += paper.findings(session)
    report.findings += people.findings(session)
    changed, erased = said.look(session)
    report.findings += changed
    report.notes += erased
    outside.witnessed(session, made, witnesses, report)
    for one in kept:
        against = list(outside.compare(one, made, keys))
        report.findings += against
        report.kept[one.name] = 0 if against else outside.covers(one, keys)
    return report
