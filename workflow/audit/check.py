"""The whole check, in order: events, tree, checkpoints, what was signed, whose keys, and then what lay outside."""

from collections.abc import Iterator, Sequence

from cryptography.x509 import Certificate
from sqlmodel import Session, func, select

from workflow.adapters.rotations import Turn
from workflow.audit import (
    hidden,
    offices,
    outside,
    paper,
    people,
    publications,
    renewing,
    repeated,
    reported,
    restored,
    rotated,
    said,
    scripted,
    signed,
    signings,
    stamped,
    stamps,
    talk,
    tree,
)
from workflow.audit import keys as signing_keys
from workflow.audit.events import Walk
from workflow.audit.findings import Finding, Report, Steps
from workflow.audit.outside import Kept
from workflow.audit.told import Told
from workflow.history.models import Checkpoint


def check(
    session: Session, keys: Sequence[str], kept: Sequence[Kept] = (), witnesses: Sequence[str] = (),
    publishers: Sequence[Turn] = (), authorities: Sequence[Certificate] = (),
) -> Report:  # fmt: skip
    """What the record says of itself, and what files from outside say of it. `keys`: the vkeys of this log; `publishers`: the
    service's publication keys; `authorities`: the time authority that is configured.

    Witnesses' own signatures in the record count as kept outside: their checkpoints are in this tree, or that was found.

    What is committed while this runs is left for the next check: the newest checkpoint at the start is the measure.
    """
    walk = Walk(session, session.exec(select(func.max(Checkpoint.size))).one() or 0)
    report = Report(findings=walk.findings)
    step = Steps(report)
    step("the events", walk.make)
    made = tree.Tree(walk.hashes)
    report.events, report.size = walk.events, made.size
    report.notes += restored.sentences(walk.said("resumed"))
    report.notes += scripted.sentences(walk.said("scripted"))
    step("the tree", lambda: tree.nodes(session, made))
    step("the checkpoints", lambda: tree.checkpoints(session, made, keys))
    step("the rotations of keys", lambda: rotated.findings(walk.said("rotated"), keys, publishers))
    step("the renewals", lambda: _noted(report, renewing.look(session, walk.said("renewed"), authorities)))
    step(
        "the daily stamps",
        lambda: _noted(report, stamped.look(walk.said("stamped"), made, _origin(keys), authorities)),
    )
    step("what was signed", lambda: signed.findings(session))
    step("what was published", lambda: publications.findings(session, publishers))
    step("signatures on paper", lambda: paper.findings(session))
    step("what events say of rows", lambda: rows_of(session, step))
    step("what was said", lambda: _noted(report, said.look(session)))
    step("what witnesses signed", lambda: outside.witnessed(session, made, witnesses, report) or ())
    for one in kept:
        against = list(outside.compare(one, made, keys))
        report.findings += against
        report.kept[one.name] = 0 if against else outside.covers(one, keys)
    return report


def rows_of(session: Session, step: Steps) -> Iterator[Finding]:
    """Rows that repeat what events and signed statements say, all held against one reading of those."""
    told = Told.of(session)
    chains = people.chains(session, told)
    yield from chains.findings
    step("signing keys", lambda: signing_keys.findings(session, told, chains))
    step("appointments", lambda: offices.findings(session, told, chains))
    step("recoveries and objections", lambda: reported.findings(session, told, chains))
    step("signed rows", lambda: repeated.findings(session, told, chains))
    step("signings", lambda: signings.findings(session, told))
    step("comments", lambda: talk.findings(session, told))
    step("what is hidden", lambda: hidden.findings(session, told))
    step("time tokens and cosignatures", lambda: stamps.findings(session, told))


def _origin(keys: Sequence[str]) -> str:
    """The log's name, which its keys bear."""
    return keys[0].partition("+")[0] if keys else ""


def _noted(report: Report, found: tuple[list[Finding], list[str]]) -> list[Finding]:
    """What is no finding but worth a sentence goes beside."""
    report.notes += found[1]
    return found[0]
