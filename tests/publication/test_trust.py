import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.adapters.test_keystore import pkcs12_file
from tests.publication.kit import Press
from tests.signing.world import TEXT
from workflow.adapters.keystore import Keystore
from workflow.adapters.settings import Settings
from workflow.core.errors import NotFound
from workflow.evidence.policy import parse
from workflow.publication.sealed import examine
from workflow.publication.trust import policy_bytes


def test_the_policy_names_this_log_these_parties_and_this_script(press: Press, now: datetime) -> None:
    data = policy_bytes(press.session, press.settings)
    policy, said = parse(data), json.loads(data)
    assert policy.deployment == "d0" * 10 and len(policy.parties) == 2
    assert said["relying_parties"][0]["rp_id"] == "localhost" and len(said["signing_scripts"]) == 1
    assert policy_bytes(press.session, press.settings) == data


def test_a_pdf_is_verified_under_the_policy_of_today_whoevers_certificate_sealed_it(
    press: Press, now: datetime, tmp_path: Path
) -> None:
    own = press.whole_life(now).copy.pdf
    older = policy_bytes(press.session, press.settings)
    assert [one.certificate for one in parse(older).seals] == [press.keystore.authority]
    words = tmp_path / "seal.p12"
    press.settings = replace(
        press.settings, seal_file=pkcs12_file(words, None, b"opens it"), seal_passphrase="opens it"
    )
    press.keystore = Keystore.of(press.settings)
    press.next_edition(TEXT, now + timedelta(days=1))
    others = press.whole_life(now + timedelta(days=2)).copy.pdf
    policy = policy_bytes(press.session, press.settings)
    known = [press.keystore.authority, press.keystore.seal.certificate]
    assert [one.certificate for one in parse(policy).seals] == known
    for pdf, trust, codes in ((own, policy, []), (others, policy, []), (others, older, ["pdf.authority"])):
        assert examine(pdf, trust)[0].codes == codes


def test_software_keys_can_be_left_out(press: Press) -> None:
    strict = replace(press.settings, no_software_keys=True)
    assert not parse(policy_bytes(press.session, strict)).admits("software")


def test_a_database_that_has_not_begun_has_no_policy(session: Session, settings: Settings) -> None:
    with pytest.raises(NotFound):
        policy_bytes(session, settings)
