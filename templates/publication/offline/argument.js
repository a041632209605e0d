// The argument of docs/format.md, section 10: is this the text both sides signed? Written from that page alone.
/** The verdict on a package, or a receipt, under a policy (null: none came by another way). Never throws for bad input. */
async function verify(packageBytes, policyBytes = null) {
  const anchor = policyBytes === null ? "package" : "policy";
  try {
    // 1. The files are canonical and have exactly the members of the format.
    if (isReceipt(packageBytes)) {
      const receipt = readReceipt(packageBytes);
      return await new Receipt(receipt, policyBytes === null ? null : await readPolicy(policyBytes)).verdict(anchor);
    }
    const parcel = readCanonical(packageBytes, "package.json");
    demand(packageShape(parcel), "package.members", "this has not the members of a package");
    for (const manifest of [parcel.manifest, ...(parcel.adoptions ?? []).map(one => one.manifest)])
      demand(manifestShape(manifest), "manifest.members", "this has not the members of a manifest");
    return await new Argument(parcel, policyBytes === null ? null : await readPolicy(policyBytes)).verdict(anchor);
  } catch (bad) {
    if (!(bad instanceof Bad)) throw bad;
    const checks = [{ id: bad.code, ok: false, detail: bad.message, warned: [] }];
    const nothingSaid = { head: "", edition: 0, signatories: [], signed_at: "", hidden: 0, quoted: false, changed: null };
    return { verdict: "unusable", anchor, checks, missing: [bad.message], ...nothingSaid };
  }
}

async function readPolicy(bytes) {
  const policy = readCanonical(bytes, "policy.json");
  demand(policyShape(policy), "policy.members", "this has not the members of a policy");
  const logs = await Promise.all(policy.log_keys.map(key => readVkey(key, LOG, "policy.members")));
  const witnesses = await Promise.all(policy.witnesses.map(key => readVkey(key, WITNESS, "policy.members")));
  const others = policy.log_keys_beside ?? [];
  const beside = await Promise.all(others.map(one => readVkey(one.key, BESIDE, "policy.members")));
  demand(new Set([...logs, ...beside].map(key => key.name)).size === 1, "policy.members", "the log keys are of several logs");
  demand(new Set(others.map(one => one.key)).size === others.length, "policy.members", "a log key for ML-DSA-44 stands twice");
  const all = [...logs, ...witnesses].map(key => b64u(key.publicKey));
  demand(new Set(all).size === all.length, "policy.members", "a key stands twice among logs and witnesses");
  const sizes = policy.log_key_sizes ?? [];
  const bounded = new Set(sizes.map(one => one.key));
  demand(bounded.size === sizes.length && [...bounded].every(key => policy.log_keys.includes(key)), "policy.members", "sizes of a key that is none of the log's, or stands twice");
  const publishers = policy.publication_keys ?? [];
  demand(new Set(publishers.map(one => one.key)).size === publishers.length, "policy.members", "a publication key stands twice");
  const forwards = [...sizes, ...others, ...publishers].every(one => !one.until || one.from <= one.until);
  demand(forwards, "policy.members", "the sizes of a log key, or places of a publication key, end before they begin");
  const seals = policy.seal_authorities ?? []; // of PDFs, which this page does not check
  demand(new Set(seals.map(one => one.certificate)).size === seals.length, "policy.members", "an authority for seals stands twice");
  demand(seals.every(one => !one.until || one.from <= one.until), "policy.members", "the times of an authority for seals end before they begin");
  try {
    policy.authorities = policy.time_authorities.map(der => readCertificate(unb64u(der)));
    seals.forEach(one => readCertificate(unb64u(one.certificate)));
  } catch {
    throw new Bad("policy.members", "an authority is not a certificate");
  }
  return policy;
}

class Argument {
  constructor(parcel, policy) {
    Object.assign(this, { parcel, policy, manifest: parcel.manifest });
    this.checks = [];
    this.signatories = [];
    this.approvals = [];
    this.parties = new Map();
    this.nonces = new Set();
    this.keys = policy ? policy.log_keys : [parcel.log.key];
    this.bounded = policy?.log_keys_beside ?? [];
    this.others = policy ? this.bounded.map(one => one.key) : parcel.log.beside ? [parcel.log.beside] : [];
  }

  /** Sections 10.2 to 10.9, each step whatever became of those before it. */
  async verdict(anchor) {
    this.head = b64u(await sha256("sro-mou/manifest/v1\0", canonical(this.manifest)));
    await this.step("policy.present", this.trust);
    const quoted = this.parcel.format === "sro-mou/quote/v1";
    await this.step("text.root", quoted ? this.quotation : this.text);
    await this.step("manifest.floor", this.floor);
    await this.step("log.checkpoint", this.log);
    for (const number of this.manifest.parties.keys()) await this.step("party.chain", () => this.party(number));
    await this.step("party.acceptance", this.acceptances);
    await this.step("chain.events", this.events);
    for (const link of this.edition ?? []) {
      if (link.leaf.event === "signed") await this.step("signer.approval", () => this.approval(link));
      if (link.leaf.event === "attested") await this.step("signer.paper", () => this.paper(link));
    }
    await this.step("slot.filled", this.slots);
    const corrected = (this.edition ?? []).some(link => link.leaf.event === "corrected");
    if (this.parcel.adoptions?.length || corrected) await this.step("correction.answered", this.corrections);
    await this.step("adoption.recorded", this.adoptions);
    if (this.parcel.redactions?.length || this.parcel.private) await this.step("text.redacted", this.redactions);
    await this.step("time.source", this.time);
    await this.step("log.witnesses", this.witnesses);
    if (this.parcel.publication) await this.step("publication.log", this.publication);
    const missing = this.checks.filter(check => !check.ok).map(check => check.detail);
    const { head, signatories, checks } = this;
    const signed = this.approvals.map(one => one.statement.issued).sort();
    return {
      verdict: missing.length ? "not_verified" : "verified", anchor, head, edition: this.manifest.edition,
      signatories, checks, missing, signed_at: signed.at(-1) ?? "",
      hidden: this.hidden?.length ?? 0, quoted, changed: this.changed ?? null,
    };
  }

  /** A step that holds has the warnings that were met in it; one that does not says more than a warning. */
  async step(code, prove) {
    this.warned = [];
    try {
      const detail = await prove.call(this);
      const warned = eachOnce(this.warned);
      this.checks.push({ id: code, ok: true, detail, warned, ...warning(warned) });
    } catch (bad) {
      if (!(bad instanceof Bad)) throw bad;
      this.checks.push({ id: bad.code, ok: false, detail: bad.message, warned: [] });
    }
  }

  // 2. The policy came by another way, and is about this installation and these parties.
  trust() {
    demand(this.policy, "policy.present", "no policy came by another way, so whose keys these are is unknown");
    demand(this.policy.deployment === this.manifest.deployment, "policy.deployment", "this is of another installation");
    for (const party of this.manifest.parties)
      demand(this.policy.parties.includes(party.id), "policy.party", `the policy does not know this ${party.legal_name}`);
    return "the policy knows this installation and these parties";
  }

  // 3. The clauses give the root, the manifest asks for both sides, nothing is hidden.
  async text() {
    const { clauses, attachments } = this.parcel;
    const counted = clauses.length + attachments.length === this.manifest.text.n && attachments.length === this.manifest.text.attachments;
    demand(counted && inOrder(clauses) && inOrder(attachments), "text.order", "parts are missing, too many or out of order");
    const shown = clauses.filter(one => "text" in one).map(one => one.text);
    demand(shown.every(passesDoor), "text.characters", "there are characters that nobody sees, or that look like others");
    const kind = i => (i < clauses.length ? "clause" : "attachment");
    const leaves = [...clauses, ...attachments].map(async (part_, i) => leafHash(await partLeaf(kind(i), part_, i)));
    const root = b64u(await treeRoot(await Promise.all(leaves)));
    demand(root === this.manifest.text.text_root, "text.root", "this is not the text that was signed");
    this.hidden = partNames(this.parcel, part_ => "commitment" in part_);
    const excused = this.hidden.length === 0 || this.parcel.redactions.length > 0;
    demand(excused, "text.hidden", `hidden without a signed redaction: ${this.hidden.join(", ")}`);
    return `${this.manifest.text.n} parts, ${this.hidden.length} of them hidden`;
  }

  // 3. Of a quotation: the clause is a leaf of the text that was signed.
  async quotation() {
    const { clause, index, proof } = this.parcel;
    const { n, attachments, text_root } = this.manifest.text;
    demand(index < n - attachments, "text.order", `the text has no clause number ${index}`);
    demand(passesDoor(clause.text), "text.characters", "there are characters that nobody sees, or that look like others");
    const leaf = await leafHash(await partLeaf("clause", clause, index));
    const holds = await included(index, n, leaf, proof.map(unb64u), unb64u(text_root));
    demand(holds, "text.root", "this clause is not part of the text that was signed");
    return `clause ${clause.path} of ${n} parts`;
  }

  floor() {
    const asks = offices => this.manifest.slots.filter(slot => slot.required && slot.offices.every(one => offices.includes(one)));
    const both = asks(TOP_LAW).some(law => asks(SCHOOL).some(school => school.party !== law.party));
    demand(both, "manifest.floor", "it does not ask for a top law-enforcement executive and a school official");
    return "a top law-enforcement executive and a school official must sign";
  }

  /** A checkpoint whose keys were for its size: one that was replaced signs no later ones. */
  async openFor(note) {
    const found = await openCheckpoint(note, this.keys, this.others);
    const bounds = new Map([...(this.policy?.log_key_sizes ?? []), ...this.bounded].map(one => [one.key, one]));
    const covers = ({ from, until }) => from <= found.size && (!until || found.size <= until);
    const fits = found.signers.every(key => covers(bounds.get(key) ?? { from: 0, until: 0 }));
    demand(fits, "log.key", `the checkpoint of ${found.size} leaves is signed by a key that was not for it`);
    const asked = this.bounded.some(covers);
    demand(found.beside || !asked, "log.checkpoint", `the checkpoint of ${found.size} leaves lacks the signature with ML-DSA-44`);
    return found;
  }

  // 4. The checkpoint is signed by a log key we know; every leaf of a chain is in it.
  async log() {
    demand(this.keys.includes(this.parcel.log.key), "log.key", "the record is kept in a log that the policy does not know");
    for (const key of this.keys) await readVkey(key);
    for (const key of this.others) await readVkey(key, BESIDE);
    const found = await this.openFor(this.parcel.log.checkpoint);
    const { key: own, beside = "" } = this.parcel.log;
    demand(found.signers[0] === own && found.beside === beside, "log.key", "the checkpoint is signed by another key than the package says");
    this.checkpoint = found;
    return `current as of checkpoint ${found.size} of ${found.origin}${signedWith(found)}`;
  }

  async allIncluded(links, checkpoint) {
    demand(checkpoint, "log.inclusion", "without a checkpoint no record can be found in the log");
    for (const { index, hash: leaf, proof } of links)
      demand(await included(index, checkpoint.size, leaf, proof.map(unb64u), checkpoint.root), "log.inclusion", "a record is not in the log");
  }

  // 5. Every party's chain holds, and is the party that the manifest names.
  async party(number) {
    const { id: party, kind, legal_name } = this.manifest.parties[number];
    demand(this.parcel.parties.length === this.manifest.parties.length, "party.genesis", "there is not one chain for each party");
    const like = { deployment: this.manifest.deployment, party };
    const links = await readChain(this.parcel.parties[number].chain, partyLeaf, like, null);
    await this.allIncluded(links, this.checkpoint);
    const told = await new Party(this, party).replay(links);
    demand(told.kind === kind && told.legalName === legal_name, "party.genesis", `${legal_name} is not what its genesis says`);
    this.parties.set(party, told);
    return `${legal_name}: ${told.enrolments.length} enrolments in ${links.length} links; its twelve words: ${twelveWords(party)}`;
  }

  // 5. Each was accepted by a registrar of another party of this agreement.
  async acceptances() {
    oneKeyOneParty([...this.parties.values()]);
    for (const told of this.parties.values()) {
      for (const acceptance of told.acceptances) await told.judge(acceptance);
      for (const objection of told.objections) await told.judgeObjection(objection);
    }
    for (const told of this.parties.values()) told.acceptedBefore(Infinity);
    return `${this.parties.size} parties accepted by one another`;
  }

  like() {
    const { deployment, mou, edition } = this.manifest;
    return { deployment, mou, edition, head: this.head };
  }

  // 6. The edition's chain is gapless from frozen to executed, about one text, with no void and no decline.
  async events() {
    const links = await readChain(this.parcel.edition_chain, editionLeaf, this.like(), null);
    await this.allIncluded(links, this.checkpoint);
    this.edition = links;
    const events = links.map(link => link.leaf.event);
    const between = events.slice(1, -1).every(event => ["served", "signed", "attested", "declined", "adopted", "corrected"].includes(event));
    demand(events[0] === "frozen" && events.at(-1) === "executed" && events.length > 1, "chain.events", "the record does not lead from frozen to executed");
    demand(between, "chain.events", "the signing was voided, or begun or ended twice");
    demand(links[0].leaf.at >= this.manifest.frozen_at, "chain.time", "recorded as frozen before it was");
    const recorded = links.filter(link => link.leaf.event === "attested");
    const halves = this.parcel.paper ?? [];
    demand(recorded.length === halves.length, "chain.envelope", "there is not one first attestation for each signature on paper");
    this.halves = new Map(recorded.map((link, i) => [link.id, halves[i]]));
    for (const link of links) await this.event(link);
    return `${links.length} events from frozen to executed`;
  }

  async event(link) {
    const { leaf, envelope } = link;
    const isPlaced = ["served", "signed", "attested", "declined", "adopted"].includes(leaf.event);
    const speaks = leaf.event === "corrected" || (isPlaced && leaf.event !== "served");
    const shaped = (leaf.slot !== "") === isPlaced && (leaf.subject !== "") === speaks && Boolean(envelope) === speaks;
    demand(shaped, "chain.leaf", `${leaf.event} has members that it should not have, or lacks some`);
    if (isPlaced && leaf.event !== "adopted") demand(this.slot(leaf.slot), "slot.unknown", `there is no slot ${leaf.slot}`);
    if (leaf.event === "adopted") demand(this.body(leaf.slot), "slot.unknown", `there is no body ${leaf.slot}`);
    if (leaf.event !== "declined") return;
    const { offices } = this.slot(leaf.slot);
    await this.speech(link, "decline", this.slot(leaf.slot), offices);
    demand(!this.slot(leaf.slot).required, "chain.events", `${leaf.slot} declined to sign`);
  }

  slot(slotId) {
    return this.manifest.slots.find(slot => slot.id === slotId);
  }

  body(bodyId) {
    return this.manifest.adopting_bodies.find(body => body.id === bodyId);
  }

  // 7. What somebody said of this text: right type and binding, by the enrolled key of one who held the office.
  async speech(link, act, place, offices, text_ = this) {
    const statement = await this.hear(link, act, link.leaf.subject);
    this.boundToText(statement, text_);
    demand((statement.slot ?? statement.body) === place.id, "statement.binding", "it is for another place than it is recorded in");
    demand(statement.party === place.party, "statement.binding", "it speaks for another party than the place is for");
    const { enrolment, warned } = this.speaker(statement, link, offices);
    demand(link.leaf.at <= text_.manifest.expires, "statement.expired", "it came after the last day to sign");
    await this.signed(link, statement, [enrolment.key]);
    return { statement, enrolment, place: place.id, warned };
  }

  /** About this very text, and given after it was frozen. */
  boundToText(statement, { manifest: { mou, edition }, head, edition: [first] } = this) {
    const bound = statement.mou === mou && statement.edition === edition && statement.head === head;
    demand(bound, "statement.binding", "it is about another text");
    demand(statement.issued >= first.leaf.at, "statement.binding", "it was given before this text was frozen");
  }

  /** Who speaks: an enrolment that stands, in one of the offices, past its wait, for an accepted party; and what to be warned of. */
  speaker(statement, link, offices) {
    const told = this.parties.get(statement.party);
    demand(told, "signer.enrolment", "the party it speaks for has no record that holds");
    told.knowsState(statement, link);
    const named_ = told.enrolments.filter(one => one.id === statement.enrolment);
    const enrolment = named_.find(one => speaks(one, statement)) ?? named_[0];
    told.stands(enrolment, link);
    demand(speaks(enrolment, statement) && offices.includes(enrolment.office), "signer.office", "the signatory did not hold an office that may sign here");
    told.acceptedBefore(link.index);
    const opens = after(enrolment.at, this.manifest.waiting_hours);
    const counts = told.recoveries.get(enrolment.id)?.counts ?? "";
    demand(statement.issued >= opens && statement.issued >= counts, "signer.waiting", "the key's waiting time was not over");
    const warned = told.warnings(enrolment, statement, link);
    this.warned.push(...warned);
    return { enrolment, warned };
  }

  async approval(link) {
    const slot = this.slot(link.leaf.slot);
    try {
      demand(slot, "slot.unknown", `there is no slot ${link.leaf.slot}`);
      const signed = await this.speech(link, "approval", slot, slot.offices);
      const { name, title, key } = signed.enrolment;
      this.approvals.push(signed);
      this.signatories.push({ name, office: title, key_kind: key.kind, ok: true, ...warning(signed.warned) });
      return `${name}, ${title}, approved at ${signed.statement.issued} with a ${key.kind} key`;
    } catch (bad) {
      this.signatories.push({ name: "", office: "", key_kind: "", ok: false, ...named(link) });
      throw bad;
    }
  }

  // 7. A slot filled on paper, where the manifest allows it, by the word of two people of two parties.
  async paper(link) {
    try {
      demand(this.slot(link.leaf.slot), "slot.unknown", `there is no slot ${link.leaf.slot}`);
      const found = await onPaper(this, link, this.halves?.get(link.id));
      const { sheet: { name, title, signed }, attested, warned } = found;
      this.approvals.push(found);
      this.signatories.push({ name, office: title, key_kind: "paper", ok: true, attested, signed, ...warning(warned) });
      return `${name}, ${title}, signed on paper on ${signed}, attested by ${attested.join(" and ")}`;
    } catch (bad) {
      this.signatories.push({ name: "", office: "", key_kind: "", ok: false, ...named(link) });
      throw bad;
    }
  }

  // 7. Every required slot is filled, by as many people, in the order set.
  slots() {
    const places = this.approvals.map(one => one.place);
    demand(new Set(places).size === places.length, "signer.twice", "a slot was signed twice");
    const people = this.approvals.map(one => one.person ?? one.statement.person);
    demand(!this.manifest.one_slot_each || new Set(people).size === people.length, "signer.twice", "one person filled two slots");
    const required = this.manifest.slots.filter(slot => slot.required).map(slot => slot.id);
    const missing = required.filter(slot => !places.includes(slot));
    demand(missing.length === 0, "slot.missing", `not signed: ${missing.join(", ")}`);
    const inTurn = places.filter(place => required.includes(place)).join() === required.join();
    demand(this.manifest.order === "any" || inTurn, "slot.order", "signed in another order than was set");
    return `${places.length} signatures, none missing`;
  }

  // 8. Who adopted an earlier text is carried over by the authority that was given with the vote.
  corrections() {
    demand(this.edition, "chain.events", "without the record of this text no correction of it can be checked");
    return new Carrying(this).judge();
  }

  // 8. Every required body adopted this text, by its party's clerk, or is carried over.
  async adoptions() {
    const bodies = [];
    for (const link of (this.edition ?? []).filter(one => one.leaf.event === "adopted")) {
      const body = this.body(link.leaf.slot);
      demand(body, "slot.unknown", `there is no body ${link.leaf.slot}`);
      await this.speech(link, "adoption", body, ["clerk"]);
      bodies.push(body.id);
    }
    demand(new Set(bodies).size === bodies.length, "signer.twice", "a body adopted twice");
    const kept = this.carried ?? [];
    const missing = this.manifest.adopting_bodies.filter(body => body.required && ![...bodies, ...kept].includes(body.id));
    demand(missing.length === 0, "adoption.missing", `not adopted by ${missing.map(body => body.name).join(", ")}`);
    if (!bodies.length && !kept.length) return "no adoption was required";
    const here = `${bodies.length} adoption${bodies.length === 1 ? "" : "s"} of this text`;
    return kept.length ? `${here}, ${kept.length} of an earlier one` : here;
  }

  // 9. What is hidden is what was signed for; a private package shows everything and says so.
  redactions() {
    demand(this.edition, "chain.events", "without the record before it nothing about the public copy can be checked");
    return new Hiding(this).replay();
  }

  // 9. Each token is about another statement, in the chain's order, and says a time at which that could be given.
  async time() {
    const stated = (this.edition ?? []).filter(link => link.envelope);
    let [next, independent] = [0, 0];
    for (const { envelope, token } of this.parcel.time_tokens) {
      const at = stated.findIndex((link, i) => i >= next && link.leaf.subject === envelope);
      demand(at >= 0, "time.token", "a time token is about nothing that was signed here, or stands twice");
      next = at + 1;
      const found = await readToken(unb64u(token));
      const { issued: from, expires } = readCanonical(unb64u(stated[at].envelope.statement), "statement.json");
      demand(b64u(found.imprint) === envelope, "time.token", "a time token is about something else than it stands for");
      demand(from <= found.at && found.at <= expires, "time.token", "a time token says a time outside that of its statement");
      if (await vouchedFor(found.authority, this.policy?.authorities ?? [])) independent += 1;
    }
    if (independent === 0) return "time by the operator's word";
    if (independent < stated.length) return `time by the operator's word, but for ${independent} of ${stated.length} statements`;
    return `independent time of all ${independent} statements`;
  }

  // 9. Every cosignature is by a witness of the policy, each once and in its order, over the newest checkpoint.
  async witnesses() {
    const { cosignatures = [], publication, log } = this.parcel;
    if (cosignatures.length === 0) return "no witness: the log is the operator's word alone";
    const known = this.policy ? this.policy.witnesses : [...new Set(cosignatures.map(one => one.key))];
    const places = cosignatures.map(one => known.indexOf(one.key));
    const inTurn = places.every((place, i) => place >= 0 && (i === 0 || place > places[i - 1]));
    demand(inTurn, "log.witnesses", "a witness that the policy does not know, or out of its order");
    const { checkpoint } = publication ?? log;
    await this.openFor(checkpoint);
    const body = checkpoint.slice(0, checkpoint.indexOf("\n\n") + 1);
    for (const { key, signature, time: at } of cosignatures) {
      const { name, publicKey } = await readVkey(key, WITNESS, "log.witnesses");
      const holds = await noteHolds(publicKey, unb64u(signature), utf8(`cosignature/v1\ntime ${at}\n${body}`));
      demand(holds, "log.witnesses", `the cosignature of ${name} does not fit the checkpoint`);
    }
    const names = cosignatures.map(one => one.key.split("+")[0]).join(", ");
    return this.policy ? `cosigned by ${names}: an independent log` : `cosigned by ${names}, for whom nobody vouches here: the log is the operator's word alone`;
  }

  // 9. This package and its PDF were published in the same log, after it was executed.
  async publication() {
    const { publication, ...core } = { ...this.parcel, cosignatures: [] };
    demand(publication.core === b64u(await sha256(canonical(core))), "publication.core", "it was published for another package");
    demand(this.checkpoint && this.edition, "publication.log", "without the record before it a publication cannot be checked");
    const links = await readChain(publication.chain, editionLeaf, { ...this.like(), event: "published" }, (this.later ?? []).at(-1) ?? this.edition.at(-1));
    const plain = links.every(({ leaf }) => leaf.slot === "" && leaf.subject !== "");
    demand(plain, "publication.leaf", "a publication has members that it should not have, or lacks some");
    let said_ = null;
    for (const link of links) said_ = await heardPublished(this, link);
    demand(await isAbout(links.at(-1), said_, publication), "publication.leaf", "what was logged as published is not this package and PDF");
    const later = await this.openFor(publication.checkpoint);
    const { size, root } = this.checkpoint;
    const continues = await consistent(size, later.size, root, later.root, publication.consistency.map(unb64u));
    demand(continues, "publication.log", "the later checkpoint does not continue the earlier one");
    await this.allIncluded(links, later);
    const by = said_ && (said_.asked ? "; signed by the publication key" : "; signed by a publication key for which nobody vouches here");
    return `published at ${links.at(-1).leaf.at}, in the log as of checkpoint ${later.size}${by ?? ""}`;
  }

  /** Sections 4 and 6: the statement that was logged, of this act, about this installation, in its time, once. */
  async hear(link, act, logged) {
    const { envelope, leaf } = link;
    const own = envelope && b64u(await sha256("sro-mou/envelope/v1\0", canonical(envelope)));
    demand(own === logged, "chain.envelope", "the statement is not the one that was logged");
    demand(envelope.type === mediaType(act), "statement.type", `this is not of the type of ${act}`);
    const statement = readCanonical(unb64u(envelope.statement), "statement.json");
    demand(statementShape(act)(statement), "statement.members", `this has not the members of ${act}`);
    demand(statement.deployment === this.manifest.deployment, "statement.binding", "it is of another installation");
    const inTime = statement.issued <= leaf.at && leaf.at <= statement.expires;
    demand(inTime, "statement.expired", "it was recorded before it was given, or after it had expired");
    demand(!this.nonces.has(statement.nonce), "statement.nonce", "its nonce was used before");
    this.nonces.add(statement.nonce);
    return statement;
  }

  /** Section 5: signed by exactly these keys, in this order, on a page where it could be. */
  async signed({ envelope }, statement, keys) {
    demand(envelope.signatures.length === keys.length, "signature.count", `there are not ${keys.length} signatures`);
    for (const [i, key] of keys.entries()) {
      demand(this.policy === null || this.policy.key_kinds.includes(key.kind), "policy.key_kind", `the policy allows no ${key.kind} keys`);
      const rooted = !this.policy?.attestation_roots || this.policy.attestation_roots.includes(key.attested?.root);
      demand(rooted, "policy.key_kind", "the policy allows only keys that are attested up to one of its roots");
      await assertionHolds(envelope, i, key, statement, page => this.allows(page, statement));
    }
  }

  /** Whether a page at this origin could ask for a signature then. */
  allows(page, { rp_id, issued }) {
    if (this.policy)
      return this.policy.relying_parties.some(one =>
        one.rp_id === rp_id && one.origins.includes(page) && one.from <= issued && (one.until === "" || issued <= one.until));
    if (!origin(page)) return false;
    const [, scheme, name] = /^(https?):\/\/([a-z0-9.-]+)/.exec(page);
    return (name === rp_id || name.endsWith(`.${rp_id}`)) && (scheme === "https" || name === "localhost");
  }
}

// --- the pieces

/** Each key with each time once. */
const eachOnce = warned => [...new Map(warned.map(one => [canonical(one), one])).values()];

/** The member `warning` of whatever there is to be warned of; nothing else has it. */
const warning = warned => warned.length
  ? { warning: warned.map(({ name, since }) => `the key of ${name} was later revoked as compromised since ${since}`).join("; ") }
  : {};

/** What is told of a checkpoint's second signature; nothing where it has none. */
const signedWith = ({ beside, unchecked }) => unchecked
  ? "; signed with Ed25519; its signature with ML-DSA-44 is not checked on this computer"
  : beside && "; signed with Ed25519 and with ML-DSA-44";

const numbers = onePath => onePath.split("/").map(Number);

/** Whether one path stands before another: number by number, the shorter first. */
function before(one, other) {
  const [a, b] = [numbers(one), numbers(other)];
  const differs = a.findIndex((number, i) => number !== b[i]);
  return differs === -1 ? a.length < b.length : b[differs] !== undefined && a[differs] < b[differs];
}
const inOrder = parts => parts.every((part, i) => i === 0 || before(parts[i - 1].path, part.path));

/** The leaf of one clause or attachment. */
const partLeaf = async (kind, part_, i) =>
  join(`sro-mou/${kind}-leaf/v1\0`, u32(i), lp(part_.path), Uint8Array.of(part_.redactable ? 1 : 0), await commitment(part_, i));

/** The commitment to one clause or attachment: recomputed where it is open, as given where it is hidden. */
async function commitment(part, i) {
  if ("commitment" in part) return unb64u(part.commitment);
  const place = [unb64u(part.salt), u32(i), lp(part.path)];
  if ("text" in part) return sha256("sro-mou/clause-commitment/v1\0", ...place, lp(part.text));
  const file = [lp(part.name), lp(part.media_type), u64(part.length), unb64u(part.sha256)];
  return sha256("sro-mou/attachment-commitment/v1\0", ...place, ...file);
}

const after = (moment_, hours) =>
  new Date(Date.parse(moment_) + hours * 3600e3).toISOString().replace(/\.\d+Z$/, "Z");

/** The links of a chain, each {leaf, envelope?, index, proof, hash, id}: right members, linked, in order of time and log. */
async function readChain(entries, shape, like, previous) {
  const links = [];
  let last = previous;
  for (const one of entries) {
    const { leaf } = one;
    const found = await recordHash(leaf);
    const link = { ...one, hash: found, id: b64u(found) };
    const fits = shape(leaf) && Object.entries(like).every(([name, value]) => leaf[name] === value);
    demand(fits, "chain.leaf", "a record has other members, or stands in another place, than it should");
    if (last === null) demand((leaf.seq === 0) === (leaf.prev === ""), "chain.link", "the chain does not begin as it should");
    else {
      demand(leaf.seq === last.leaf.seq + 1 && leaf.prev === last.id, "chain.link", "a link is missing, or there is a fork");
      demand(link.index > last.index, "chain.link", "a link stands in the log before the one it follows");
      demand(leaf.at >= last.leaf.at, "chain.time", "time goes back");
    }
    links.push(link);
    last = link;
  }
  return links;
}

/** What an approval that does not hold says of itself. */
function named(link) {
  try {
    const said_ = JSON.parse(fromUtf8(unb64u(link.envelope.statement)));
    const { name, title } = link.leaf.event === "attested" ? said_.sheet : said_;
    return { name: String(name ?? ""), office: String(title ?? "") };
  } catch {
    return {};
  }
}

/** Type and statement, so that no statement of one type can be read as one of another. */
function paeOf({ type, statement }) {
  const said = unb64u(statement);
  return join(`DSSEv1 ${utf8(type).length} ${type} ${said.length} `, said);
}

/** The hash of what a passkey's signatures are over. */
const challengeOf = envelope => sha256(paeOf(envelope));

/** Section 5: the browser was asked exactly this on an allowed page, the user was verified, the signature holds. */
async function assertionHolds(envelope, number, key, statement, allows) {
  const given = envelope.signatures[number];
  demand(given.key === key.id, "signature.key", "signed by another key");
  const clientBytes = unb64u(given.client_data);
  const client = readOnce(clientBytes);
  demand(isObject(client) && client.type === "webauthn.get", "signature.client_data", "the browser was asked for something else");
  demand(client.challenge === b64u(await challengeOf(envelope)), "signature.challenge", "the browser was asked to sign something else");
  const framed = ![undefined, false].includes(client.crossOrigin) || "topOrigin" in client;
  demand(!framed && text(client.origin) && allows(client.origin), "signature.origin", "signed on a page that is not known for this");
  const data = unb64u(given.authenticator_data);
  demand(data.length >= 37 && same(data.slice(0, 32), await sha256(statement.rp_id)), "signature.rp", "made for another site");
  const [up, uv, be, bs] = [0x01, 0x04, 0x08, 0x10].map(bit => (data[32] & bit) !== 0);
  const plain = data.length === 37 && (data[32] & 0xc0) === 0;
  demand(plain && up && uv && (be || !bs) && be === (key.backup_eligible === 1), "signature.flags", "the user was not verified, or the key is not as it was enrolled");
  const signed = join(data, await sha256(clientBytes));
  const holds = await signatureHolds(key.alg, await importKey(key.alg, unb64u(key.spki)), unb64u(given.signature), signed);
  demand(holds, "signature.value", "the signature does not fit");
}
