// Whose adoption of an earlier text is carried over to the one that was signed (docs/format.md, section 9, "Adopted earlier").
const OF_EACH_FREEZE = ["expires", "frozen_at", "revision", "text"];
const BEFORE = ["frozen", "served", "signed", "attested", "declined", "adopted", "corrected", "voided"];

class Carrying {
  constructor(argument) {
    Object.assign(this, { argument, before: argument.parcel.adoptions?.[0] });
  }

  async judge() {
    const { argument, before } = this;
    demand(before, "correction.text", "corrected, and the text that was adopted is not in the package");
    const [was, is_] = [before.manifest, argument.manifest];
    const other = Object.keys(was).filter(name => !OF_EACH_FREEZE.includes(name) && canonical(was[name]) !== canonical(is_[name]));
    demand(other.length === 0, "correction.terms", `not only words were changed: ${other.join(", ")}`);
    const changed = await this.changes();
    const given = await this.given();
    const { said, answering } = await this.answers();
    const same_ = said.adopted === this.head && canonical(said.changed) === canonical(changed);
    demand(same_, "correction.binding", "who answered for the correction said something else of what changed");
    const here = argument.edition.filter(link => link.leaf.event === "adopted").map(link => link.leaf.slot);
    const needed = is_.adopting_bodies.filter(body => body.required && given.has(body.id) && !here.includes(body.id));
    const by = needed.map(body => this.delegate(body, given.get(body.id), said, answering));
    if (needed.length) this.counsel(answering);
    argument.carried = needed.map(body => body.id);
    const people = [...new Map(by.map(one => [one.id, one])).values()].map(one => `${one.name}, ${one.title}`);
    if (needed.length) argument.changed = { bodies: needed.map(body => body.name), clauses: changed.length, by: people };
    return `${needed.map(body => body.name).join(" and ")} adopted an earlier text; changed since: ${changed.map(one => one.part).join(", ")}`;
  }

  /** What differs between the two texts, leaf by leaf, once the old one is the one that was adopted. */
  async changes() {
    const { parcel } = this.argument;
    const { changed, manifest } = this.before;
    const refuse = (holds, words_) => demand(holds, "correction.text", words_);
    const old = new Map(changed.map(part_ => [part_.path, part_]));
    const paths = parcel.clauses.map(part_ => part_.path);
    refuse(old.size === changed.length && [...old.keys()].every(one => paths.includes(one)), "a clause is named as changed that is not there, or twice");
    const before_ = parcel.clauses.map(now => old.get(now.path) ?? now);
    for (const [i, now] of parcel.clauses.entries()) {
      const shown = Object.keys(now).sort().join() === Object.keys(before_[i]).sort().join() && now.redactable === before_[i].redactable;
      refuse(shown, `clause ${now.path} is shown otherwise than it was`);
      refuse(!("text" in before_[i]) || passesDoor(before_[i].text), "there are characters that nobody sees, or that look like others");
    }
    const { n, attachments, text_root } = manifest.text;
    refuse(n === before_.length + parcel.attachments.length && attachments === parcel.attachments.length, "parts are missing, or too many");
    const hashes = clauses => Promise.all([...clauses, ...parcel.attachments].map(async (part_, i) =>
      leafHash(await partLeaf(i < clauses.length ? "clause" : "attachment", part_, i))));
    const [was, is_] = [await hashes(before_), await hashes(parcel.clauses)];
    refuse(b64u(await treeRoot(was)) === text_root, "this is not the text that was adopted");
    const found = paths.map((one, i) => ({ after: b64u(is_[i]), before: b64u(was[i]), part: one })).filter(one => one.after !== one.before);
    refuse(found.map(one => one.part).join() === changed.map(one => one.path).join(), "a clause is named as changed and reads as it did");
    return found;
  }

  /** By body: the authority that it gave as it adopted the earlier text. */
  async given() {
    const { argument, before: { chain, manifest } } = this;
    const { deployment, mou, edition } = argument.manifest;
    const head = this.head = b64u(await sha256("sro-mou/manifest/v1\0", canonical(manifest)));
    const links = await readChain(chain, editionLeaf, { deployment, mou, edition }, null);
    await argument.allIncluded(links, argument.checkpoint);
    await readChain([argument.edition[0]], editionLeaf, { deployment, mou, edition }, links.at(-1));
    const events = links.map(link => link.leaf.event);
    const leads = events[0] === "frozen" && links[0].leaf.head === head && events.at(-1) === "voided" && events.every(one => BEFORE.includes(one));
    demand(leads, "chain.events", "the record does not lead from the text that was adopted to this one");
    for (const { leaf, envelope } of links) {
      demand(Boolean(envelope) === (leaf.event === "adopted"), "chain.leaf", "of an earlier text the adoptions alone are shown with their statements");
      demand(leaf.event !== "adopted" || leaf.head === head, "correction.text", "another text was adopted after this one");
    }
    const given = new Map();
    for (const link of links.filter(one => one.leaf.event === "adopted")) {
      const body = manifest.adopting_bodies.find(one => one.id === link.leaf.slot);
      demand(body, "slot.unknown", `there is no body ${link.leaf.slot}`);
      demand(!given.has(body.id), "signer.twice", "one body adopted the earlier text twice");
      const { statement } = await argument.speech(link, "adoption", body, ["clerk"], { manifest, head, edition: links });
      const stands = manifest.delegated_change.map(one => canonical(one));
      given.set(body.id, statement.delegated.filter(one => stands.includes(canonical({ ...one, body: body.id }))));
    }
    return given;
  }

  /** What everybody who answered said, and who they are. */
  async answers() {
    const { argument } = this;
    const signing = argument.manifest.slots.filter(slot => slot.required);
    const places = [...this.before.manifest.delegated_change, ...signing.map(slot => ({ party: slot.party, office: "counsel" }))];
    const corrected = argument.edition.filter(one => one.leaf.event === "corrected");
    const first = argument.edition.find(one => ["signed", "attested"].includes(one.leaf.event));
    const answering = [];
    let said = null;
    for (const link of corrected.filter(one => !first || one.index < first.index)) {
      const statement = await argument.hear(link, "correction", link.leaf.subject);
      argument.boundToText(statement);
      const { enrolment } = argument.speaker(statement, link, places.map(one => one.office));
      await argument.signed(link, statement, [enrolment.key]);
      const place = places.some(one => one.party === statement.party && one.office === statement.office);
      demand(place, "signer.office", `${statement.name} is neither a delegate nor counsel of who signs here`);
      const alike = said === null || ["adopted", "changed", "kind", "reason"].every(name => canonical(said[name]) === canonical(statement[name]));
      demand(alike, "correction.binding", "those who answered for the correction did not say the same");
      said ??= statement;
      answering.push({ party: statement.party, enrolment });
    }
    demand(answering.length > 0, "correction.missing", "nobody answers for the correction");
    demand(answering.length === corrected.length, "chain.events", "somebody signed the text before its correction was answered for");
    const people = answering.map(one => one.enrolment.person);
    demand(new Set(people).size === people.length, "signer.twice", "one person answered twice for a correction");
    return { said, answering };
  }

  /** Who carries one body's adoption over. */
  delegate(body, given, said, answering) {
    demand(given.length > 0, "correction.authority", `${body.name} gave nobody the authority to change what it adopted`);
    const fitting = given.filter(one => [said.kind, "terms"].includes(one.kind));
    demand(fitting.length > 0, "correction.authority", `${body.name} gave authority to mend errors of writing, not to change terms`);
    const found = answering.find(one => fitting.some(({ party, office }) => party === one.party && office === one.enrolment.office));
    demand(found, "correction.missing", `nobody to whom ${body.name} gave the authority answers for the correction`);
    return found.enrolment;
  }

  /** Counsel of every party that has to sign. */
  counsel(answering) {
    const there = answering.filter(one => one.enrolment.office === "counsel").map(one => one.party);
    for (const slot of this.argument.manifest.slots.filter(one => one.required))
      demand(there.includes(slot.party), "correction.missing", "counsel of a party that signs does not answer for the correction");
  }
}
