"""Vectors about whose key it is, and whether its holder could sign."""

from datetime import date

from tests.evidence import factory
from tests.evidence.factory import Cast, World, finish
from tests.evidence.nobodys import NobodysKey
from tests.vectors.case import Cases, Made, bad, finished, out
from workflow.evidence.software_key import SoftwareKey


def cases() -> Cases:
    yield from _vouching()
    yield from _signers()


def _vouching() -> Cases:
    yield bad("vouch-for-oneself", "a registrar vouches for himself", "party.vouch", _self_vouched())
    cast = factory.ready()
    cast.world.enrol(cast.agency, "Eve Ellis", "sheriff", "Sheriff", key=cast.superintendent.key)
    yield bad("key-of-another", "one key enrolled by two parties", "party.key", finished(cast))
    cast = factory.ready()
    holder, claim = cast.world.claim(cast.agency, "Gil Gray", "sheriff", "Sheriff")
    cast.world.vouch(cast.chief, holder, claim)
    yield bad("vouch-by-chief", "vouched for by somebody who is no registrar", "party.registrar", finished(cast))  # fmt: skip
    cast = factory.ready()
    holder, claim = cast.world.claim(cast.agency, "Gil Gray", "sheriff", "Sheriff")
    cast.world.vouch(cast.agency.registrars[0], holder, claim)
    cast.world.vouch(cast.agency.registrars[1], holder, claim)
    yield bad("vouched-twice", "one claim, two vouches", "party.vouch", finished(cast))
    yield bad(
        "registrar-too-early",
        "a registrar accepts before the day of his own genesis",
        "signer.office",
        _too_early(),
    )
    yield bad("not-accepted", "no other party accepted the district", "party.acceptance", _unaccepted())


def _self_vouched() -> Made:
    cast = factory.ready()
    registrar = cast.agency.registrars[0]
    cast.chief, claim = cast.world.claim(cast.agency, registrar.name, "chief", "Chief of Police")
    cast.world.vouch(registrar, cast.chief, claim)
    cast.world.wait(hours=80)
    return finished(cast)


def _unaccepted() -> Made:
    world = World()
    district = world.party("district", "Springfield School District", ("Ann Archer", "Bo Baker"))
    agency = world.party("agency", "Springfield Police Department", ("Cy Carter", "Di Dyer"))
    world.accept(district.registrars[1], agency)
    superintendent = world.enrol(district, "Eve Ellis", "superintendent", "Superintendent")
    chief = world.enrol(agency, "Flo Foster", "chief", "Chief of Police")
    world.wait(hours=80)
    return finished(Cast(world, district, agency, superintendent, chief))


def _too_early() -> Made:
    world = World()
    district = world.party("district", "Springfield School District", ("Ann Archer", "Bo Baker"))
    world.wait(hours=48)
    agency = world.party("agency", "Springfield Police Department", ("Cy Carter", "Di Dyer"))
    world.wait(hours=-48)
    world.accept(agency.registrars[0], district)
    world.wait(hours=48)
    world.accept(district.registrars[0], agency)
    superintendent = world.enrol(district, "Eve Ellis", "superintendent", "Superintendent")
    chief = world.enrol(agency, "Flo Foster", "chief", "Chief of Police")
    world.wait(hours=80)
    return finished(Cast(world, district, agency, superintendent, chief))


def _signers() -> Cases:
    cast = factory.ready()
    cast.world.end(cast.chief)
    yield bad("former-holder", "left office before signing", "signer.office", finished(cast))
    cast = factory.ready()
    cast.chief = cast.world.enrol(cast.agency, "Gil Gray", "counsel", "Counsel")
    cast.world.wait(hours=80)
    yield bad("another-office", "counsel signs in the chief's place", "signer.office", finished(cast))
    cast = factory.ready()
    cast.chief = cast.world.enrol(cast.agency, "Gil Gray", "chief", "Chief of Police", start=date(2027, 1, 1))
    cast.world.wait(hours=80)
    yield bad("before-first-day", "signed before taking office", "signer.office", finished(cast))
    cast = factory.ready()
    cast.chief = cast.world.enrol(cast.agency, "Gil Gray", "chief", "Chief of Police")
    cast.world.wait(hours=71)
    yield bad("inside-waiting-time", "one hour too early", "signer.waiting", finished(cast))
    cast = factory.ready()
    cast.chief, cast.chief.enrolment = cast.world.claim(cast.agency, "Gil Gray", "chief", "Chief of Police")
    cast.world.wait(hours=80)
    yield bad("claim-alone", "a key nobody vouched for", "signer.enrolment", finished(cast))
    yield bad("revoked", "a revoked key with an older party_state", "signer.revoked", _revoked())
    cast = factory.frozen()
    cast.world.approve(cast.chief, "s1")
    yield bad("slot-twice", "one slot signed twice", "signer.twice", finish(cast))
    cast = factory.frozen()
    cast.world.approve(cast.chief, "s2", leaf_slot="s2")
    cast.world.approve(cast.superintendent, "s1", leaf_slot="s1")
    cast.world.event("executed")
    yield bad("signatories-swapped", "each signed in the other's place", "statement.binding", out(cast))
    cast = factory.ready()
    cast.chief = cast.world.enrol(cast.agency, "Gil Gray", "chief", "Chief of Police", key=NobodysKey())
    cast.world.wait(hours=80)
    yield bad("key-of-nobody", "a key under which anybody's signature fits", "signature.key", finished(cast))
    yield bad("another-key", "signed with a key that is not the chief's", "signature.key", finish(factory.frozen(), key_used=SoftwareKey()))  # fmt: skip


def _revoked() -> Made:
    cast = factory.ready()
    state = cast.agency.state
    cast.world.revoke(cast.chief)
    factory.frozen(cast)
    return finish(cast, party_state=state)
