"""The letters that carry a link. Its secret is made here, in the transaction that sends it, and is stored nowhere in clear."""

from workers.words import Subject, Words
from workflow.parties import links


def sign_in(about: Subject) -> Words:
    secret = links.issue(about.session, about.person.id, "sign_in", at=about.at)
    return Words(
        "Your sign-in link", "Here is your link to sign in.",
        ["It works once, for 15 minutes, in any browser. It cannot sign an agreement."],
        f"{about.origin}/links/{secret}", "Sign in", "somebody, probably you, asked for it on the sign-in page. If not, ignore this letter.",
    )  # fmt: skip


def invitation(about: Subject) -> Words:
    secret = links.issue(about.session, about.person.id, "invitation", at=about.at)
    return Words(
        f"Invitation from {about.event.actor_name}", f"{about.event.actor_name} invites you to Countersign.",
        ["This is where your school or agency drafts, reviews and signs its school resource officer agreement.",
         "The link works once, within 14 days. Afterwards you can add a passkey, so that you need no links."],
        f"{about.origin}/links/{secret}", "Accept the invitation", "you hold an office at one of the parties.",
    )  # fmt: skip


def guest(about: Subject) -> Words:
    edition_id = about.edition.id if about.edition else ""
    secret = links.issue(about.session, about.person.id, "guest", at=about.at, edition_id=edition_id)
    return Words(
        f"Please review: {about.title}", f"{about.event.actor_name} asks you to review a draft.",
        ["You need no account. The link opens this one draft, and you can comment on it."],
        f"{about.origin}/links/{secret}", "Read the draft", "you were named as a reviewer of this draft.",
    )  # fmt: skip
