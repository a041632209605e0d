"""The letter to who signed something with a key, of whatever kind: what it was, on which text, and where the receipt is."""

from workers.words import Subject, Words
from workflow.evidence.canonical import unb64u
from workflow.evidence.fingerprint import fingerprint
from workflow.signing import receipts
from workflow.signing.models import SigningEvent

WAITS = "It is there as soon as {} has signed the log; until then it is pending, and nothing has to be signed once more."
DID = {
    "approval": "You signed", "decline": "You declined to sign", "adoption": "You recorded the vote",
    "correction": "You answered for the correction",
}  # fmt: skip


def receipt(about: Subject) -> Words | None:
    """Sent once the act is recorded. The file is there within seconds, as soon as a checkpoint covers it; where witnesses are asked,
    as soon as one has signed that, which the letter cannot promise for them.
    """
    act = receipts.act_of(about.session, about.event.id)
    if act is None:
        return None
    head = about.session.get_one(SigningEvent, act.frozen).head
    did = DID[act.decision]
    waits = [WAITS.format(receipts.awaited(about.witnesses))] if about.witnesses else []
    return Words(
        f"{did}: {about.title}", f"{did}, and it is recorded.",
        [f"{did} for {about.event.actor_party} as {about.event.actor_office}, with your own key.",
         f"Fingerprint of the text: {fingerprint(unb64u(head, 32))}",
         f"Your receipt, a file to keep: {about.origin}{act.link}", *waits,
         "Keep this letter and the receipt. With them you can show later, without us, what you signed and on which text."],
        f"{about.origin}/signing-events/{act.frozen}", "See the text and how it stands", "your key signed this.",
        details=[("Head of the text (SHA-256)", head)],
    )  # fmt: skip


LETTERS = {"receipt": receipt}
