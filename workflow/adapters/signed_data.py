"""One shape of CMS SignedData (RFC 5652 section 5.1), for the seal and for time tokens.

One signer, SHA-256, ECDSA, the signer's certificate alone, and at most a time token outside the signature. Because
the shape is fixed, a file's own copy can be *rebuilt and compared*: there is no unsigned corner left to write in.
"""

from asn1crypto import cms, x509


def signed_data(
    content_type: str,
    content: bytes | None,
    attributes: cms.CMSAttributes,
    signature: bytes,
    certificate: x509.Certificate,
    token: cms.ContentInfo | None = None,
) -> cms.ContentInfo:
    """SignedData around `content` (None: detached). `attributes` are signed; `token` is the only thing that is not."""
    sha256 = {"algorithm": "sha256"}
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier(
            "issuer_and_serial_number",
            {"issuer": certificate.issuer, "serial_number": certificate.serial_number},
        ),
        "digest_algorithm": sha256,
        "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": signature,
    }
    if token is not None:
        signer["unsigned_attrs"] = [{"type": "signature_time_stamp_token", "values": [token]}]
    encapsulated: dict[str, object] = {"content_type": content_type}
    if content is not None:
        encapsulated["content"] = cms.ParsableOctetString(content)
    data = cms.SignedData(
        {
            "version": "v1" if content_type == "data" else "v3",
            "digest_algorithms": [sha256],
            "encap_content_info": encapsulated,
            "certificates": [certificate],
            "signer_infos": [signer],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": data})


def rebuilt(info: cms.ContentInfo) -> bytes:
    """What `signed_data` makes of the signed parts of a SignedData, token included: DER to compare it with."""
    der: bytes = _again(info).dump()
    return der


def _again(info: cms.ContentInfo) -> cms.ContentInfo:
    data = info["content"]
    signer = data["signer_infos"][0]
    outside = signer["unsigned_attrs"]
    token = _again(outside[0]["values"][0]) if outside else None
    content = data["encap_content_info"]["content"]
    return signed_data(
        data["encap_content_info"]["content_type"].native,
        bytes(content) if content else None,
        signer["signed_attrs"],
        bytes(signer["signature"]),
        data["certificates"][0].chosen,
        token,
    )
