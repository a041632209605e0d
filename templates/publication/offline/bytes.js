// Bytes, text and signatures as docs/format.md (sections 1, 5 and 7) has them. Nothing but the browser's own WebCrypto.
/** Something offered as evidence does not hold. `code` is stable, the words may improve. */
class Bad extends Error {
  constructor(code, words) {
    super(words);
    this.code = code;
  }
}

/** Refuse with this code and these words unless it holds. */
function demand(holds, code, words) {
  if (!holds) throw new Bad(code, words);
}

const utf8 = text => new TextEncoder().encode(text);
const same = (one, other) => one.length === other.length && one.every((byte, i) => byte === other[i]);

/** UTF-8 as text, byte order mark and all; undefined for bytes that are not UTF-8. */
function fromUtf8(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // then it is none
  }
}

function join(...parts) {
  const all = parts.map(part => (typeof part === "string" ? utf8(part) : part));
  const joined = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  all.reduce((at, part) => (joined.set(part, at), at + part.length), 0);
  return joined;
}

function u64(number) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(number));
  return bytes;
}
const u32 = number => u64(number).slice(4);
const lp = part => {
  const bytes = typeof part === "string" ? utf8(part) : part;
  return join(u32(bytes.length), bytes);
};

async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
}

// --- base64, both kinds: only what re-encodes to itself

function encode64(bytes) {
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
}
const toUrl = text => text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const b64u = bytes => toUrl(encode64(bytes));

/** The bytes, or undefined where the text is not the one spelling of any. */
function unb64(text) {
  try {
    const letters = atob(text);
    const bytes = new Uint8Array(letters.length);
    for (const at of bytes.keys()) bytes[at] = letters.charCodeAt(at);
    if (encode64(bytes) === text) return bytes;
  } catch {
    // letters that no bytes are written with
  }
}

function unb64u(text) {
  const padded = text.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat((4 - (text.length % 4)) % 4);
  const bytes = unb64(padded);
  return bytes && b64u(bytes) === text ? bytes : undefined;
}

// --- JSON

const MOST_BYTES = 64 * 1024 * 1024;
const DEEPEST = 16;

/** Canonical JSON (RFC 8785) of a value; undefined where it holds what the format does not allow. */
function canonical(value, depth = 0) {
  if (typeof value === "boolean") return String(value);
  if (typeof value === "string") return /\p{Surrogate}/u.test(value) ? undefined : JSON.stringify(value);
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : undefined;
  if (value === null || depth >= DEEPEST) return undefined;
  const inner = one => canonical(one, depth + 1);
  if (Array.isArray(value)) {
    const items = value.map(inner);
    return items.includes(undefined) ? undefined : `[${items.join(",")}]`;
  }
  const names = Object.keys(value).sort();
  const members = names.map(name => [name, inner(value[name])]);
  if (members.some(([name, text]) => text === undefined || /[^\x00-\x7f]/.test(name))) return undefined;
  return `{${members.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(",")}}`;
}

/** The value, if these bytes are its canonical JSON: so nothing is written twice, spaced or spelled another way. */
function readCanonical(bytes, code) {
  demand(bytes.length <= MOST_BYTES, code, "this is longer than 64 MiB");
  const text = fromUtf8(bytes);
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Bad(code, "this is not JSON in UTF-8");
  }
  demand(canonical(value) === text, code, "this is not canonical JSON");
  return value;
}

/** Any JSON, nested at most so deep, that writes no member twice: as many members are written as there are. Undefined for anything else. */
function readOnce(bytes) {
  const text = fromUtf8(bytes);
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const written = [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(found => found[1]).length;
  const count = (one, depth) => {
    if (one === null || typeof one !== "object") return 0;
    if (depth === DEEPEST) return NaN;
    const own = Array.isArray(one) ? 0 : Object.keys(one).length;
    return Object.values(one).reduce((sum, inner) => sum + count(inner, depth + 1), own);
  };
  return count(value, 0) === written ? value : undefined;
}

// --- signatures

/** A strict DER signature as r || s of this size each, which is what WebCrypto wants; undefined for any other spelling. */
function rawEcdsa(der, size = 32) {
  try {
    const [both] = derParts({ body: der }, SEQUENCE);
    return join(...derParts(both, INTEGER, INTEGER).map(({ body }) => padded(body, size)));
  } catch {
    // not two numbers in their one form
  }
}

/** A positive integer in its shortest form, left-padded. */
function padded(body, size) {
  const spare = body[0] === 0 && !(body[1] & 0x80);
  const digits = body[0] === 0 ? body.slice(1) : body;
  unread(body.length && !(body[0] & 0x80) && !spare && digits.length <= size);
  return join(new Uint8Array(size - digits.length), digits);
}

const ALGORITHMS = {
  ES256: [{ name: "ECDSA", namedCurve: "P-256" }, { name: "ECDSA", hash: "SHA-256" }],
  EdDSA: [{ name: "Ed25519" }, { name: "Ed25519" }],
  RS256: [{ name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, { name: "RSASSA-PKCS1-v1_5" }],
};

const FIELD = 2n ** 255n - 19n;
const OF_ORDER_8 = 0x5fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
const NOBODYS = [0n, 1n, FIELD - 1n, OF_ORDER_8, FIELD - OF_ORDER_8];

/** Refuse an Ed25519 key under which anybody's signature fits (a point of small order), or that is not written in its one form. */
function demandSomebodys(raw, code) {
  const digits = Array.from(raw, byte => byte.toString(16).padStart(2, "0")).reverse();
  const y = BigInt.asUintN(255, BigInt(`0x${digits.join("")}`));
  demand(y < FIELD && !NOBODYS.includes(y), code, "this key cannot belong to anybody");
}

/** The public key of a key record, or a refusal. */
async function importKey(alg, spki) {
  let key;
  try {
    key = await crypto.subtle.importKey("spki", spki, ALGORITHMS[alg][0], true, ["verify"]);
  } catch {
    throw new Bad("signature.key", "this is not a public key of its kind");
  }
  const again = new Uint8Array(await crypto.subtle.exportKey("spki", key));
  demand(same(again, spki), "signature.key", "this key is not written in its one form");
  if (alg === "EdDSA") demandSomebodys(spki.slice(-32), "signature.key");
  if (alg === "RS256") {
    const { modulusLength, publicExponent } = key.algorithm;
    const fits = modulusLength >= 2048 && modulusLength <= 8192 && same(publicExponent, [1, 0, 1]);
    demand(fits, "signature.key", "this RSA key is too small, too large or of another exponent");
  }
  return key;
}

/** Whether the signature over the data holds under the key. */
async function signatureHolds(alg, key, signature, data) {
  const raw = alg === "ES256" ? rawEcdsa(signature) : signature;
  return raw !== undefined && (await crypto.subtle.verify(ALGORITHMS[alg][1], key, raw, data));
}

/** The same for a log's ML-DSA-44 key; undefined in a browser that does not know it. */
async function besideHolds(publicKey, signature, data) {
  let key;
  try {
    key = await crypto.subtle.importKey("raw-public", publicKey, { name: "ML-DSA-44" }, false, ["verify"]);
  } catch {
    return;
  }
  return crypto.subtle.verify({ name: "ML-DSA-44" }, key, signature, data);
}

/** The same for a log, whose Ed25519 keys are bare. */
async function noteHolds(publicKey, signature, data) {
  const key = await crypto.subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, key, signature, data);
}
