from tests.publication.test_pages import NEXT
from workflow.adapters.pdf_text import page_words, says_in_order, squeezed
from workflow.adapters.typesetter import typeset, words_of
from workflow.evidence import clause_tree
from workflow.evidence.manifest import head
from workflow.publication import printing


def test_a_packet_says_that_it_is_not_signed_yet_and_has_its_motion() -> None:
    manifest = {"title": "Officers in schools", "edition": 1}
    clauses = [{"path": str(number), "text": text} for number, text in enumerate(NEXT, 1)]
    motion = "Moved to adopt the text with the fingerprint below."
    packet = printing.packet(
        manifest, clauses, sides=["A", "B"], address="https://x.example/packet", motion=motion
    )
    words = page_words(typeset(packet))
    assert squeezed("it is not signed yet") in squeezed(words) and squeezed(motion) in squeezed(words)
    assert packet.fingerprint == head(manifest)
    assert says_in_order(words, [words_of(clause) for clause in packet.clauses]) == []


def test_a_hidden_clause_stays_visible_as_hidden() -> None:
    clause = clause_tree.Clause("3/2", "A secret place.", redactable=True)
    shown, _ = clause_tree.opened([clause], [], [bytes(32)], hidden=frozenset(["3/2"]))
    printed = printing.printed(shown[0])
    assert printed.hidden == ["Clause 3.2 is not public."]
    assert "secret" not in words_of(printed)
