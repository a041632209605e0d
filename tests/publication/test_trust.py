import json
from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session

from tests.publication.kit import Press
from workflow.adapters.settings import Settings
from workflow.core.errors import NotFound
from workflow.evidence.policy import parse
from workflow.publication.trust import policy_bytes


def test_the_policy_names_this_log_these_parties_and_this_script(press: Press, now: datetime) -> None:
    data = policy_bytes(press.session, press.settings)
    policy, said = parse(data), json.loads(data)
    assert policy.deployment == "d0" * 10 and len(policy.parties) == 2
    assert said["relying_parties"][0]["rp_id"] == "localhost" and len(said["signing_scripts"]) == 1
    assert policy_bytes(press.session, press.settings) == data


def test_software_keys_can_be_left_out(press: Press) -> None:
    strict = replace(press.settings, no_software_keys=True)
    assert not parse(policy_bytes(press.session, strict)).admits("software")


def test_a_database_that_has_not_begun_has_no_policy(session: Session, settings: Settings) -> None:
    with pytest.raises(NotFound):
        policy_bytes(session, settings)
