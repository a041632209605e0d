"""The demo's people have no devices: software keys in a file of the demo's folder answer for them.

So that a visitor can play on as any of them, up to the signature. In any other deployment this door is not found.
"""

import json
from dataclasses import dataclass
from typing import Any

from workflow.adapters.authenticator import KeyRing, asserted, registered
from workflow.adapters.doors import Desk, Done, Form
from workflow.core.errors import Invalid, NotFound, Refused
from workflow.evidence.software_key import SoftwareKey
from workflow.history.queries import installation
from workflow.parties.doors import doors


@dataclass
class AskForm(Form):
    """`ceremony`: get or create. `options`: the WebAuthn options as JSON text."""

    ceremony: str = ""
    options: str = ""


@doors.post("/demo/authenticator", act="demo:people")
def authenticator(desk: Desk, form: AskForm) -> Done:
    if not desk.settings.demo or not desk.actor.signed_in:
        raise NotFound()
    try:
        said = answer(
            KeyRing(desk.settings.data),
            form.ceremony,
            json.loads(form.options),
            installation(desk.session).origin,
        )
    except (ValueError, KeyError, TypeError):
        raise Invalid.one("options", "These are no WebAuthn options.") from None
    return Done("/account", {"credential": said})


def answer(ring: KeyRing, ceremony: str, options: dict[str, Any], origin: str) -> dict[str, Any]:
    """What an authenticator would answer. Raises Refused where the ring holds none of the keys that are asked for."""
    if ceremony == "create":
        key = SoftwareKey()
        ring.keep(key)
        return registered(key, options, origin)
    found = ring.one_of([one["id"] for one in options.get("allowCredentials") or []])
    if found is None:
        raise Refused(
            "The demonstration keeps no key for this.", "Sign in by name on the page of the demo's people."
        )
    return asserted(found, options, origin)
