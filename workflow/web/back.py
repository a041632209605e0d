"""The way back from a refused answer of a passkey: it answered one question once, so it is never sent again.

What was typed comes with the form, beside the answer, and is printed on the refusal to be copied from. On the page of a
ceremony it is what the statement says; the page also carries from where its reader came, since its own address only takes forms.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from workflow.parties.ceremony_form import CredentialForm
from workflow.web.binding import Field
from workflow.web.templates import label
from workflow.web.visit import Visit

MACHINERY = {"csrf", "once", "credential", "back", "key", "next"}
"""What a ceremony's form holds that nobody typed."""


def came_from(visit: Visit) -> str:
    """The page of this service that the request was sent from; empty when the browser does not say."""
    page = urlsplit(visit.headers.get("referer", ""))
    if not page.netloc or page.netloc != visit.headers.get("host", ""):
        return ""
    return f"{page.path}?{page.query}" if page.query else page.path


def asked_from(visit: Visit, sent: Mapping[str, Sequence[Field]]) -> str:
    """The page whose form was sent: as the form itself says, else as the browser does."""
    said = (one for one in sent.get("back", ()) if isinstance(one, str) and one)
    return next(said, "") or came_from(visit)


def way_back(visit: Visit, sent: Mapping[str, Sequence[Field]]) -> dict[str, Any] | None:
    """Where the passkey was asked, and what was typed there. None where the door takes no passkey's answer."""
    form = visit.opening.plan.form if visit.opening and visit.method == "POST" else None
    if form is None or not issubclass(form, CredentialForm):
        return None
    words = {name: [one for one in given if isinstance(one, str)] for name, given in sent.items()}
    typed = [
        [label(name), text]
        for name, given in words.items()
        for text in given
        if name not in MACHINERY and text.strip()
    ]
    return {"page": asked_from(visit, sent), "typed": typed}
