// A party's chain, replayed: whose key is whose, who holds which office, and since when (docs/format.md, sections 4 and 6).
const SOFTWARE = "736f6674776172652d6b65792d763100";

/** A key record whose id is its key's, and whose kind is what its other members say. */
async function checkKey(key) {
  demand(b64u(await sha256(unb64u(key.spki))) === key.id, "signature.key", "a key's id is not its own");
  const kind = key.aaguid === SOFTWARE ? "software" : key.backup_eligible ? "synced" : "device-bound";
  demand(kind === key.kind, "signature.key", "a key's kind is not what it says");
  demand(kind !== "software" || !key.attested, "signature.key", "no maker vouches for a software key");
}

/** Refused where two parties know the same key. */
function oneKeyOneParty(parties) {
  const all = parties.flatMap(party => [...party.owners.keys()]);
  demand(new Set(all).size === all.length, "party.key", "one key speaks for two parties");
}

/** Whether a statement says of its speaker exactly what the enrolment says. */
const speaks = (enrolment, statement) =>
  ["person", "name", "office", "title", "capacity"].every(name => enrolment[name] === statement[name]) &&
  enrolment.key.id === statement.key;

class Party {
  constructor(argument, party) {
    Object.assign(this, { argument, party });
    this.enrolments = []; // {id, index, at, person, name, office, title, capacity, key, from}
    this.claims = new Map(); // link id of a claim nobody has vouched for yet: its statement
    this.owners = new Map(); // key id: {person, record}, one key one person
    this.endings = []; // {index, person, office, ended}
    this.revocations = []; // {index, key, since}
    this.acceptances = []; // {link, statement}
    this.acceptedAt = []; // log indexes
    this.recoveries = new Map(); // link id: {index, claim, claimed, lost, counts, objected}
    this.objections = []; // {link, statement}, by other parties
    this.links = new Map(); // link id: log index
  }

  async replay(links) {
    await this.genesis(links[0]);
    this.links.set(links[0].id, links[0].index);
    for (const link of links.slice(1)) {
      await this.take(link);
      this.links.set(link.id, link.index);
    }
    return this;
  }

  async genesis(link) {
    demand(link.leaf.seq === 0, "party.genesis", "the chain does not begin with its genesis");
    const statement = await this.argument.hear(link, "genesis", link.leaf.envelope);
    for (const { key } of statement.registrars) await checkKey(key);
    demand(b64u(await challengeOf(link.envelope)) === this.party, "party.genesis", "this is another party's genesis");
    const [one, other] = statement.registrars;
    demand(one.person !== other.person && one.key.id !== other.key.id, "party.genesis", "two registrars are two people with two keys");
    await this.argument.signed(link, statement, [one.key, other.key]);
    for (const { key, name, person, title } of statement.registrars) {
      this.owners.set(key.id, { person, record: canonical(key) });
      this.enrol(link, { person, name, office: "registrar", title, capacity: "holder", key, from: statement.issued.slice(0, 10) });
    }
    Object.assign(this, { kind: statement.kind, legalName: statement.legal_name });
  }

  enrol(link, who) {
    this.enrolments.push({ id: link.id, index: link.index, at: link.leaf.at, ...who });
  }

  async take(link) {
    const takers = {
      "acceptance": this.acceptance,
      "enrolment-claim": this.claim,
      "enrolment-vouch": this.vouch,
      "office-end": this.officeEnd,
      "key-revoked": this.keyRevoked,
      "recovery": this.recovery,
      "recovery-objection": this.objection,
    };
    const act = actOf(link.leaf.type);
    demand(act && Object.hasOwn(takers, act), "statement.type", "a statement that has no place here in a party's chain");
    const statement = await this.argument.hear(link, act, link.leaf.envelope);
    const mayBeOfAnother = act === "acceptance" || act === "recovery-objection";
    if (!mayBeOfAnother || statement.party === this.party) {
      demand(statement.party === this.party, "statement.binding", "a statement of another party");
      this.knowsState(statement, link);
    }
    await takers[act].call(this, statement, link);
  }

  acceptance(statement, link) {
    const ofUs = statement.accepted === this.party && statement.party !== this.party;
    demand(ofUs, "party.acceptance", "an acceptance of another party, or by itself");
    this.acceptances.push({ link, statement });
  }

  async claim(statement, link) {
    const { new_key: key, person } = statement;
    await checkKey(key);
    const known = this.owners.get(key.id) ?? { person, record: canonical(key) };
    const same_ = known.person === person && known.record === canonical(key);
    demand(same_, "party.key", "this key belongs to somebody else, or was recorded differently");
    this.owners.set(key.id, known);
    this.notRevoked(key.id);
    await this.argument.signed(link, statement, [key]);
    this.claims.set(link.id, statement);
  }

  async vouch(statement, link) {
    const registrar = this.voice(statement, link, "registrar");
    const claimed = this.claims.get(statement.claim);
    demand(claimed && claimed.person === statement.subject, "party.vouch", "there is no such claim by this person, or it was vouched for");
    const himself = statement.person === claimed.person || statement.key === claimed.key;
    demand(!himself, "party.vouch", "nobody vouches for himself");
    this.notRevoked(claimed.key);
    demand(!this.bereft(claimed, link), "party.recovery", "every key of this office was lost: another one takes two people");
    await this.argument.signed(link, statement, [registrar.key]);
    this.opens(link, statement.claim, claimed);
  }

  /** A claim counts from here on. */
  opens(link, id_, { person, name, office, title, capacity, from, new_key: key }) {
    this.claims.delete(id_);
    this.enrol(link, { person, name, office, title, capacity, key, from });
  }

  /** The keys that somebody had for an office. */
  keysOf({ person, office }) {
    return this.enrolments.filter(one => one.person === person && one.office === office);
  }

  /** Whether somebody had keys for an office, and none of them counts. */
  bereft(claimed, { leaf }) {
    const had = this.keysOf(claimed);
    return had.length > 0 && !had.some(one => {
      const own = this.recoveries.get(one.id);
      return !this.gone(one.key.id) && !(own && (own.objected || leaf.at < own.counts));
    });
  }

  /** Two people give somebody who lost every key of an office a new one. */
  async recovery(statement, link) {
    const { claim, lost, second, subject, waits } = statement;
    const both = [this.voice(statement, link, ""), this.voice(second, link, "")];
    const claimed = this.claims.get(claim);
    demand(claimed && claimed.person === subject, "party.recovery", "there is no such claim waiting, or it is somebody else's");
    const people = new Set([subject, ...both.map(one => one.person)]); // one key, one person: three people have three keys
    demand(people.size === 3, "party.recovery", "a recovery takes two people, neither of them the person recovered");
    const registrar = claimed.office === "registrar" || both.some(one => one.office === "registrar");
    demand(registrar, "party.recovery", "one of the two has to be a registrar");
    const ripe = both.every(one => after(one.at, waits) <= link.leaf.at);
    demand(ripe, "signer.waiting", "one of the two had the key for too short a time");
    const earlier = [...new Set(this.keysOf(claimed).map(one => one.key.id))].filter(key => key !== claimed.key).sort();
    demand(lost.join() === earlier.join(), "party.recovery", "it does not name exactly the earlier keys of this office");
    this.notRevoked(claimed.key);
    await this.argument.signed(link, statement, both.map(one => one.key));
    this.opens(link, claim, claimed);
    const counts = after(link.leaf.at, waits);
    this.recoveries.set(link.id, { index: link.index, claim, claimed, lost, counts, objected: false });
  }

  async objection(statement, link) {
    const recovery = this.recoveries.get(statement.recovery);
    demand(recovery && link.leaf.at < recovery.counts, "party.recovery", "an objection to no recovery, or to one that counts already");
    if (statement.party === this.party) {
      const speaker = this.voice(statement, link, "");
      demand(speaker.person === recovery.claimed.person, "party.recovery", "within the party nobody objects for another");
      await this.argument.signed(link, statement, [speaker.key]);
    } else {
      const known = this.acceptances.some(one => one.statement.party === statement.party);
      demand(known, "party.recovery", "an objection by a party that has not accepted this one");
      this.objections.push({ link, statement });
    }
    recovery.objected = true;
    this.claims.set(recovery.claim, recovery.claimed);
  }

  /** An objection by another party of the agreement was signed by its registrar; one from outside cannot be checked. */
  async judgeObjection({ link, statement }) {
    const other = this.argument.parties.get(statement.party);
    if (!other) return;
    other.knowsState(statement, link);
    const registrar = other.voice(statement, link, "registrar");
    await this.argument.signed(link, statement, [registrar.key]);
  }

  async officeEnd(statement, link) {
    const registrar = this.voice(statement, link, "registrar");
    await this.argument.signed(link, statement, [registrar.key]);
    const { subject: person, subject_office: office, ended } = statement;
    this.endings.push({ index: link.index, person, office, ended });
  }

  async keyRevoked(statement, link) {
    const { revoked: key, compromised_since: since } = statement;
    const speaker = this.voice(statement, link, key === statement.key ? "" : "registrar");
    demand(this.owners.has(key), "party.key", "there is no such key to revoke");
    await this.argument.signed(link, statement, [speaker.key]);
    this.revocations.push({ index: link.index, key, since });
  }

  /** Counts an acceptance of this party by another one of the agreement; one from outside cannot be checked. */
  async judge({ link, statement }) {
    const other = this.argument.parties.get(statement.party);
    if (!other) return;
    other.knowsState(statement, link);
    const registrar = other.voice(statement, link, "registrar");
    const both = [...this.owners.values()].some(owner => owner.person === statement.person);
    demand(!both, "party.acceptance", "somebody who speaks for both parties cannot accept one for the other");
    await this.argument.signed(link, statement, [registrar.key]);
    this.acceptedAt.push(link.index);
  }

  acceptedBefore(index) {
    demand(this.acceptedAt.some(at => at < index), "party.acceptance", `no other party had accepted ${this.legalName}`);
  }

  /** Whether a key was revoked, or given up as lost. */
  gone(key) {
    const lost = [...this.recoveries.values()].some(one => !one.objected && one.lost.includes(key));
    return lost || this.revocations.some(one => one.key === key);
  }

  notRevoked(key) {
    demand(!this.gone(key), "party.key", "a revoked key does not come back");
  }

  knowsState(statement, link) {
    const at = this.links.get(statement.party_state);
    demand(at !== undefined && at < link.index, "signer.state", "it names a state of the party that was not there before");
  }

  /** The enrolment that speaks here, in this office where one is named, and still could. */
  voice(statement, link, office) {
    let refusal = new Bad("party.registrar", "said by somebody who does not speak for this party with this key");
    for (const enrolment of this.enrolments) {
      if (!speaks(enrolment, statement) || (office && enrolment.office !== office)) continue;
      try {
        return this.stands(enrolment, link);
      } catch (bad) {
        refusal = bad; // an appointment that ended; a later one may stand
      }
    }
    throw refusal;
  }

  /** The enrolment, if it opened something when the link was logged. What is logged later revives and ends nothing. */
  stands(enrolment, { index, leaf }) {
    demand(enrolment && enrolment.index < index, "signer.enrolment", "nobody had vouched for this key");
    demand(leaf.at.slice(0, 10) >= enrolment.from, "signer.office", "the signatory did not hold the office yet");
    const { person, office } = enrolment;
    const left = this.endings.some(end =>
      end.person === person && end.office === office && enrolment.index < end.index && end.index < index && end.ended <= leaf.at);
    demand(!left, "signer.office", "the signatory had left the office");
    const gone = this.revocations.some(one => one.key === enrolment.key.id && one.index < index);
    demand(!gone, "signer.revoked", "the key had been revoked");
    const own = this.recoveries.get(enrolment.id);
    demand(!own?.objected, "signer.objected", "the recovery of this key was objected to");
    demand(!own || leaf.at >= own.counts, "signer.waiting", "the recovered key did not count yet");
    const replaced = [...this.recoveries.values()].some(one =>
      one.index < index && one.counts <= leaf.at && !one.objected && one.lost.includes(enrolment.key.id));
    demand(!replaced, "signer.revoked", "the key was lost, and replaced by two people");
    return enrolment;
  }

  /** Of a signature whose key was later named as compromised since a time before it: [{name, since}]; else nothing. */
  warnings({ key, name }, { issued }, { index }) {
    const late = this.revocations.find(one => one.key === key.id && one.index > index && one.since <= issued);
    return late ? [{ name, since: late.since }] : [];
  }
}
