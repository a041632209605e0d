from workflow.core.ids import new_id


def test_identifiers_are_safe_in_an_address_and_never_repeat() -> None:
    made = {new_id() for _ in range(1000)}
    assert len(made) == 1000 and all(len(one) == 20 and int(one, 16) >= 0 for one in made)
