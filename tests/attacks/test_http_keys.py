"""An Idempotency-Key is a word that a program chose, "1" for example: it brings nobody into somebody else's session."""

from tests.attacks.besieged import Siege
from workflow.demo.troupe import letter_link
from workflow.demo.visitor import Visitor


def test_a_used_link_hands_no_session_to_who_sends_the_same_key(siege: Siege) -> None:
    host = siege["director"]
    host.post(
        f"/parties/{siege.parties['district']}/people",
        name="Kay Key",
        email="kay@example.org",
        office="counsel",
    )
    kay, key = Visitor(siege.address, "Kay Key", "kay@example.org"), {"idempotency-key": "1"}
    link = "/api/v1" + letter_link(kay, "Invitation").removeprefix(siege.address)
    first = kay.http.post(link, json={}, headers=key)
    assert first.status_code == 201 and "countersign_session" in first.headers["set-cookie"]
    other = Visitor(siege.address)
    for again in (other, siege["outsider"], kay):
        answer = again.http.post(link, json={}, headers=key)
        assert answer.status_code in (403, 409) and "set-cookie" not in answer.headers, answer.text
    for visitor in (kay, other):
        visitor.close()
