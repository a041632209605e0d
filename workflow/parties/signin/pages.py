"""Signing in and out, and a person's own account."""

from dataclasses import dataclass

from workflow.adapters.doors import Desk, Done, Form, Page
from workflow.parties import ceremony_form
from workflow.parties.ceremony_form import CredentialForm
from workflow.parties.doors import doors
from workflow.parties.links.actions import request_link
from workflow.parties.links.queries import anybody
from workflow.parties.signin import actions, queries


@doors.get("/sign-in", act="session:begin")
def sign_in_page(desk: Desk, next: str = "", sent: str = "") -> Page:
    value = {
        "next": next,
        "sent": bool(sent),
        "empty": not anybody(desk.session),
        "demo_people": desk.settings.demo,
    }
    return Page("parties/sign_in.html", value)


@dataclass
class MailForm(Form):
    """Where the link goes."""

    email: str = ""


@doors.post("/sign-in", act="session:begin")
def ask_for_link(desk: Desk, form: MailForm) -> Done:
    """The same answer for every address, known or not."""
    request_link(desk.session, email=form.email, at=desk.now)
    return Done("/sign-in?sent=1", {"sent": True})


@doors.post("/sign-in/passkey/options", act="session:begin")
def sign_in_options(desk: Desk) -> Page:
    options = actions.offer_sign_in(desk.session, at=desk.now)
    value = {
        "act": "sign-in", "title": "Sign in", "intent": "Sign in to Countersign. This signs no agreement.", "words": [],
        "type": "", "statement": "", "ceremony": "get", "options": options, "action": "/sign-in/passkey",
    }  # fmt: skip
    return Page("parties/ceremony.html", value)


@dataclass
class PasskeyForm(CredentialForm):
    """A passkey's answer, and where to go afterwards."""

    next: str = ""


@doors.post("/sign-in/passkey", act="session:begin")
def sign_in(desk: Desk, form: PasskeyForm) -> Done:
    entered = actions.sign_in(desk.session, credential=form.credential, at=desk.now)
    return Done(form.next or "/inbox", {"person": entered.person.id}, session_token=entered.token)


@doors.post("/sign-out", act="session:end")
def sign_out(desk: Desk) -> Done:
    return Done("/", session_token="")


@doors.get("/account", act="account:read")
def account(desk: Desk, welcome: str = "") -> Page:
    value = queries.account_page(desk.session, desk.actor, desk.now)
    return Page("parties/account.html", {**value, "welcome": bool(welcome)})


@doors.post("/account/passkeys/options", act="account:passkey:add")
def passkey_options(desk: Desk) -> Page:
    options = actions.offer_passkey(desk.session, desk.actor, at=desk.now)
    words = [["For", "Signing in. It signs no agreement."]]
    return ceremony_form.creation_page(
        "Add a passkey", words, options, "/account/passkeys", "Make the passkey"
    )


@dataclass
class NewPasskeyForm(CredentialForm):
    """A new passkey and what its owner calls it."""

    label: str = ""


@doors.post("/account/passkeys", act="account:passkey:add")
def add_passkey(desk: Desk, form: NewPasskeyForm) -> Done:
    key = actions.add_passkey(
        desk.session, desk.actor, credential=form.credential, label=form.label, at=desk.now
    )
    return Done("/account", {"passkey": key.id})


@doors.post("/account/passkeys/{passkey_id:str}/removal", act="account:passkey:remove")
def remove_passkey(desk: Desk, passkey_id: str) -> Done:
    actions.remove_passkey(desk.session, desk.actor, passkey_id, at=desk.now)
    return Done("/account")
