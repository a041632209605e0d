// The page around the verifier: two files in, one answer in words out. Everything it shows goes in as text, never as markup.
const SAY = {
  en: {
    title: "Check a signed agreement, without us",
    intro: "This page checks on your own device and sends nothing anywhere. Save it, and it works from your disk, without the internet, for as long as you keep it.",
    package: "The package (.json), or your receipt (.txt)",
    packageHint: "You find the package on the agreement’s public page, under “Take it with you”: “Package, for checking”. Who signed has a receipt.",
    policy: "The list of whom to trust (policy.json)",
    policyHint: "Get it from somebody else than the package: the other side, a newspaper, a copy you kept. Without it, this page can only say that text and signatures are consistent; whose keys they are stays unknown.",
    check: "Check it",
    limits: "A verified text tells you who signed it with which keys. Where no witness and no outside time stand in the package, its order and its times are the word of whoever runs the service. Not legal advice.",
    signed: "Who signed",
    confirmed: "confirmed",
    unconfirmed: "not confirmed",
    alone: "this key signed; see above what could not be confirmed",
    warned: "confirmed, with a warning: see above",
    steps: "What was checked",
    agreement: "The text in this package",
    unread: "It was not checked: the file could not be read that far.",
    hidden: "This passage is hidden.",
    head: "Fingerprint of the text (head)",
    pdf: "This is a PDF. Bring the package (.json) that is attached to it, or take it from the agreement’s public page.",
    old: "This browser cannot check signatures. Use a current one, or countersign verify.",
  },
  es: {
    title: "Comprobar un convenio firmado, sin nosotros",
    intro: "Esta página hace la comprobación en su propio aparato y no envía nada a ninguna parte. Guárdela y funcionará desde su disco, sin internet, mientras la conserve.",
    package: "El paquete (.json), o su recibo (.txt)",
    packageHint: "El paquete está en la página pública del convenio, bajo “Take it with you”: “Package, for checking”. Quien firmó tiene un recibo.",
    policy: "La lista de en quién confiar (policy.json)",
    policyHint: "Consígala de alguien distinto de quien le dio el paquete: la otra parte, un periódico, una copia que usted guardó. Sin ella, esta página solo puede decir que el texto y las firmas concuerdan entre sí; no se sabe de quién son las llaves.",
    check: "Comprobar",
    limits: "Un texto confirmado le dice quién lo firmó y con qué llaves. Si en el paquete no hay testigo ni hora de fuera, el orden y las fechas son palabra de quien lleva el servicio. Esto no es asesoría legal.",
    signed: "Quién firmó",
    confirmed: "confirmado",
    unconfirmed: "sin confirmar",
    alone: "esta llave firmó; vea arriba lo que no se pudo confirmar",
    warned: "confirmado, con una advertencia: vea arriba",
    steps: "Qué se comprobó",
    agreement: "El texto de este paquete",
    unread: "No se comprobó: el archivo no se pudo leer hasta ahí.",
    hidden: "Este pasaje está oculto.",
    head: "Huella del texto (head)",
    pdf: "Esto es un PDF. Traiga el paquete (.json) que lleva adjunto, o tómelo de la página pública del convenio.",
    old: "Este navegador no puede comprobar firmas. Use uno actual, o countersign verify.",
  },
};

let language = navigator.language.startsWith("es") ? "es" : "en";
let told = null; // the last {verdict, parcel, pdf}

/** The words of a table for a code, or for its family: what stands before the dot. */
const byCode = (table, code) => table[code] ?? table[code.split(".")[0]] ?? table[""] ?? code;
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const failed = verdict => verdict.checks.filter(check => !check.ok).map(check => check.id);
const firstReason = codes => codes.find(code => code !== "policy.present");

/** The day of a time in the agreement's zone, in words; in UTC, and saying so, where the zone is not known here. */
function dayInWords(time_, zone_, words_) {
  const parts = timeZone => new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "numeric", day: "numeric" })
    .formatToParts(new Date(time_)).reduce((all, { type, value }) => ({ ...all, [type]: value }), {});
  const inWords = ({ day: day_, month, year }) => fill(words_.day, { day: day_, month: words_.months[month - 1], year });
  try {
    return inWords(parts(zone_));
  } catch {
    return `${inWords(parts("UTC"))} (UTC)`;
  }
}

/** The first sentence, for a parent, and one for each warning: the same as the command line says. */
function firstSentence(verdict, zone_, lang) {
  const warned = eachOnce(verdict.checks.flatMap(one => one.warned));
  const day_ = since => dayInWords(since, zone_, WORDS[lang]);
  return [inOneSentence(verdict, zone_, lang), ...warned.map(({ name, since }) => fill(WORDS[lang].warned, { name, day: day_(since) }))].join(" ");
}

function inOneSentence(verdict, zone_, lang) {
  const words_ = WORDS[lang];
  const codes = failed(verdict);
  if (verdict.receipt) return receiptInWords(verdict, codes, words_);
  const paper = verdict.signatories.filter(one => one.attested).length;
  const byHand = paper ? fill(words_.paper, { paper }) : "";
  if (verdict.verdict === "verified") {
    const people = verdict.signatories.map(one => signatoryInWords(one, words_));
    const joined = [people.slice(0, -1).join("; "), people.at(-1)].join(words_.and);
    const whole_ = fill(verdict.quoted ? words_.quoted : words_.verified, { people: joined, day: dayInWords(verdict.signed_at, zone_, words_) });
    return whole_ + (verdict.hidden ? fill(words_.hidden, verdict) : "") + byHand + (verdict.changed ? changedSince(verdict.changed, words_) : "");
  }
  if (verdict.verdict === "not_verified" && codes.join() === "policy.present") return words_.consistent + byHand;
  return fill(words_[verdict.verdict], { reason: byCode(words_.reasons, firstReason(codes)) });
}

/** The same of a receipt. */
function receiptInWords({ verdict, receipt }, codes, { receipt: words_, reasons }) {
  if (verdict === "verified") return fill(words_.verified, { ...receipt, did: words_.did[receipt.act] });
  if (codes.join() === "policy.present") return words_.consistent;
  return fill(words_.not_verified, { reason: byCode(reasons, firstReason(codes)) });
}

/** Name and office; of a signature on paper also its day and by whose word it stands. */
function signatoryInWords({ name, office, attested, signed }, words_) {
  if (!attested) return `${name}, ${office}`;
  const day_ = dayInWords(`${signed}T12:00:00Z`, "UTC", words_);
  return fill(words_.on_paper, { person: `${name}, ${office}`, day: day_, by: attested.join(words_.both) });
}

/** What is added where bodies adopted an earlier text. */
function changedSince({ bodies, clauses, by }, words_) {
  const [names, people] = [bodies, by].map(all => [all.slice(0, -1).join("; "), all.at(-1)].filter(Boolean).join(words_.and));
  return fill(words_.changed, { bodies: names, count: fill(words_.clauses[clauses === 1 ? "one" : "many"], { clauses }), people });
}

// --- showing

function make(tag, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}

function speak() {
  document.documentElement.lang = language;
  document.title = SAY[language].title;
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = SAY[language][element.dataset.say];
  for (const button of document.querySelectorAll(".languages button")) button.setAttribute("aria-pressed", String(button.value === language));
  if (told) document.getElementById("answer").replaceChildren(...answer(told));
}

function* answer({ verdict, parcel, pdf }) {
  const say = SAY[language];
  const warned = verdict.checks.some(one => one.warning);
  const tone = verdict.verdict === "verified" ? (warned ? "wait" : "good") : failed(verdict).join() === "policy.present" ? "wait" : "bad";
  yield make("p", { class: `banner ${tone}` }, firstSentence(verdict, parcel?.manifest.zone ?? "UTC", language));
  if (pdf) yield make("p", {}, say.pdf);
  if (parcel) yield make("p", {}, make("strong", {}, parcel.manifest.title), make("br"), parcel.manifest.parties.map(one => one.legal_name).join(" · "));
  if (verdict.signatories.length) {
    yield make("h2", {}, say.signed);
    yield make("ul", {}, ...verdict.signatories.map(one => signatory(one, verdict.verdict === "verified")));
  }
  yield make("h2", {}, say.steps);
  for (const [name, checks] of Object.entries(behindLines(verdict))) yield lineOf(name, checks);
  if (verdict.head) yield make("p", { class: "small" }, say.head, ": ", make("code", {}, verdict.head));
  if (parcel) yield agreement(parcel);
}

/** The steps behind each line; a step stands behind the line that names it most narrowly. */
function behindLines({ receipt, checks }) {
  const table = LINES[receipt ? "receipt" : "package"];
  const named = Object.entries(table).flatMap(([name, codes]) => codes.map(start => [start, name]));
  const narrow = named.sort(([one], [other]) => other.length - one.length);
  const behind = Object.fromEntries(Object.keys(table).map(name => [name, []]));
  for (const check of checks) behind[narrow.find(([start]) => check.id.startsWith(start))?.[1]]?.push(check);
  return behind;
}

/** Whether a line holds; workflow/evidence/lines.py says what the states mean. */
function stateOf(checks) {
  const has = test => checks.some(test);
  if (has(one => !one.ok)) return "bad";
  if (!checks.length || has(one => one.id === "receipt.signature")) return "unknown";
  if (has(one => one.warning)) return "warned";
  if (has(one => one.detail.includes("operator's word"))) return "weak";
  return has(one => one.id === "signer.paper") ? "paper" : "good";
}

const TONES = { good: "good", bad: "bad", warned: "wait", weak: "wait", paper: "hand", unknown: "wait" };

/** A line and its state, opening to the steps behind it; open by itself where it says no, warns, or says what was not checked. */
function lineOf(name, checks) {
  const { lines, states } = WORDS[language];
  const state = stateOf(checks);
  const mark = make("span", { class: "mark" }, states[state]);
  const steps = checks.length ? make("ul", { class: "steps" }, ...checks.map(step)) : make("p", { class: "small" }, SAY[language].unread);
  const open = ["bad", "warned"].includes(state) || (state === "unknown" && checks.length) ? { open: "" } : {};
  return make("details", { ...open, class: "line" }, make("summary", { class: TONES[state] }, `${lines[name]}: `, mark), steps);
}

/** Somebody who signed. That a key signed is no more than that while the whole is not verified. */
function signatory(one, whole) {
  const { key_kind: kind, ok, attested, warning: warned } = one;
  const words_ = WORDS[language];
  const key = !kind ? "" : attested ? `, ${words_.no_key}` : `, ${fill(words_.key, { kind: words_.kinds[kind] })}`;
  const [tone, mark] = !ok ? ["bad", "unconfirmed"] : !whole ? ["wait", "alone"] : warned ? ["wait", "warned"] : [attested ? "hand" : "good", "confirmed"];
  return make("li", { class: tone }, `${signatoryInWords(one, words_)}${key}: `, make("span", { class: "mark" }, SAY[language][mark]));
}

/** Steps that hold, but only as far as one believes whoever runs the service, or the two who attest a sheet, or say what was not checked; and what they say where somebody else confirms them. */
const byWordAlone = ({ id: code_, ok, detail }) => ok && (["signer.paper", "receipt.signature"].includes(code_) || detail.includes("operator's word"));
const OUTSIDE = { "time.source": "time.outside", "log.witnesses": "log.outside" };

function step(check_) {
  const { id: code_, ok, detail, warning: warned } = check_;
  const heldCode = byWordAlone(check_) ? code_ : (OUTSIDE[code_] ?? code_);
  const words_ = ok ? byCode(WORDS[language].held, heldCode) : byCode(WORDS[language].reasons, code_);
  const [tone, sign] = warned || byWordAlone(check_) ? ["wait", "!"] : ok ? ["good", "✓"] : ["bad", "✗"];
  const small = make("span", { class: "small", lang: "en" }, detail, ...(warned ? [make("br"), warned] : []), " ", make("code", {}, code_));
  const said_ = warned ? `${words_}, ${WORDS[language].with_warning}` : words_;
  return make("li", { class: tone }, make("span", { class: "mark", "aria-hidden": "true" }, sign), make("span", {}, said_, make("br"), small));
}

function agreement({ clauses, clause }) {
  const shown = (clauses ?? [clause]).map(one => make("p", { class: "clause", lang: "en" }, one.text ?? `${one.path}: ${SAY[language].hidden}`));
  return make("details", {}, make("summary", {}, SAY[language].agreement), ...shown);
}

// --- reading

async function bytesOf(input) {
  return input.files.length ? new Uint8Array(await input.files[0].arrayBuffer()) : null;
}

/** A browser that lacks what a check needs says so, instead of nothing. */
function cannotCheck() {
  document.getElementById("answer").replaceChildren(make("p", { class: "banner bad" }, SAY[language].old));
}

async function check(event) {
  event.preventDefault();
  document.getElementById("answer").replaceChildren();
  const [given, policy] = await Promise.all(["package", "policy"].map(name => bytesOf(document.getElementById(name))));
  const verdict = await verify(given, policy).catch(cannotCheck);
  if (verdict) {
    const parcel = verdict.verdict === "unusable" || verdict.receipt ? null : readCanonical(given, "package.json");
    told = { verdict, parcel, pdf: fromUtf8(given.slice(0, 5)) === "%PDF-" };
    speak();
  }
  document.getElementById("answer").focus();
}

document.getElementById("check").addEventListener("submit", check);
for (const button of document.querySelectorAll(".languages button"))
  button.addEventListener("click", () => {
    language = button.value;
    speak();
  });
speak();
globalThis.countersign = { verify, firstSentence, SAY };
if (!globalThis.crypto?.subtle) cannotCheck();
