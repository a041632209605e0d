"""What our own certificates say, and for how long."""

from cryptography.x509 import BasicConstraints, KeyUsage
from cryptography.x509.oid import NameOID

from workflow.adapters.certificates import (
    CERTIFICATES_FROM,
    CERTIFICATES_UNTIL,
    new_authority,
    new_certificate,
)


def test_an_authority_signs_certificates_and_they_sign_none() -> None:
    authority = new_authority("d1")
    _, leaf = new_certificate("Publication seal", "d1", authority, time_stamping=False)
    for certificate, ca in ((authority[1], True), (leaf, False)):
        found = certificate.extensions.get_extension_for_class(BasicConstraints)
        usage = certificate.extensions.get_extension_for_class(KeyUsage).value
        assert found.critical and found.value.ca is ca is usage.key_cert_sign is not usage.digital_signature
        certificate.verify_directly_issued_by(authority[1])
        assert (certificate.not_valid_before_utc, certificate.not_valid_after_utc) == (
            CERTIFICATES_FROM,
            CERTIFICATES_UNTIL,
        )


def test_the_deployment_stands_in_its_certificates() -> None:
    _, leaf = new_certificate("Publication seal", "d1", new_authority("d1"), time_stamping=False)
    [organization] = leaf.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    assert organization.value == "Countersign d1"
