"""The letters that carry a link. Its secret is made here, in the transaction that sends it, and is stored nowhere in clear."""

from workers.party_letters import begun_turns
from workers.words import Subject, Words
from workflow.parties import links
from workflow.parties.appointments.queries import last_invited
from workflow.parties.models import Party
from workflow.parties.queries import title_of


def sign_in(about: Subject) -> Words:
    secret = links.issue(about.session, about.person.id, "sign_in", at=about.at)
    return Words(
        "Your sign-in link", "Here is your link to sign in.",
        ["It works once, for 15 minutes, in any browser. It cannot sign an agreement."],
        f"{about.origin}/links/{secret}", "Sign in", "somebody, probably you, asked for it on the sign-in page. If not, ignore this letter.",
    )  # fmt: skip


def invitation(about: Subject) -> Words | None:
    told = about.event.detail
    party = about.session.get(Party, about.event.party_id) if about.event.party_id else None
    if about.person.entered is None and _asked_again(about):
        return None
    secret = links.issue(about.session, about.person.id, "invitation", at=about.at)
    title = title_of(told["office"], told["capacity"]) if "office" in told else ""
    place = f" as {title} of {party.legal_name}" if party and title else ""
    first = [f"Your turn there: {turn.reason}." for turn in begun_turns(about)]
    return Words(
        f"Invitation from {about.event.actor_name}{': ' + title if title else ''}",
        f"{about.event.actor_name} invites you to Countersign{place}.",
        ["This is where your school or agency drafts, reviews and signs its school resource officer agreement.", *first,
         "The link works once, within 14 days. Afterwards you can add a passkey, so that you need no links."],
        f"{about.origin}/links/{secret}", "Accept the invitation", "you hold an office at one of the parties.",
    )  # fmt: skip


def _asked_again(about: Subject) -> bool:
    """Whether the same invitation was asked for once more since: then the later letter carries the link."""
    last = last_invited(about.session, about.event.party_id or "", about.person.id)
    return last is not None and last > about.event.at


def guest(about: Subject) -> Words:
    edition_id = about.edition.id if about.edition else ""
    secret = links.issue(about.session, about.person.id, "guest", at=about.at, edition_id=edition_id)
    return Words(
        f"Please review: {about.title}", f"{about.event.actor_name} asks you to review a draft.",
        ["You need no account. The link opens this one draft, and you can comment on it."],
        f"{about.origin}/links/{secret}", "Read the draft", "you were named as a reviewer of this draft.",
    )  # fmt: skip
