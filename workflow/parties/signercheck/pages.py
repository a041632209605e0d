"""The page that says what signing needs, and the trial of the device in front of it."""

from workflow.adapters.doors import Desk, Page
from workflow.evidence.statement import INTENT, MEDIA
from workflow.parties.ceremony_form import CredentialForm
from workflow.parties.doors import doors
from workflow.parties.signercheck import actions, queries


@doors.get("/signer-check", act="account:read")
def signer_check(desk: Desk) -> Page:
    return _page(desk)


@doors.post("/signer-check", act="account:read")
def trial(desk: Desk) -> Page:
    asked = actions.offer(desk.session, desk.actor, at=desk.now)
    value = {
        "act": "step-up", "title": "Test this device", "intent": INTENT["step-up"], "words": [],
        "type": MEDIA["step-up"], "statement": asked.statement.decode(), "ceremony": "get", "options": asked.options,
        "action": "/signer-check/answer", "label": "Test now",
    }  # fmt: skip
    return Page("parties/ceremony.html", value)


@doors.post("/signer-check/answer", act="account:read")
def judge(desk: Desk, form: CredentialForm) -> Page:
    found = actions.judge(desk.session, desk.actor, credential=form.credential, at=desk.now)
    return _page(desk, found)


def _page(desk: Desk, found: queries.Found | None = None) -> Page:
    value = queries.page(desk.session, desk.actor, desk.settings.waiting_hours, desk.now, found)
    return Page("parties/signer_check.html", value)
