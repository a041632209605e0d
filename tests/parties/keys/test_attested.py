"""A signing key of a known maker: asked for, recorded in its claim, and required where a setting says so."""

from datetime import datetime

import pytest
from sqlmodel import Session

from tests.parties.kit import Town, created, town
from tests.rig.maker import MadeKey, Maker
from workflow.adapters.attestation import Root
from workflow.core.errors import Refused
from workflow.evidence.canonical import loads, unb64u
from workflow.evidence.software_key import SoftwareKey
from workflow.parties import ceremony
from workflow.parties.founding.queries import party_links
from workflow.parties.keys import actions
from workflow.parties.models import SigningKey

MAKER = Maker()
TRUSTED = (Root(MAKER.pem, MAKER.hash),)


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    made = town(session, now)
    made.found("agency")
    return made


def make(here: Town, key: SoftwareKey, **settings: object) -> SigningKey:
    """Carl makes this key; `settings` as the page hands them on."""
    who, post = here.actor("Carl"), here.posts["Carl"].id
    options = actions.offer_key(here.session, who, post, at=here.at, attest=True)
    assert options["attestation"] == "direct"
    here.keys["Carl"] = key
    here.rows["Carl"] = actions.make_key(
        here.session, who, post, credential=created(options, key), at=here.at, trusted=TRUSTED, **settings
    )
    return here.rows["Carl"]


def test_the_claim_says_which_root_the_makers_statement_led_to(here: Town) -> None:
    key = MadeKey(MAKER)
    row = make(here, key, attested_keys=True)
    assert (row.key_kind, row.attested_format, row.attested_root) == ("device-bound", "packed", MAKER.hash)
    assert ceremony.key_record(row) == key.record
    here.claim("Carl")
    said = loads(unb64u(party_links(here.session, row.party_id)[-1].content["statement"]))
    assert said["new_key"]["attested"] == {"format": "packed", "root": MAKER.hash}
    assert here.vouch("Carl", "Arlo").state == "vouched"


@pytest.mark.parametrize(
    "key",
    [SoftwareKey(), MadeKey(Maker()), MadeKey(MAKER, own=True)],
    ids=["software", "another maker", "itself"],
)
def test_a_key_that_no_known_maker_attests_is_refused_where_that_is_asked(
    here: Town, key: SoftwareKey
) -> None:
    with pytest.raises(Refused, match="known makers"):
        make(here, key, attested_keys=True)


@pytest.mark.parametrize("key", [SoftwareKey(), MadeKey(Maker())], ids=["software", "another maker"])
def test_elsewhere_it_stays_claimed(here: Town, key: SoftwareKey) -> None:
    row = make(here, key)
    assert (row.attested_format, row.attested_root) == ("", "")
    assert "attested" not in ceremony.key_record(row)


def test_a_forged_statement_is_refused_in_any_case(here: Town) -> None:
    with pytest.raises(Refused, match="cannot be used here"):
        make(here, MadeKey(MAKER, forged=True))
