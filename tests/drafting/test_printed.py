from workflow.adapters.typesetter import words_of
from workflow.drafting.printed import printed
from workflow.evidence import clause_tree


def test_a_hidden_clause_stays_visible_as_hidden() -> None:
    clause = clause_tree.Clause("3/2", "A secret place.", redactable=True)
    shown, _ = clause_tree.opened([clause], [], [bytes(32)], hidden=frozenset(["3/2"]))
    found = printed(shown[0])
    assert found.hidden == ["Clause 3.2 is not public."]
    assert "secret" not in words_of(found)


def test_an_open_clause_brings_its_nodes() -> None:
    clause = clause_tree.Clause("1", "# Purpose\n\nOfficers **help** schools.")
    shown, _ = clause_tree.opened([clause], [], [bytes(32)])
    assert [node["type"] for node in printed(shown[0]).nodes] == ["heading", "paragraph"]
    assert words_of(printed(shown[0])) == "Purpose Officers help schools."
