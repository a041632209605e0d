"""Time tokens (RFC 3161). The embedded default is an authority of our own, and it says so by its name.

A token of the local authority proves nothing against the operator: it is the operator's own word, and verifiers
print it as such. A deployment that needs more names an outside authority in its policy.
"""

import hashlib
import secrets
from datetime import datetime

from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.serialization import Encoding

from workflow.adapters.keystore import Identity
from workflow.adapters.signed_data import signed_data

# Under the UUID arc (ITU-T X.667): "the operator's own clock, no promise of accuracy".
POLICY = "2.25.196129402842907465201987403917543872017"


class LocalTimeAuthority:
    """Issues RFC 3161 tokens over SHA-256 digests with the deployment's own time key."""

    name = "local time authority (the operator's own word)"
    independent = False

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self._certificate = asn1_x509.Certificate.load(identity.certificate.public_bytes(Encoding.DER))

    def token(self, digest: bytes, at: datetime) -> bytes:
        """The DER token that says: something with this SHA-256 digest (32 bytes) was there at `at` (aware)."""
        if len(digest) != 32:
            raise ValueError("A time token is issued over a SHA-256 digest of 32 bytes.")
        imprint = tsp.MessageImprint({"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest})
        token: bytes = self._token(imprint, at, None).dump()
        return token

    def respond(self, request: tsp.TimeStampReq, at: datetime) -> tsp.TimeStampResp:
        """The answer to a request of RFC 3161 section 2.4.1, as a document sealer makes one."""
        if request["message_imprint"]["hash_algorithm"]["algorithm"].native not in ("sha256", "sha512"):
            raise ValueError("The local time authority answers for SHA-256 and SHA-512 only.")
        nonce = request["nonce"] if request["nonce"].native is not None else None
        token = self._token(request["message_imprint"], at, nonce)
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})

    def _token(
        self, imprint: tsp.MessageImprint, at: datetime, nonce: core.Integer | None
    ) -> cms.ContentInfo:
        fields = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": imprint,
            "serial_number": secrets.randbits(64),
            "gen_time": at,
            "tsa": asn1_x509.GeneralName("directory_name", self._certificate.subject),
        }
        if nonce is not None:
            fields["nonce"] = nonce
        info: bytes = tsp.TSTInfo(fields).dump()
        attributes = self._attributes(info, at)
        signature = self.identity.key.sign(attributes.dump(), ECDSA(hashes.SHA256()))
        return signed_data("tst_info", info, attributes, signature, self._certificate)

    def _attributes(self, info: bytes, at: datetime) -> cms.CMSAttributes:
        """What the signature covers; `signing_certificate_v2` (RFC 5816) binds it to our certificate."""
        certificate_hash = hashlib.sha256(self._certificate.dump()).digest()
        return cms.CMSAttributes(
            [
                {"type": "content_type", "values": ["tst_info"]},
                {"type": "signing_time", "values": [cms.Time({"utc_time": at})]},
                {"type": "message_digest", "values": [hashlib.sha256(info).digest()]},
                {
                    "type": "signing_certificate_v2",
                    "values": [tsp.SigningCertificateV2({"certs": [{"cert_hash": certificate_hash}]})],
                },
            ]
        )
