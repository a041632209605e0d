// The signing page's own script. It exists so that your browser, not our server, says what you are about to sign.
//
// Before a key is asked for anything, this script recomputes, from the page in front of you (docs/format.md):
//   1. the commitment of every clause and attachment, and the root of the whole text;
//   2. the head: the hash of the manifest (parties, who signs, dates, rules) with that root in it, after it has written
//      that manifest out in words of its own and found just these words on the page;
//   3. that the first sentence, and the words and the button of each form, say just who signs, for which party, in
//      which office, and what the form's key would sign;
//   4. from the statement the service wants signed: that it is of the right kind, names this head, this place, you,
//      and nothing else; and the challenge, which is the hash of exactly that statement.
// If anything differs it says so in words and asks for nothing.
//
// What is hashed is the text of each clause; what you read is that text set as headings, lists and tables. So the
// script also compares the two: every character of the hashed text must stand on the page in the same order, except
// blanks and the signs that make a heading, a list, a table, a footnote or emphasis; and nothing else may stand
// there. Text that is hidden by the style sheet counts as missing.
//
// What this cannot do: it sees words and not pictures, so it does not notice what a false page lays over them or says
// beside them; and a dishonest service could serve another script. That is why the hash of this file is in the
// service's policy, and why the fingerprint is shown before you sign and printed on your receipt.
//
// No libraries, nothing fetched but the statement itself. The same test vectors run against it and the verifier.

const encoder = new TextEncoder();

export const bytesOf = (text) => encoder.encode(text);

export function join(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
}

export function toB64u(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function fromB64u(text) {
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  if (toB64u(bytes) !== text) throw new Error("This is not base64url.");
  return bytes;
}

export const u32 = (number) => Uint8Array.of(number >>> 24, number >>> 16, number >>> 8, number);
export const u64 = (number) => join(u32(Math.floor(number / 2 ** 32)), u32(number % 2 ** 32));
export const lp = (bytes) => join(u32(bytes.length), bytes);

// RFC 8785 for what the format allows: objects with ASCII names, arrays, strings, booleans, whole numbers.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
    return `{${members.join(",")}}`;
  }
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Error("Only whole numbers can be signed.");
  if (value === null || value === undefined) throw new Error("Nothing cannot be signed.");
  return JSON.stringify(value);
}

// --- the text and its head (docs/format.md, sections 2 and 3) ---

export function clauseCommitment(index, clause) {
  return sha256(
    bytesOf("sro-mou/clause-commitment/v1\0"), fromB64u(clause.salt), u32(index), lp(bytesOf(clause.path)), lp(bytesOf(clause.text)),
  );
}

export function attachmentCommitment(index, file) {
  return sha256(
    bytesOf("sro-mou/attachment-commitment/v1\0"), fromB64u(file.salt), u32(index), lp(bytesOf(file.path)), lp(bytesOf(file.name)),
    lp(bytesOf(file.media_type)), u64(file.length), fromB64u(file.sha256),
  );
}

const leaf = (domain, index, part, commitment) =>
  join(bytesOf(domain), u32(index), lp(bytesOf(part.path)), Uint8Array.of(part.redactable ? 1 : 0), commitment);

// RFC 6962: the left side of a tree is the largest power of two below its size.
export async function treeHash(leaves) {
  if (leaves.length === 1) return sha256(Uint8Array.of(0), leaves[0]);
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  const [first, second] = await Promise.all([treeHash(leaves.slice(0, left)), treeHash(leaves.slice(left))]);
  return sha256(Uint8Array.of(1), first, second);
}

async function leavesOf(clauses, attachments) {
  const leaves = [];
  for (const clause of clauses) {
    const commitment = await clauseCommitment(leaves.length, clause);
    leaves.push(leaf("sro-mou/clause-leaf/v1\0", leaves.length, clause, commitment));
  }
  for (const file of attachments) {
    const commitment = await attachmentCommitment(leaves.length, file);
    leaves.push(leaf("sro-mou/attachment-leaf/v1\0", leaves.length, file, commitment));
  }
  return leaves;
}

export const textRoot = async (clauses, attachments) => toB64u(await treeHash(await leavesOf(clauses, attachments)));

export async function headOf(manifest) {
  return toB64u(await sha256(bytesOf("sro-mou/manifest/v1\0"), bytesOf(canonical(manifest))));
}

// --- the statement and its challenge (docs/format.md, sections 4 and 5) ---

export async function challengeOf(type, statement) {
  const encoded = `DSSEv1 ${bytesOf(type).length} ${type} ${statement.length} `;
  return sha256(bytesOf(encoded), statement);
}

const INTENT = {
  approval: "I approve this text and sign it for my party.",
  decline: "I decline to sign this text, for the reason I give.",
  adoption: "I record that this body adopted this text.",
  correction: "I answer for this correction: the clauses named are all that changed since the adoption, within the limit that was set.",
};
const FREE = ["enrolment", "expires", "issued", "key", "nonce", "party_state"]; // the service chooses these; they say nothing of the text

// What is wrong with a statement, in words; an empty list when it says exactly what `wanted` says and what the service may choose.
export function objections(act, type, bytes, wanted) {
  if (type !== `application/vnd.sro-mou.${act}.v1+json`) return [`It is of another kind: ${type}.`];
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const said = JSON.parse(text);
  if (canonical(said) !== text) return ["It is not written in the one form that can be signed."];
  const expected = { ...wanted, intent: INTENT[act] };
  const wrong = [];
  for (const name of new Set([...Object.keys(said), ...Object.keys(expected), ...FREE])) {
    if (FREE.includes(name)) {
      if (typeof said[name] !== "string" || !said[name]) wrong.push(`It lacks "${name}".`);
    } else if (!(name in said) || !(name in expected) || canonical(said[name]) !== canonical(expected[name])) {
      wrong.push(`It says something else about "${name}" than this page.`);
    }
  }
  return wrong;
}

// --- what is shown is what is hashed ---

const HEADING = /^[ \t]*#{1,4}(?=[ \t]+\S)/;
const BULLET = /^[ \t]*-(?=[ \t]+\S)/;
const RULE = /^[ \t]*\|(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t]*$/;
const ROW = /^[ \t]*\|.*\|[ \t]*$/;
const NOTE = /\[\^[0-9A-Za-z]{1,8}\](?::(?=[ \t]))?/g;
const STARS = /(?<!\*)\*{1,2}(?!\*)/g;

// The places of a line that may be signs of the grammar and so need not be printed.
function signsOf(line) {
  const signs = new Set();
  const mark = (from, to) => {
    for (let at = from; at < to; at += 1) signs.add(at);
  };
  if (RULE.test(line)) mark(0, line.length);
  if (ROW.test(line)) for (let at = 0; at < line.length; at += 1) if (line[at] === "|") signs.add(at);
  const opening = HEADING.exec(line) ?? BULLET.exec(line);
  if (opening) mark(0, opening[0].length);
  for (const stars of line.matchAll(STARS)) mark(stars.index, stars.index + stars[0].length);
  for (const note of line.matchAll(NOTE)) {
    mark(note.index, note.index + 2);
    mark(note.index + note[0].indexOf("]"), note.index + note[0].length);
  }
  return signs;
}

const BLANK = /\s/;

// Whether `shown` is `text` set in type: the same characters in the same order, but for blanks and signs.
export function isShown(text, shown) {
  const wanted = [];
  for (const line of text.split("\n")) {
    const signs = signsOf(line);
    for (let at = 0; at < line.length; at += 1) if (!BLANK.test(line[at])) wanted.push([line[at], signs.has(at)]);
  }
  let next = 0;
  for (const letter of shown) {
    for (const unit of BLANK.test(letter) ? "" : letter.split("")) {
      while (next < wanted.length && wanted[next][0] !== unit && wanted[next][1]) next += 1;
      if (next === wanted.length || wanted[next][0] !== unit) return false;
      next += 1;
    }
  }
  return wanted.slice(next).every(([, sign]) => sign);
}

// --- the terms: the manifest in words (workflow/signing/terms.py writes the same rows for the page) ---

const OFFICES = {
  chief: "Chief of Police", sheriff: "Sheriff", superintendent: "Superintendent", board_chair: "Board Chair", principal: "Principal",
  assistant_principal: "Assistant Principal", sro: "School Resource Officer", sro_supervisor: "SRO Supervisor", counsel: "Counsel",
  student_services: "Student Services Director", clerk: "Clerk", registrar: "Registrar", grants_coordinator: "Grants Coordinator",
  administrator: "Administrator", member: "Member",
};
const KINDS = { school: "school", district: "school district", agency: "police department or sheriff’s office", body: "board or council" };
const CHANGES = { scrivener: "to mend errors of writing", terms: "to change what is agreed" };
const ORDERS = { any: "They sign in any order", set: "They sign one after another, in this order" };
const ONE_EACH = { true: "One person signs in one place", false: "One person may sign in more than one place" };
const ZONES = {
  "America/New_York": "Eastern", "America/Detroit": "Eastern", "America/Chicago": "Central", "America/Denver": "Mountain",
  "America/Boise": "Mountain", "America/Phoenix": "Arizona", "America/Los_Angeles": "Pacific", "America/Anchorage": "Alaska",
  "Pacific/Honolulu": "Hawaii", "America/Puerto_Rico": "Atlantic", UTC: "UTC",
};
const LATER = "or on the day of the last signature if that is later";
const EFFECTIVE = {
  fixed: (day) => day && `On ${day}, ${LATER}`,
  retroactive: (day) => day && `On ${day}, whenever it is signed`,
  "first-school-day": (day) => (day ? `On the first day of school, ${day}, ${LATER}` : "On the first day of school"),
  "last-signature": (day) => !day && "On the day of the last signature",
  "all-adoptions": (day) => !day && "On the day when all have signed and every board or council has adopted it",
  "execution-and-filing": (day) => !day && "On the day when all have signed and it is filed or posted",
};
const TERMS = {
  months: (months, day) => months && !day && counted(months, "month"),
  "until-date": (months, day) => !months && day && `Until ${day}`,
  "until-ended": (months, day) => !months && !day && "Until somebody ends it",
};

const beyond = () => {
  throw new Refusal("What would be signed has terms that this page cannot show.");
};
const oneOf = (words, name) => (Object.hasOwn(words, name) ? words[name] : beyond());
const record = (value, names) => (Object.keys(value).sort().join(" ") === names ? value : beyond());
const counted = (count, noun) => `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
const orElse = (lines, none) => (lines.length ? lines : [none]);

// Day and time in a zone: "Tuesday 12 May 2026", "17:00".
function inWords(when, timeZone) {
  const asked = { timeZone, hourCycle: "h23", weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" };
  const said = Object.fromEntries(new Intl.DateTimeFormat("en-US", asked).formatToParts(new Date(when)).map(({ type, value }) => [type, value]));
  return [`${said.weekday} ${said.day} ${said.month} ${said.year}`, `${said.hour}:${said.minute}`];
}

const dayInWords = (day) => day && inWords(`${day}T00:00:00Z`, "UTC")[0];

// The last of so many months from a day on; the last day of a shorter month stands in for a day it lacks.
function lastDay(begins, months) {
  const [year, month, day] = begins.split("-").map(Number);
  const length = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, length) - 1)).toISOString().slice(0, 10);
}

// What bodies may let be changed after their vote.
function allowed({ parties, adopting_bodies: bodies }, given) {
  const names = Object.fromEntries(parties.map((one) => [one.id, one.legal_name]));
  const voters = Object.fromEntries(bodies.map((one) => [one.id, one.name]));
  return given.map(
    ({ body, office, party, kind, limit }) =>
      `${oneOf(voters, body)} may allow the ${oneOf(OFFICES, office)} of ${oneOf(names, party)} ${oneOf(CHANGES, kind)}, within this limit: ${limit}`,
  );
}

// What is signed beside the clauses: rows of a label and its lines, as they must stand on the page.
export function termsOf({ manifest, clauses, attachments }) {
  const said = record(manifest, MEMBERS);
  if (said.format !== "sro-mou/manifest/v1") beyond();
  const parties = said.parties.map((one) => record(one, "id kind legal_name"));
  const slots = said.slots.map((one) => record(one, "id offices paper party required"));
  const bodies = said.adopting_bodies.map((one) => record(one, "id name party required"));
  const given = said.delegated_change.map((one) => record(one, "body kind limit office party"));
  const names = Object.fromEntries(parties.map((one) => [one.id, one.legal_name]));
  const effective = record(said.effective, "date rule");
  const term = record(said.term, "date months rule");
  const begins = effective.date && term.months ? `, until ${dayInWords(lastDay(effective.date, term.months))} if it comes into force on ${dayInWords(effective.date)}` : "";
  const text = record(said.text, "alg attachments n text_root");
  const clock = Object.hasOwn(ZONES, said.zone) ? ZONES[said.zone] : "";
  const moment = (when) => `${inWords(when, said.zone).join(", ")} ${clock || said.zone}`;
  const waits = said.waiting_hours ? `${counted(said.waiting_hours, "hour")} after` : "as soon as";
  const hideable = [...clauses.map((one) => ({ ...one, name: `Clause ${one.path.replaceAll("/", ".")}` })), ...attachments].filter((one) => one.redactable);
  const signs = ({ party, offices, paper, required }) => {
    offices.forEach((office) => oneOf(OFFICES, office));
    const titles = Object.keys(OFFICES).filter((office) => offices.includes(office)).map((office) => OFFICES[office]);
    return `${oneOf(names, party)}, by its ${titles.join(" or ")}, with a key${paper ? " or on paper" : ""}${required ? "" : "; it need not sign"}`;
  };
  const adopts = ({ name, party, required }) => `${name}${oneOf(names, party) === name ? "" : ` of ${names[party]}`}${required ? "" : "; it need not adopt"}`;
  return [
    ["Agreement", said.title, `Edition ${said.edition}, revision ${said.revision}`],
    ["Parties", ...parties.map((one) => `${one.legal_name} (${oneOf(KINDS, one.kind)})`)],
    ["The text", counted(text.n - text.attachments, "clause"), ...orElse(attachments.map((one) => `Exhibit: ${one.name}, ${counted(one.length, "byte")}`), "No exhibits")],
    ["May be hidden from the public", ...orElse(hideable.map(({ name }) => name), "Nothing")],
    ["Comes into force", oneOf(EFFECTIVE, effective.rule)(dayInWords(effective.date)) || beyond()],
    ["Runs", (oneOf(TERMS, term.rule)(term.months, dayInWords(term.date)) || beyond()) + begins],
    ["Who signs", ...slots.map(signs), oneOf(ORDERS, said.order), oneOf(ONE_EACH, said.one_slot_each), `A new key counts ${waits} a registrar vouched for it`],
    ["Who adopts", ...orElse(bodies.map(adopts), "No board or council")],
    ["Changes after a vote", ...orElse(allowed(said, given), "Nobody may change it")],
    ["Checked against", ...orElse(said.packs.map((one) => record(one, "id version")).map(({ id, version }) => `${id}, version ${version}`), "No list of rules")],
    ["Replaces", ...orElse(said.supersedes.map((one) => record(one, "edition head")).map(({ edition }) => `Edition ${edition}`), "No earlier edition")],
    ["Text frozen on", moment(said.frozen_at)],
    ["Can be signed until", `${moment(said.expires)}; after that no signature counts`],
    ["Days and times of", clock ? `${clock} (${said.zone})` : said.zone],
  ];
}

const MEMBERS =
  "adopting_bodies delegated_change deployment edition effective expires format frozen_at mou one_slot_each order packs parties revision slots supersedes term text title waiting_hours zone";

// The numbers behind these rows, as they must stand on the page.
export function numbersOf({ manifest, attachments }) {
  const { deployment, mou, text, parties, slots, adopting_bodies: bodies, delegated_change: given, supersedes } = manifest;
  const names = Object.fromEntries(parties.map((one) => [one.id, one.legal_name]));
  const voters = Object.fromEntries(bodies.map((one) => [one.id, one.name]));
  return [
    ["Installation", deployment],
    ["Agreement", mou],
    ["Text", text.text_root],
    ...attachments.map((one) => [one.name, `${one.media_type} ${one.sha256}`]),
    ...parties.map((one) => [one.legal_name, one.id]),
    ...slots.map(({ id, party }) => [`Place of ${names[party]}`, `${id} ${party}`]),
    ...bodies.map(({ id, name, party }) => [`Vote of ${name}`, `${id} ${party}`]),
    ...given.map(({ body, party }) => [`Authority of ${voters[body]}`, `${body} ${party}`]),
    ...supersedes.map(({ edition, head }) => [`Edition ${edition}`, head]),
  ];
}

const squeezed = (text) => text.replace(/\s+/g, " ").trim();

// Every row and number must stand on the page, in its order and in these words; the numbers behind "details".
function holdTerms(data, page) {
  const rows = termsOf(data).map((lines) => squeezed(lines.join(" ")));
  const shown = [...page.querySelectorAll("[data-term]")].map((place) => squeezed(place.innerText));
  const wrong = rows.find((row, index) => row !== shown[index]);
  if (wrong) throw new Refusal(`This page does not say, or says otherwise, what would be signed here: “${wrong}”.`);
  const numbers = numbersOf(data).map((pair) => squeezed(pair.join(" ")));
  const printed = [...page.querySelectorAll("[data-number]")].map((place) => squeezed(place.textContent));
  if (shown.length !== rows.length || printed.join("\n") !== numbers.join("\n")) throw new Refusal("This page shows other terms or numbers than would be signed.");
}

// --- what the page says that you are about to do ---

const ROLES = { holder: "", acting: "Acting ", interim: "Interim " };
const DEEDS = { approval: "sign", adoption: "record a vote", correction: "answer for this correction" };
const FORMS = {
  approval: { title: "Sign", button: "Sign with my key" },
  decline: { title: "Decline", button: "Decline with my key" },
  adoption: { title: "Record the vote", button: "Record the vote with my key" },
  correction: { title: "Answer", button: "Answer with my key" },
};

// Who would sign and for whom, from what would be signed. Throws Refusal where the place is not one for this party and office.
function signerOf(act, { manifest, mine, place }) {
  const office = oneOf(ROLES, mine.capacity) + oneOf(OFFICES, mine.office);
  const party = manifest.parties.find(({ id }) => id === mine.party);
  const places = { adoption: manifest.adopting_bodies, correction: [{ id: place, party: mine.party }] }[act] ?? manifest.slots;
  const here = places.find(({ id }) => id === place);
  if (!party || here?.party !== mine.party || mine.title !== office || !(here.offices ?? [mine.office]).includes(mine.office)) {
    throw new Refusal("This page would have you sign in a place that is not one for your party and office.");
  }
  return { office, party: party.legal_name, body: here.name && here.name !== party.legal_name ? `: ${here.name}` : "", name: mine.name };
}

// There is one such place in `within`, it is to be seen, it has no other name for those who hear the page, and its words are these.
function holdOne(within, selector, words, asFar = (said) => said) {
  const places = [...within.querySelectorAll(selector)];
  const said = places.map((place) => (place.getClientRects().length && !place.closest("[aria-label], [aria-labelledby], [aria-hidden]") ? squeezed(place.innerText) : ""));
  if (said.length !== 1 || asFar(said[0]) !== squeezed(words)) {
    throw new Refusal(`This page does not say once and in these words what would be signed here: “${squeezed(words)}”.`);
  }
}

// The first sentence, and in each form its words and its one button, must say what that form's key would sign.
export function holdDecision(data, page) {
  const forms = [...page.querySelectorAll("form[data-act]")];
  for (const form of forms) {
    const act = form.dataset.act;
    const { title, button } = oneOf(FORMS, act);
    const { office, party, body, name } = signerOf(act, data);
    holdOne(form, "[data-intent]", `${title} “${INTENT[act]}” ${name}, ${office}, for ${party}${body}`);
    holdOne(form, "button, [role=button], [type=submit], [type=button], [type=image]", button);
  }
  const main = forms.map((form) => form.dataset.act).find((act) => act !== "decline");
  const { office, party } = signerOf(main ?? "decline", data);
  const waits = `You sign for ${party} as ${office}, `;
  if (main) holdOne(page, ".lead, [data-lead]", `You are about to ${DEEDS[main]} for ${party} as ${office}.`);
  else holdOne(page, ".lead, [data-lead]", waits, (said) => said.slice(0, squeezed(waits).length));
}

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// A vote that is about to be recorded, as rows of a label and its lines (workflow/signing/votes/page.py writes the same).
export function voteInWords({ manifest, place }, { meeting, item, resolution, yes, no, abstain, gave, minutes }, head) {
  const given = manifest.delegated_change.filter(({ body }) => gave && body === place);
  return [
    ["Body", manifest.adopting_bodies.find(({ id }) => id === place).name],
    ["Day of the meeting", dayInWords(meeting)],
    ["Item of the agenda", item],
    ["Resolution", resolution],
    ["Votes", `${yes} for, ${no} against, ${abstain} abstaining`],
    ["Authorized with the vote", ...orElse(allowed(manifest, given), "No change of the text")],
    ["File of the minutes (SHA-256)", minutes ? hex(fromB64u(minutes)) : "None given"],
    ["Fingerprint of the text", fingerprint(head)],
  ];
}

// The clerk reads these rows before the key is asked, and nothing else is signed.
function holdVote(data, page, typed, head) {
  const places = [...page.querySelectorAll("[data-answer]")];
  const shown = places.map((place) => (place.getClientRects().length ? squeezed(place.innerText) : ""));
  const rows = voteInWords(data, typed, head).map(([label, ...lines]) => [label, squeezed(lines.join(" "))]);
  const wrong = rows.find(([label, words], index) => shown[2 * index] !== label || shown[2 * index + 1] !== words);
  if (wrong || shown.length !== 2 * rows.length) throw new Refusal(`This page does not say, or says otherwise, what would be recorded: “${(wrong ?? rows[0]).join(" ")}”.`);
}

// What somebody typed in a form. What is signed was seen by whoever signs: no field is hidden, but for those of a vote, which
// stand in rows; and none stands twice.
function typedIn(form, act) {
  const fields = [...form.querySelectorAll("[data-typed]")];
  if (new Set(fields.map(({ name }) => name)).size !== fields.length || (act !== "adoption" && fields.some((field) => !field.getClientRects().length))) {
    throw new Refusal("This page holds words to be signed in a field that is hidden, or that stands twice.");
  }
  return Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]));
}

const WORDS = `
acorn actor agent alarm album amber angle ankle apple apron arena arrow atlas attic autumn award bacon badge bagel
baker bamboo banjo barley basin basket beacon beaver bench berry bison blanket blossom bonnet border bottle branch
bridge bronze bucket budget bugle button cabin cactus camel candle canoe canyon carbon cargo carpet castle cedar
cellar cement chapel cherry circle citrus clover coffee comet copper coral cotton county cradle crater cricket crystal
curtain cymbal daisy dancer dawn debate delta desert diamond dinner dollar dolphin domino donkey dragon drawer dream
drum eagle early earth easel echo editor elbow elephant ember empire engine envoy estate evening fabric falcon family
farmer feather fender ferry fiddle figure finch flannel flower flute forest fossil fountain fox frame garden garlic
gentle giant ginger glacier globe goblet golden granite grape guitar hammer harbor harvest hazel helmet heron hockey
honey horizon hotel hunter ice igloo index indigo infant insect island ivory jacket jaguar jasmine jelly jewel jigsaw
journal judge juice jungle kayak kernel kettle kidney kitten knight ladder lagoon lantern laptop laurel lawyer lemon
letter lilac linen lizard lobster locket lumber lunar magnet mango maple marble market meadow medal melon mentor
mirror mitten monarch motor museum mustard napkin nectar needle nickel noodle novel nutmeg oasis ocean olive onion
opera orange orbit orchid otter oxygen oyster paddle palace panda paper parrot pastry peanut pebble pencil pepper
piano pigeon pillow planet plaza pocket poetry pony poplar potato prairie pumpkin puzzle quarry quilt rabbit radio
raven ribbon river robin rocket saddle salmon sapphire scarf school shadow silver spider sunset
`.trim().split(/\s+/);

// 12 words, one for each of the first 12 bytes of the head: to compare by eye, read aloud and print in minutes.
export const fingerprint = (head) => [...fromB64u(head).slice(0, 12)].map((byte) => WORDS[byte]).join(" ");

// --- this page ---

export class Refusal extends Error {}

// The head of the text in front of the reader. Throws Refusal, in words, when page, manifest and what was frozen differ.
export async function headOfPage(data, page) {
  const shown = [...page.querySelectorAll("[data-clause]")];
  if (shown.length !== data.clauses.length) throw new Refusal("The page does not show as many clauses as would be signed.");
  data.clauses.forEach((clause, index) => {
    const place = shown[index];
    if (place.dataset.clause !== clause.path || !isShown(clause.text, place.innerText)) {
      throw new Refusal(`Clause ${clause.path} on this page is not the clause that would be signed.`);
    }
  });
  const { n, attachments, alg, text_root: root } = data.manifest.text;
  if (alg !== "sro-mou-tree-sha256-v1" || n !== data.clauses.length + data.attachments.length || attachments !== data.attachments.length) {
    throw new Refusal("The manifest counts other parts than this page shows.");
  }
  if ((await textRoot(data.clauses, data.attachments)) !== root) throw new Refusal("The text on this page is not the text of the manifest.");
  const head = await headOf(data.manifest);
  if (head !== data.head) throw new Refusal("This page shows another text than the one that was frozen.");
  holdTerms(data, page);
  return head;
}

// What a correction changed: the text that was adopted is hashed too, and its leaves are held against those of this one.
export async function differences(data) {
  const { manifest, clauses } = data.correction;
  const [was, now] = await Promise.all([leavesOf(clauses, data.attachments), leavesOf(data.clauses, data.attachments)]);
  if (was.length !== now.length || toB64u(await treeHash(was)) !== manifest.text.text_root) throw new Refusal("This page shows another text than the one that was adopted.");
  const hashes = await Promise.all([...was, ...now].map(async (one) => toB64u(await treeHash([one]))));
  return data.clauses
    .map((clause, index) => ({ part: clause.path, before: hashes[index], after: hashes[was.length + index] }))
    .filter((one) => one.before !== one.after);
}

// What the statement must say, from the page and from what was typed.
async function wantedOf(act, data, head, typed) {
  const { deployment, mou, edition } = data.manifest;
  const common = { ...data.mine, deployment, mou, edition, head, rp_id: data.rp_id };
  if (act === "adoption") {
    const vote = { yes: Number(typed.yes), no: Number(typed.no), abstain: Number(typed.abstain) };
    const { meeting, item, resolution, minutes } = typed;
    return { ...common, meeting, item, resolution, vote, minutes, delegated: typed.gave ? delegatedBy(data) : [], body: data.place };
  }
  if (act === "correction") {
    const { manifest, kind, reason } = data.correction;
    return { ...common, adopted: await headOf(manifest), changed: await differences(data), kind, reason };
  }
  return act === "decline" ? { ...common, slot: data.place, reason: typed.reason } : { ...common, slot: data.place };
}

// The authority that the manifest lets this body give with its vote.
const delegatedBy = ({ manifest, place }) =>
  manifest.delegated_change.filter(({ body }) => body === place).map(({ kind, limit, office, party }) => ({ kind, limit, office, party }));

async function offerOf(data, act, typed) {
  const answer = await fetch(data.offers, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...typed, decision: act, place: data.place }),
  });
  const value = await answer.json();
  if (answer.ok) return value;
  const words = (value.issues ?? value.errors ?? []).map((issue) => issue.words ?? issue.detail).filter(Boolean);
  throw new Refusal(words.join(" ") || [value.detail ?? value.title, value.remedy].filter(Boolean).join(" "));
}

// The key's answer, in the form that navigator.credentials gives it to servers.
async function askKey(data, offer, challenge) {
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge,
      rpId: data.rp_id,
      allowCredentials: offer.options.allowCredentials.map(({ id }) => ({ type: "public-key", id: fromB64u(id) })),
      userVerification: "required",
      timeout: 300000,
    },
  });
  const raw = (buffer) => toB64u(new Uint8Array(buffer));
  const { authenticatorData, clientDataJSON, signature } = credential.response;
  return {
    id: credential.id,
    rawId: raw(credential.rawId),
    type: credential.type,
    response: { authenticatorData: raw(authenticatorData), clientDataJSON: raw(clientDataJSON), signature: raw(signature) },
    clientExtensionResults: {},
  };
}

async function sign(form, data, say) {
  const act = form.dataset.act;
  const typed = typedIn(form, act);
  const head = await headOfPage(data, document);
  holdDecision(data, document);
  if (act === "adoption") holdVote(data, document, typed, head);
  const host = location.hostname;
  if (host !== data.rp_id && !host.endsWith(`.${data.rp_id}`)) throw new Refusal("This page is not served by the service your key belongs to.");
  const offer = await offerOf(data, act, typed);
  const statement = bytesOf(offer.statement);
  const wrong = objections(act, offer.type, statement, await wantedOf(act, data, head, typed));
  if (wrong.length) throw new Refusal(`The service asks for another signature than this page says. ${wrong.join(" ")}`);
  const challenge = await challengeOf(offer.type, statement);
  if (toB64u(challenge) !== offer.options.challenge) throw new Refusal("The service asks your key to sign something else than the statement it shows.");
  say(`Checked: the text on this page has the fingerprint ${fingerprint(head)}. Now confirm with your key.`);
  form.elements.credential.value = JSON.stringify(await askKey(data, offer, challenge));
  say("Your key has answered. Sending it now.");
  form.submit();
}

function wordsFor(error) {
  if (error instanceof Refusal) return `${error.message} Nothing was signed.`;
  if (error.name === "NotAllowedError") return "Your key was not used, or it took too long. Nothing was signed. You can try again.";
  return `This did not work: ${error.message} Nothing was signed.`;
}

async function begin(block) {
  const data = JSON.parse(block.textContent);
  const place = document.getElementById("signing-check");
  const say = (words) => {
    place.textContent = words;
  };
  const forms = [...document.querySelectorAll("form[data-act]")];
  let busy = false;
  for (const form of forms) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (busy) return;
      busy = true;
      try {
        await sign(form, data, say);
      } catch (error) {
        say(wordsFor(error));
        place.focus();
        busy = false;
      }
    });
  }
  try {
    const head = await headOfPage(data, document);
    holdDecision(data, document);
    say(`Your browser has recomputed the fingerprint of the text on this page: ${fingerprint(head)}.`);
    for (const form of forms) for (const button of form.querySelectorAll("button")) button.disabled = false;
  } catch (error) {
    say(`${wordsFor(error)} Please tell the people who run this service, and do not sign.`);
  }
}

const block = globalThis.document?.getElementById("signing-data");
if (block) begin(block);
