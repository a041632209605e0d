// What each document must look like: every member there, none besides (docs/format.md, sections 1, 3, 4, 6, 8 and 9).
// --- values

const text = value => typeof value === "string";
const matches = pattern => value => text(value) && pattern.test(value);
const either = (...shapes) => value => shapes.some(shape => shape(value));
const exactly = (...values) => value => values.includes(value);
const empty = exactly("");
const flag = value => typeof value === "boolean";
const whole = (least, most = Number.MAX_SAFE_INTEGER) => value => Number.isSafeInteger(value) && value >= least && value <= most;
const listOf = (shape, least = 0, most = Infinity) => value =>
  Array.isArray(value) && value.length >= least && value.length <= most && value.every(shape);
const nothing = listOf(() => false);

/** An object with exactly these members; `extra` may be there or not. */
const object = (members, extra = {}) => value =>
  value !== null && typeof value === "object" && !Array.isArray(value) &&
  Object.keys(members).every(name => Object.hasOwn(value, name)) &&
  Object.keys(value).every(name => {
    const shape = Object.hasOwn(members, name) ? members[name] : Object.hasOwn(extra, name) ? extra[name] : () => false;
    return shape(value[name]);
  });

const bytes = value => text(value) && unb64u(value) !== undefined;
const hash = value => bytes(value) && value.length === 43;
const id = matches(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/);
const code = matches(/^[a-z][a-z0-9_-]{0,39}$/);
const day = value => {
  if (!matches(/^(19|2[0-9])\d\d-\d\d-\d\d$/)(value)) return false;
  const found = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(found.getTime()) && found.toISOString().startsWith(value);
};
const time = value =>
  matches(/^[0-9-]{10}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/)(value) && day(value.slice(0, 10));
const host = matches(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/);
const zone = matches(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/);
const origin = matches(/^https?:\/\/[a-z0-9.-]{1,253}(:[1-9][0-9]{0,4})?$/);
const mediaName = matches(/^[a-z0-9.+-]{1,80}\/[a-z0-9.+-]{1,80}$/);
const vkey = matches(/^[!-~]{1,400}$/);
const longVkey = matches(/^[!-~]{401,2200}$/);
const note = matches(/^[^\x00-\x09\x0b-\x1f\x7f]{1,10000}$/u);
const path = value =>
  matches(/^(0|[1-9]\d{0,3})(\/(0|[1-9]\d{0,3}))*$/)(value) && value.split("/").length <= 8;
const part = value => text(value) && path(value.replace(/^attachment /, ""));

// --- the character door

const INVISIBLE = "\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u2800\\u3164\\ufe00-\\ufe0f\\uffa0\\u{e0000}-\\u{e0fff}";
const SHUT = new RegExp(`[\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}${INVISIBLE}]|(?! )\\p{Zs}|(?!\\n)\\p{Cc}`, "u");
/** Where runs of code points end, in turn: not assigned by Unicode 14.0, assigned, and so on. */
const ENDS = [];
for (const length of ASSIGNED.trim().split(/\s/)) ENDS.push((ENDS.at(-1) ?? 0) + parseInt(length, 36));
const assigned = character => ENDS.findIndex(end => character.codePointAt(0) < end) % 2 === 1;
const passesDoor = value =>
  value.normalize("NFC") === value && !SHUT.test(value) && [...new Set(value.match(/[^\x00-\x7f]/gu))].every(assigned);
const said = (least, most) => value => {
  const length = text(value) ? [...value].length : -1;
  return length >= least && length <= most && passesDoor(value);
};
const words = said(1, 20000);
const line = value => said(1, 500)(value) && !value.includes("\n");

// --- manifest

const TOP_LAW = ["chief", "sheriff"];
const SCHOOL = ["superintendent", "board_chair", "principal"];
const partyKind = exactly("school", "district", "agency", "body");
const dated = (rules, members) => value =>
  object({ date: either(empty, day), rule: exactly(...Object.keys(rules)), ...members })(value) && rules[value.rule](value);

const effective = dated({
  "fixed": value => value.date !== "",
  "retroactive": value => value.date !== "",
  "first-school-day": () => true,
  "last-signature": value => value.date === "",
  "all-adoptions": value => value.date === "",
  "execution-and-filing": value => value.date === "",
});
const term = dated(
  {
    "months": value => value.date === "" && value.months > 0,
    "until-date": value => value.date !== "" && value.months === 0,
    "until-ended": value => value.date === "" && value.months === 0,
  },
  { months: whole(0, 1200) },
);
const edition = whole(1, 100_000);
const changeKind = exactly("scrivener", "terms");
const delegatedMembers = { kind: changeKind, limit: words, office: code, party: hash };
const manifestMembers = object({
  format: exactly("sro-mou/manifest/v1"),
  deployment: id,
  mou: id,
  edition,
  revision: whole(1, 1_000_000),
  title: line,
  zone,
  frozen_at: time,
  expires: time,
  text: object({ alg: exactly("sro-mou-tree-sha256-v1"), attachments: whole(0, 10_000), n: whole(1, 100_000), text_root: hash }),
  parties: listOf(object({ id: hash, kind: partyKind, legal_name: line }), 2, 100),
  slots: listOf(object({ id, offices: listOf(code, 1, 20), paper: flag, party: hash, required: flag }), 2, 500),
  order: exactly("any", "set"),
  one_slot_each: flag,
  waiting_hours: whole(0, 8760),
  adopting_bodies: listOf(object({ id, name: line, party: hash, required: flag }), 0, 50),
  delegated_change: listOf(object({ body: id, ...delegatedMembers }), 0, 50),
  effective,
  term,
  packs: listOf(object({ id, version: id }), 0, 100),
  supersedes: listOf(object({ edition, head: hash }), 0, 100),
});
const distinct = items => new Set(items.map(item => item.id)).size === items.length;
/** What the members of a manifest must be to one another. */
const manifestShape = value => {
  if (!manifestMembers(value)) return false;
  const { parties, slots, adopting_bodies: bodies, delegated_change: delegated } = value;
  const among = (list, one) => list.some(item => item.id === one);
  return (
    [parties, slots, bodies].every(distinct) &&
    [...slots, ...bodies, ...delegated].every(item => among(parties, item.party)) &&
    delegated.every(item => among(bodies, item.body)) &&
    value.text.attachments < value.text.n &&
    value.frozen_at < value.expires
  );
};

// --- statements

const keyRecord = object({
  aaguid: matches(/^[0-9a-f]{32}$/),
  alg: exactly("ES256", "EdDSA", "RS256"),
  backup_eligible: exactly(0, 1),
  credential: hash,
  id: hash,
  kind: exactly("software", "synced", "device-bound"),
  spki: bytes,
}, {
  attested: object({ format: exactly("packed", "fido-u2f", "tpm", "apple", "android-key"), root: hash }),
});
const moment = { deployment: id, rp_id: host, nonce: hash, issued: time, expires: time };
const speaker = {
  person: id,
  name: line,
  office: code,
  title: line,
  capacity: exactly("holder", "acting", "interim"),
  key: hash,
};
const common = { ...moment, ...speaker, party: hash, party_state: hash };
const about = { mou: id, edition, head: hash, enrolment: hash };
const proposed = { ...common, ...about, proposer: id, proposed_by: line };
const parts = listOf(part, 1, 1000);

/** Act: its intent, and the members of its statement. Whatever is not here has no place in version 1. */
const STATEMENTS = {
  "genesis": ["We begin the public record of this party and are its registrars.", {
    ...moment,
    kind: partyKind,
    legal_name: line,
    authority: words,
    resolution: words,
    contact: line,
    registrars: listOf(object({ key: keyRecord, name: line, person: id, title: line }), 2, 2),
  }],
  "acceptance": ["I have checked who this party is and accept its record.", { ...common, accepted: hash, checked: words }],
  "enrolment-claim": ["This is my own key, and I hold or will hold this office.", { ...common, from: day, new_key: keyRecord }],
  "enrolment-vouch": ["I have checked this person, this key and this office, and I vouch for them.", {
    ...common,
    claim: hash,
    subject: id,
    authority: object({ date: day, kind: exactly("election", "minute", "appointment-letter", "statute"), reference: words }),
  }],
  "office-end": ["This person no longer holds this office.", { ...common, subject: id, subject_office: code, ended: time, reason: words }],
  "key-revoked": ["This key must no longer be accepted.", { ...common, revoked: hash, compromised_since: time, reason: words }],
  "recovery": ["We have checked this person, who lost every earlier key of this office, and we vouch for this new one.", {
    ...common, checked: words, claim: hash, lost: listOf(hash, 1, 100), second: object(speaker), subject: id, waits: whole(0, 8760),
  }],
  "recovery-objection": ["I object to this recovery of a key.", { ...common, reason: words, recovery: hash }],
  "approval": ["I approve this text and sign it for my party.", { ...common, ...about, slot: id }],
  "decline": ["I decline to sign this text, for the reason I give.", { ...common, ...about, slot: id, reason: words }],
  "adoption": ["I record that this body adopted this text.", {
    ...common,
    ...about,
    body: id,
    meeting: day,
    item: line,
    resolution: line,
    vote: object({ abstain: whole(0, 10_000), no: whole(0, 10_000), yes: whole(0, 10_000) }),
    minutes: either(empty, hash),
    delegated: listOf(object(delegatedMembers), 0, 20),
  }],
  "correction": ["I answer for this correction: the clauses named are all that changed since the adoption, within the limit that was set.", {
    ...common, ...about, adopted: hash, kind: changeKind, reason: words,
    changed: listOf(object({ after: hash, before: hash, part: path }), 1, 1000),
  }],
  "redaction": ["I approve that these parts of the text are hidden from the public, for the reasons given.", {
    ...proposed, contact: line, hidden: listOf(object({ basis: words, part, review: day }), 1, 1000),
  }],
  "release": ["I approve that these parts of the text are shown to the public.", { ...proposed, parts, reason: words }],
  "withholding": ["I record the order by which these parts of the text are withheld from the public.", {
    ...proposed, contact: line, order: object({ authority: line, date: day, reference: line }), parts, reason: words, review: day,
  }],
};
const sheet = object({
  capacity: exactly("holder", "acting", "interim"), name: line, office: code, person: id, scan: hash, signed: day, title: line,
});
STATEMENTS["paper-signature"] = ["I hold the sheet that was signed by hand, and it bears this fingerprint, name, office and day.", {
  ...common, ...about, slot: id, beside: either(empty, hash), sheet,
}];
STATEMENTS["publication"] = ["This package and this PDF are published.", {
  deployment: id, mou: id, edition, head: hash, core: hash, pdf: hash, issued: time, key: hash, spki: bytes,
}];
const statementShape = act => value =>
  object({ intent: exactly(STATEMENTS[act][0]), ...STATEMENTS[act][1] })(value) &&
  (act === "publication" || value.issued < value.expires) &&
  (act !== "enrolment-claim" || value.new_key.id === value.key);
const mediaType = act => `application/vnd.sro-mou.${act}.v1+json`;
const RESERVED = ["void", "withdrawal", "key-rotation"];
const ASKED = ["sign-in", "step-up", "key-registration"];
const knownType = exactly(...[...Object.keys(STATEMENTS), ...RESERVED, ...ASKED].map(mediaType));
const actOf = type => Object.keys(STATEMENTS).find(act => mediaType(act) === type);

// --- leaves

const placed = { at: time, deployment: id, prev: either(empty, hash), seq: whole(0, 2 ** 31) };
const partyLeaf = object({ ...placed, kind: exactly("party"), envelope: hash, party: hash, type: knownType });
const editionLeaf = object({
  ...placed,
  kind: exactly("edition"),
  edition,
  event: exactly(
    "frozen", "served", "signed", "declined", "voided", "adopted", "executed", "published", "redacted", "released", "withheld", "removed", "attested",
    "corrected",
  ),
  head: hash,
  mou: id,
  slot: either(empty, id),
  subject: either(empty, hash),
});

// --- policy and package

const policyShape = object({
  format: exactly("sro-mou/policy/v1"),
  deployment: id,
  log_keys: listOf(vkey, 1, 20),
  relying_parties: listOf(
    object({ from: either(empty, time), origins: listOf(origin, 1, 20), rp_id: host, until: either(empty, time) }), 1, 20,
  ),
  parties: listOf(hash, 0, 10_000),
  key_kinds: listOf(exactly("device-bound", "synced", "software"), 1, 3),
  signing_scripts: listOf(hash, 0, 1000),
  time_authorities: listOf(bytes, 0, 20),
  witnesses: listOf(vkey, 0, 100),
}, {
  attestation_roots: listOf(hash, 1, 100),
  log_key_sizes: listOf(object({ from: whole(0), key: vkey, until: whole(0) }), 1, 20),
  log_keys_beside: listOf(object({ from: whole(0), key: longVkey, until: whole(0) }), 1, 20),
  publication_keys: listOf(object({ from: whole(0), key: hash, until: whole(0) }), 1, 100),
  seal_authorities: listOf(object({ certificate: bytes, from: either(empty, time), until: either(empty, time) }), 1, 100),
});
const envelopeShape = object({
  signatures: listOf(object({ authenticator_data: bytes, client_data: bytes, key: hash, signature: bytes }), 1, 2),
  statement: bytes,
  type: matches(/^[a-z0-9./+-]{1,100}$/),
});
const publicationEnvelope = object({
  signatures: listOf(object({ key: hash, signature: value => bytes(value) && unb64u(value).length === 64 }), 1, 1),
  statement: bytes,
  type: exactly(mediaType("publication")),
});
const isObject = value => value !== null && typeof value === "object" && !Array.isArray(value);
const inLog = { index: whole(0), proof: listOf(hash, 0, 64) };
const entry = either(
  object({ ...inLog, envelope: publicationEnvelope, leaf: value => editionLeaf(value) && value.event === "published" }),
  object({ ...inLog, leaf: either(partyLeaf, editionLeaf) }, { envelope: envelopeShape }),
);
const chain = listOf(entry, 1, 100_000);
const openClause = object({ path, redactable: flag, salt: hash, text: value => text(value) && value !== "" });
const closedPart = either(
  object({ commitment: hash, path, redactable: exactly(true) }),
  object({ commitment: hash, path, redactable: exactly(false), withheld: exactly(true) }),
);
const proven = {
  manifest: () => true,
  edition_chain: chain,
  parties: listOf(object({ chain }), 1, 100),
  log: object({ checkpoint: note, key: vkey }, { beside: longVkey }),
  time_tokens: listOf(object({ envelope: hash, token: bytes }), 0, 1000),
};
const packageMembers = object(
  {
    ...proven,
    format: exactly("sro-mou/package/v1"),
    clauses: listOf(either(openClause, closedPart), 1, 100_000),
    attachments: listOf(either(
      object({ length: whole(0), media_type: mediaName, name: line, path, redactable: flag, salt: hash, sha256: hash }),
      closedPart,
    ), 0, 100_000),
    redactions: listOf(entry, 0, 1000),
    withheld: nothing,
    adoptions: listOf(object({ chain, changed: listOf(either(openClause, closedPart), 1, 1000), manifest: () => true }), 0, 1),
    paper: listOf(envelopeShape, 0, 500),
    cosignatures: listOf(object({ key: vkey, signature: value => bytes(value) && unb64u(value).length === 64, time: whole(0) }), 0, 100),
  },
  {
    publication: object({
      chain, checkpoint: note, consistency: listOf(hash, 0, 128), core: hash, pdf: hash,
    }),
    private: exactly(true),
  },
);
const quotation = object({
  ...proven, format: exactly("sro-mou/quote/v1"), clause: openClause, index: whole(0, 100_000), proof: listOf(hash, 0, 64),
}, { paper: listOf(envelopeShape, 1, 500) });
const packageShape = either(packageMembers, quotation);
