"""policy.json: whose keys and which log this deployment vouches for (docs/format.md, section 8).

Anyone may fetch it, but a verifier learns most when it came by another way: saved earlier, printed in minutes, or from
the other party.
"""

from cryptography.hazmat.primitives.serialization import Encoding
from sqlmodel import Session, col, select

from workflow.adapters import outside_time, witnesses
from workflow.adapters.keystore import PUBLICATION, Keystore
from workflow.adapters.settings import Settings
from workflow.evidence import policy
from workflow.history.queries import first_signed_beside, installation
from workflow.parties.models import Party
from workflow.publication import custody, scripts, statements
from workflow.publication.core import keys_beside, log_keys

KINDS = ("device-bound", "software", "synced")


def policy_bytes(session: Session, settings: Settings) -> bytes:
    """This deployment's policy. While no party has been founded it vouches for nobody, and confirms nothing."""
    parties = session.exec(
        select(Party.public_id).where(col(Party.public_id).is_not(None)).order_by(col(Party.public_id))
    ).all()
    here, keystore = installation(session), Keystore.of(settings)
    custody.insist(session, keystore, [PUBLICATION])
    keys, others = log_keys(session, keystore), keys_beside(session, keystore)
    return policy.build(
        deployment=here.deployment,
        log_keys=keys,
        relying_parties=[{"from": "", "origins": list(here.origins), "rp_id": here.rp_id, "until": ""}],
        parties=[party for party in parties if party],
        key_kinds=[kind for kind in KINDS if kind != "software" or not settings.no_software_keys],
        signing_scripts=scripts.named(session),
        time_authorities=[one.public_bytes(Encoding.DER) for one in outside_time.authorities(settings)],
        witnesses=witnesses.keys(settings),
        log_key_sizes=[
            {"from": one.first, "key": key, "until": one.until}
            for key, one in zip(keys, keystore.log_keys, strict=True)
            if len(keys) > 1
        ],
        log_keys_beside=[
            {"from": one.first or first_signed_beside(session), "key": key, "until": one.until}
            for key, one in zip(others, keystore.keys_beside, strict=True)
        ],
        publication_keys=statements.named(session, keystore.publication_keys),
        seal_authorities=keystore.seal_authorities,
    )
