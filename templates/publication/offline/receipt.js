// The argument about a receipt (docs/format.md, section 10, "A receipt"): was this act recorded, word for word, in a log that is trusted?
const RECEIPT = "c2sp.org/tlog-proof@v1\n";
const MOST_OF_A_RECEIPT = 1024 * 1024;
const LATER = "the signature itself is checked with the package: a receipt names the key and does not hold it";
const RECORDED = { signed: "approval", declined: "decline", adopted: "adoption", corrected: "correction", attested: "paper-signature" };
const receiptShape = object({ envelope: envelopeShape, fingerprint: line, leaf: editionLeaf });

const isReceipt = data => same(data.slice(0, RECEIPT.length), utf8(RECEIPT));
const twelveWords = hash_ => Array.from(unb64u(hash_).slice(0, 12), byte => TWELVE[byte]).join(" ");

/** {envelope, fingerprint, leaf, index, proof, note} of a receipt, not yet held against one another. */
function readReceipt(data) {
  const refuse = (holds, words_) => demand(holds, "log.proof", words_);
  refuse(data.length <= MOST_OF_A_RECEIPT, "a receipt has at most 1,048,576 bytes");
  const found = /^[^\n]+\n(?:extra ([^\n]+)\n)?index (0|[1-9][0-9]{0,15})((?:\n[^\n]+)*)\n\n([^]*)$/.exec(fromUtf8(data));
  refuse(found, "this is not a receipt of a log");
  const [, said_ = "", index, steps, note_] = found;
  const proof = steps.split("\n").slice(1);
  refuse(proof.every(step_ => unb64(step_)?.length === 32), "a proof consists of hashes");
  const more = unb64(said_);
  refuse(more, "what it says beside its proof is not base64");
  const told_ = readCanonical(more, "log.proof");
  refuse(receiptShape(told_), "what it says beside its proof has not the members of a receipt");
  return { ...told_, index: Number(index), proof: proof.map(step_ => toUrl(step_)), note: note_ };
}

class Receipt extends Argument {
  constructor(receipt, policy) {
    super({ log: {}, manifest: { deployment: receipt.leaf.deployment } }, policy);
    this.receipt = receipt;
  }

  async verdict(anchor) {
    const { policy, receipt: { leaf, index, fingerprint } } = this;
    await this.step("policy.present", this.trust);
    await this.step("receipt.leaf", this.fits);
    await this.step("receipt.statement", this.statement);
    if (policy) await this.step("log.checkpoint", this.log);
    await this.step("log.inclusion", this.inclusion);
    await this.step("time.source", () => "time by the operator's word");
    if (this.checkpoint) await this.step("log.witnesses", this.witnesses);
    await this.step("receipt.signature", () => LATER);
    const { checks } = this;
    const missing = checks.filter(check => !check.ok).map(check => check.detail);
    const { act = "", person = "", size = 0 } = this;
    return {
      verdict: missing.length ? "not_verified" : "verified", anchor, head: leaf.head, edition: leaf.edition,
      signatories: [], checks, missing, signed_at: "", hidden: 0, quoted: false, changed: null,
      receipt: { act, person, place: index + 1, size, fingerprint },
    };
  }

  // 1. The policy came by another way, and is about this installation.
  trust() {
    demand(this.policy, "policy.present", "no policy came by another way, so whose keys these are is unknown");
    demand(this.policy.deployment === this.manifest.deployment, "policy.deployment", "this is of another installation");
    return "the policy knows this installation";
  }

  // 2. The words are those of the leaf's text, and the envelope is the one that the leaf names.
  async fits() {
    const { envelope, fingerprint, leaf } = this.receipt;
    const own = b64u(await sha256("sro-mou/envelope/v1\0", canonical(envelope)));
    demand(fingerprint === twelveWords(leaf.head) && own === leaf.subject, "log.proof", "the words or the statement are not those of the leaf");
    return `the fingerprint of the text: ${fingerprint}`;
  }

  // 3. What was said is what this event records, of this text and place, for a party that is known.
  async statement() {
    const { leaf, envelope } = this.receipt;
    const shaped = Object.hasOwn(RECORDED, leaf.event) && (leaf.slot === "") === (leaf.event === "corrected") && leaf.subject !== "";
    demand(shaped, "chain.leaf", `${leaf.event} has members that it should not have, or lacks some`);
    const act = RECORDED[leaf.event];
    const said_ = await this.hear({ envelope, leaf }, act, leaf.subject);
    demand(["edition", "head", "mou"].every(name => said_[name] === leaf[name]), "statement.binding", "it is about another text");
    demand((said_.slot ?? said_.body ?? "") === leaf.slot, "statement.binding", "it is for another place than it is recorded in");
    const known = !this.policy || this.policy.parties.includes(said_.party);
    demand(known, "policy.party", `the policy does not know this party of ${said_.name}`);
    Object.assign(this, { act, person: `${said_.name}, ${said_.title}` });
    return `${act} by ${this.person}, recorded at ${leaf.at}, for the party ${twelveWords(said_.party)}`;
  }

  // 4. The checkpoint is signed by the log key that the policy has for its size; the lines of others come after the log's own.
  async log() {
    const { note: whole_ } = this.receipt;
    const [origin_] = whole_.split("\n");
    demand(this.keys[0].startsWith(`${origin_}+`), "log.key", "the record is kept in a log that the policy does not know");
    const at = whole_.includes("\n\n") ? whole_.indexOf("\n\n") + 2 : whole_.length;
    const lines = whole_.slice(at).match(/[^\n]*\n|[^\n]+/g) ?? [];
    const foreign = lines.findIndex(one => !one.startsWith(`\u2014 ${origin_} `));
    const own = foreign < 0 ? lines : lines.slice(0, foreign);
    this.cosigned = lines.slice(own.length).map(one => {
      const [, name, text_] = /^\u2014 ([^ \n]+) ([A-Za-z0-9+/]+=*)\n$/.exec(one) ?? [];
      const data = text_ && unb64(text_);
      demand(data, "log.checkpoint", "a signature line is not one");
      return { name, data };
    });
    const found = await this.openFor(whole_.slice(0, at) + own.join(""));
    this.checkpoint = found;
    return `current as of checkpoint ${found.size} of ${found.origin}${signedWith(found)}`;
  }

  // 5. The proof leads from this very leaf to the checkpoint's root.
  async inclusion() {
    const { leaf, index, proof, note: whole_ } = this.receipt;
    const tree = this.policy ? this.checkpoint : noteBody(whole_);
    if (tree) this.size = tree.size;
    await this.allIncluded([{ index, hash: await recordHash(leaf), proof }], tree);
    return `place ${index + 1} of ${tree.size}${this.policy ? "" : ", and whose log that is nobody says here"}`;
  }

  // 6. Every further line is by a witness of the policy, each once and in its order.
  async witnesses() {
    if (this.cosigned.length === 0) return "no witness: the log is the operator's word alone";
    const known = await Promise.all(this.policy.witnesses.map(key => readVkey(key, WITNESS)));
    const found = this.cosigned.map(({ name, data }) => {
      const place = known.findIndex(key => key.name === name && same(key.id, data.slice(0, 4)));
      demand(place >= 0 && data.length === 76, "log.witnesses", `the line of ${name} is no cosignature by a witness that the policy knows`);
      const time_ = new DataView(data.buffer).getBigUint64(4);
      demand(time_ <= BigInt(Number.MAX_SAFE_INTEGER), "log.witnesses", `${name} says a time that there is not`);
      return { name, place, time_, signature: data.slice(12) };
    });
    const inTurn = found.every(({ place }, i) => i === 0 || place > found[i - 1].place);
    demand(inTurn, "log.witnesses", "the cosignatures are out of the policy's order, or one stands twice");
    const { note: whole_ } = this.receipt;
    const body = whole_.slice(0, whole_.indexOf("\n\n") + 1);
    for (const { name, place, time_, signature } of found) {
      const holds = await noteHolds(known[place].publicKey, signature, utf8(`cosignature/v1\ntime ${time_}\n${body}`));
      demand(holds, "log.witnesses", `the cosignature of ${name} does not fit the checkpoint`);
    }
    return `cosigned by ${found.map(one => one.name).join(", ")}: an independent log`;
  }
}
