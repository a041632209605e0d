"""Who signs, as the signing page lists them."""

from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import select

from tests.signing.order.kit import choose
from workflow.core.people import SERVICE
from workflow.parties.models import SigningKey
from workflow.signing import matter, receipts
from workflow.signing.signatories import signatories


def listed(session, event, now):
    cards = receipts.cards(session, event.id)
    return signatories(session, matter.of_event(session, SERVICE, event.id), cards, now)


def test_each_place_says_who_could_sign_who_has_and_how(session, world, now):
    event = world.freeze(session, now)
    world.sign(session, "chief", event.id, now)
    chief, superintendent = listed(session, event, now)
    assert (chief["state"], chief["name"], chief["how"]) == (
        "signed", "Chief Example", "by a software key (demonstration only)",
    )  # fmt: skip
    assert (superintendent["state"], superintendent["name"]) == ("waiting", "Superintendent Example")
    assert superintendent["people"] == [{"name": "Superintendent Example", "office": "Superintendent"}]
    assert (chief["after"], superintendent["after"]) == ("", "")


def test_they_stand_in_the_set_order_and_say_after_whom(session, world, now):
    choose(session, world, now, "district", "agency")
    event = world.freeze(session, now)
    first, second = listed(session, event, now)
    assert (first["slot"], first["after"], second["slot"]) == ("district-2", "", "agency-1")
    assert second["after"].startswith("after Superintendent Example (Superintendent,")


def test_who_signed_while_the_page_was_being_read_has_a_receipt_that_is_pending(session, world, now):
    """The receipts were read first, and the signatures after the other one's had been committed."""
    event = world.freeze(session, now)
    before = receipts.cards(session, event.id)
    world.sign(session, "chief", event.id, now)
    chief, _ = signatories(session, matter.of_event(session, SERVICE, event.id), before, now)
    assert chief["state"] == "signed"
    assert (chief["receipt"]["words"], chief["receipt"]["link"]) == ("Signed. Recorded. Receipt pending.", "")


def test_the_kind_of_a_key_is_told_by_whose_word_it_is_so(session, world, now):
    event = world.freeze(session, now)
    row = world.sign(session, "chief", event.id, now)
    set_committed_value(row, "key_kind", "device-bound")  # nobody may change what was signed
    assert listed(session, event, now)[0]["how"] == "by a key kept in one device (by its own account)"
    key = session.exec(select(SigningKey).where(SigningKey.key_id == row.key_id)).one()
    key.attested_format = "packed"
    session.flush()
    assert (
        listed(session, event, now)[0]["how"] == "by a key kept in one device (as its maker attests: packed)"
    )
