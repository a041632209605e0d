"""Time tokens: another authority's word counts where the policy names it, and no bit of a token is free."""

import hashlib
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256K1, SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_elliptic
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.evidence import factory
from tests.evidence.judging import accepted, refused
from workflow.adapters.keystore import Identity, Keystore
from workflow.adapters.signed_data import signed_data
from workflow.adapters.timestamp import POLICY, LocalTimeAuthority
from workflow.evidence import time_token
from workflow.evidence.canonical import b64u, loads, sha256, unb64u
from workflow.evidence.errors import Bad
from workflow.evidence.fields import read_moment
from workflow.evidence.verify import verify

NOTHING = b64u(sha256(b"nothing"))


class Outside:
    """A time authority that is not the operator's."""

    def __init__(self, folder: Path) -> None:
        self.keys = Keystore(folder)
        self.stamps = LocalTimeAuthority(self.keys.time)

    @property
    def root(self) -> bytes:
        return self.keys.authority.public_bytes(Encoding.DER)


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Outside:
    return Outside(tmp_path_factory.mktemp("outside") / "keys")


@pytest.fixture
def world() -> Any:
    return factory.signed().world


def stated(world: Any) -> list[tuple[str, datetime]]:
    """(envelope hash, time of recording) of each statement in the chain."""
    links = loads(world.package())["edition_chain"]
    return [
        (link["leaf"]["subject"], read_moment(link["leaf"]["at"])) for link in links if "envelope" in link
    ]


def tokens(world: Any, outside: Outside) -> list[tuple[str, bytes]]:
    return [(hash_, outside.stamps.token(unb64u(hash_, 32), at)) for hash_, at in stated(world)]


def source(verdict: Any) -> str:
    return next(check.detail for check in verdict.checks if check.id == "time.source")


def test_an_authority_in_the_policy_is_independent_time(world: Any, outside: Outside) -> None:
    package = world.package(time_tokens=tokens(world, outside))
    said = source(accepted(package, world.policy(time_authorities=[outside.root])))
    assert said.startswith("independent time: CN=Local time authority") and "all 2 statements" in said


def test_the_authoritys_own_certificate_may_stand_in_the_policy(world: Any, outside: Outside) -> None:
    own = outside.keys.time.certificate.public_bytes(Encoding.DER)
    assert source(accepted(world.package(time_tokens=tokens(world, outside)), world.policy(time_authorities=[own]))).startswith("independent")  # fmt: skip


def test_a_self_run_time_authority_called_independent_is_the_operators_word(
    world: Any, outside: Outside, tmp_path: Path
) -> None:
    own = Outside(tmp_path / "own")
    package = world.package(time_tokens=tokens(world, own))
    for policy in (world.policy(), world.policy(time_authorities=[outside.root])):
        assert source(accepted(package, policy)) == "time by the operator's word"


def test_one_token_of_two_confirms_one_time(world: Any, outside: Outside) -> None:
    package = world.package(time_tokens=tokens(world, outside)[1:])
    said = source(accepted(package, world.policy(time_authorities=[outside.root])))
    assert said.startswith("time by the operator's word, but for 1 of 2 statements")


@pytest.mark.parametrize(
    "twist",
    [
        lambda both, world, outside: both[::-1],
        lambda both, world, outside: [both[0], both[0]],
        lambda both, world, outside: [(both[0][0], both[1][1])],
        lambda both, world, outside: [(b64u(sha256(b"nothing")), both[0][1])],
        lambda both, world, outside: [(both[0][0], b"\x30\x00")],
        lambda both, world, outside: [(NOTHING, outside.stamps.token(unb64u(NOTHING), stated(world)[0][1]))],
    ],
    ids=[
        "in another order",
        "twice",
        "of another statement",
        "about nothing here",
        "no token",
        "of something else",
    ],
)
def test_a_token_stands_for_its_own_statement_once(world: Any, outside: Outside, twist: Any) -> None:
    package = world.package(time_tokens=twist(tokens(world, outside), world, outside))
    refused(package, world.policy(time_authorities=[outside.root]), "time.token")


@pytest.mark.parametrize("late", [0, 1])
def test_a_token_may_be_as_late_as_its_statement_may_be_recorded(
    world: Any, outside: Outside, late: int
) -> None:
    [first, *_] = [one for one in loads(world.package())["edition_chain"] if "envelope" in one]
    said = loads(unb64u(first["envelope"]["statement"]))
    at = read_moment(said["expires"]) + timedelta(seconds=late)
    token = (first["leaf"]["subject"], outside.stamps.token(unb64u(first["leaf"]["subject"]), at))
    if late:
        refused(world.package(time_tokens=[token]), world.policy(), "time.token", "outside the time")
    else:
        accepted(world.package(time_tokens=[token]), world.policy())


@pytest.mark.parametrize("away", [timedelta(days=-400), timedelta(days=400)])
def test_a_token_outside_the_time_of_its_statement(world: Any, outside: Outside, away: timedelta) -> None:
    late = [(hash_, outside.stamps.token(unb64u(hash_, 32), at + away)) for hash_, at in stated(world)]
    refused(world.package(time_tokens=late), world.policy(), "time.token", "outside the time")


def test_no_flipped_bit_of_a_token_is_accepted(outside: Outside) -> None:
    token = outside.stamps.token(sha256(b"x"), datetime.fromisoformat("2026-05-12T17:00:00+00:00"))
    dice = random.Random(20261127)
    accepted_flips = []
    for place in range(len(token)):
        changed = bytearray(token)
        changed[place] ^= 1 << dice.randrange(8)
        try:
            time_token.read(bytes(changed))
        except Bad as bad:
            assert bad.code == "time.token"
        else:
            accepted_flips.append(place)
    print(f"{len(token)} flips of a token, {len(accepted_flips)} accepted")
    assert accepted_flips == []


def spare(info: cms.ContentInfo, keys: Keystore) -> None:
    root = asn1_x509.Certificate.load(keys.authority.public_bytes(Encoding.DER))
    info["content"]["certificates"] = [*info["content"]["certificates"], root]


def unsigned(info: cms.ContentInfo, keys: Keystore) -> None:
    words = {"type": "1.2.3.4", "values": [cms.Time({"utc_time": datetime.now().astimezone()})]}
    info["content"]["signer_infos"][0]["unsigned_attrs"] = [words]


@pytest.mark.parametrize("twist", [spare, unsigned])
def test_what_nothing_binds_is_refused_and_left_out_by_canonical(outside: Outside, twist: Any) -> None:
    clean = outside.stamps.token(sha256(b"x"), datetime.fromisoformat("2026-05-12T17:00:00+00:00"))
    info = cms.ContentInfo.load(clean)
    twist(info, outside.keys)
    more = info.dump(force=True)
    assert more != clean
    with pytest.raises(Bad):
        time_token.read(more)
    assert time_token.canonical(cms.ContentInfo.load(more)) == clean


def test_a_certificate_for_another_purpose_gives_no_time(outside: Outside) -> None:
    seal = LocalTimeAuthority(outside.keys.seal)
    with pytest.raises(Bad, match="the certificate is not one of a time authority"):
        time_token.read(seal.token(sha256(b"x"), datetime.fromisoformat("2026-05-12T17:00:00+00:00")))


def test_a_time_before_the_certificate_was_valid(outside: Outside) -> None:
    with pytest.raises(Bad, match="not valid at that time"):
        time_token.read(
            outside.stamps.token(sha256(b"x"), datetime.fromisoformat("2019-05-12T17:00:00+00:00"))
        )


def certified(key: Any, issuer: Any, names: tuple[str, str], digest: Any = None) -> x509.Certificate:
    """A certificate for time stamping; names: whose, and whose who issued it."""
    subject, by = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in names)
    builder = x509.CertificateBuilder(by, subject, key.public_key(), 1, YEARS[0], YEARS[1])
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    signs_with = None if isinstance(issuer, Ed25519PrivateKey) else digest or hashes.SHA256()
    return builder.add_extension(purpose, critical=True).sign(issuer, signs_with)


class Crafted(LocalTimeAuthority):
    """An authority with any key, that can stamp what no honest one would."""

    def __init__(self, key: Any, issuer: Any = None, digest: Any = None) -> None:
        own = certified(key, issuer or key, ("Crafted", "Issuer" if issuer else "Crafted"), digest)
        super().__init__(Identity(key, own, own))

    def stamp(self, algorithm: str = "sha256", twice: bool = False) -> bytes:
        imprint = {
            "hash_algorithm": {"algorithm": algorithm},
            "hashed_message": hashlib.new(algorithm, b"x").digest(),
        }
        info = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": POLICY,
                "message_imprint": imprint,
                "serial_number": 1,
                "gen_time": STAMPED,
            }
        ).dump()
        return self.over(info, twice)

    def over(self, info: bytes, twice: bool = False) -> bytes:
        """The token over what is said."""
        attributes = self._attributes(info, STAMPED)
        if twice:
            attributes.append(attributes[0])
        signature = self._sign(attributes.dump(force=True))
        made = signed_data("tst_info", info, attributes, signature, self._certificate)
        return bytes(made.dump()) if twice else time_token.canonical(made)

    def _sign(self, data: bytes) -> bytes:
        key: Any = self.identity.key
        if isinstance(key, Ed25519PrivateKey):
            return key.sign(data)
        if isinstance(key, RSAPrivateKey):
            return key.sign(data, PKCS1v15(), hashes.SHA256())
        return bytes(key.sign(data, ECDSA(hashes.SHA256())))


STAMPED = datetime(2026, 5, 12, 17, tzinfo=UTC)
YEARS = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 1, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def crafted() -> Crafted:
    return Crafted(generate_elliptic(SECP256R1()))


def test_an_authority_with_a_long_rsa_key_is_read(crafted: Crafted) -> None:
    for authority in (crafted, Crafted(generate_rsa(65537, 2048))):
        token = time_token.read(authority.stamp())
        assert (token.imprint, token.at) == (sha256(b"x"), "2026-05-12T17:00:00Z")
        assert time_token.vouched(token, [authority.identity.certificate])


OTHER_KEYS = {
    "Ed25519": Ed25519PrivateKey.generate,
    "RSA-1024": lambda: generate_rsa(65537, 1024),
    "secp256k1": lambda: generate_elliptic(SECP256K1()),
}


@pytest.mark.parametrize("make", OTHER_KEYS.values(), ids=OTHER_KEYS)
def test_who_issued_with_another_kind_of_key_vouches_for_nobody(make: Any) -> None:
    own, issuer = generate_elliptic(SECP256R1()), make()
    token = time_token.read(Crafted(own, issuer).stamp())
    assert not time_token.vouched(token, [certified(issuer, issuer, ("Issuer", "Issuer"))])


@pytest.mark.parametrize("digest", [hashes.SHA256(), hashes.SHA384(), hashes.SHA512(), hashes.SHA224()])
def test_who_issued_with_a_digest_that_version_1_knows_vouches(digest: Any) -> None:
    own = generate_elliptic(SECP256R1())
    for issuer in (generate_elliptic(SECP256R1()), generate_rsa(65537, 2048)):
        token = time_token.read(Crafted(own, issuer, digest).stamp())
        vouched = time_token.vouched(token, [certified(issuer, issuer, ("Issuer", "Issuer"))])
        assert vouched is not isinstance(digest, hashes.SHA224)


@pytest.mark.parametrize("make", OTHER_KEYS.values(), ids=OTHER_KEYS)
def test_an_authority_with_another_kind_of_key_is_not(make: Any) -> None:
    with pytest.raises(Bad, match="of a kind that version 1 does not know"):
        time_token.read(Crafted(make()).stamp())


def test_a_token_over_another_hash_is_refused(crafted: Crafted) -> None:
    with pytest.raises(Bad, match="not over a SHA-256 hash"):
        time_token.read(crafted.stamp(algorithm="sha512"))


def test_a_time_that_is_not_in_utc_is_refused(crafted: Crafted) -> None:
    info = cms.ContentInfo.load(crafted.stamp())
    said = bytes(info["content"]["encap_content_info"]["content"])
    assert time_token.read(crafted.over(said)).at == "2026-05-12T17:00:00Z"
    longer = said.replace(b"\x0f20260512170000Z", b"\x1320260512170000+0000")
    with pytest.raises(Bad, match="the token's time is not in UTC"):
        time_token.read(crafted.over(bytes([longer[0], longer[1] + 4]) + longer[2:]))


def test_a_signed_attribute_that_stands_twice_is_refused(crafted: Crafted) -> None:
    with pytest.raises(Bad, match="stands twice"):
        time_token.read(crafted.stamp(twice=True))


def test_without_a_policy_a_token_is_the_operators_word(world: Any, outside: Outside) -> None:
    assert source(verify(world.package(time_tokens=tokens(world, outside)))) == time_token.OPERATOR
