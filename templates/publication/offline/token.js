// Time tokens of outside authorities (docs/format.md, section 5): RFC 3161 in its one form, read from strict DER.

const [INTEGER, BITS, OCTETS, OID, SEQUENCE, SET, FIRST] = [0x02, 0x03, 0x04, 0x06, 0x30, 0x31, 0xa0];
const hex = data => Array.from(data, byte => byte.toString(16).padStart(2, "0")).join("");

const SIGNED_DATA = "2a864886f70d010702";
const TST_INFO = "2a864886f70d0109100104";
const CONTENT_TYPE = "2a864886f70d010903";
const MESSAGE_DIGEST = "2a864886f70d010904";
const SIGNING_CERTIFICATE = "2a864886f70d010910022f";
const KEY_PURPOSE = "551d25";
const TIME_STAMPING = "06082b06010505070308";

/** Object identifier of a digest: its name, and the last byte of the signature algorithms that go with it. */
const DIGESTS = {
  "608648016503040201": { name: "SHA-256", ecdsa: "02", rsa: "0b" },
  "608648016503040202": { name: "SHA-384", ecdsa: "03", rsa: "0c" },
  "608648016503040203": { name: "SHA-512", ecdsa: "04", rsa: "0d" },
};
const CURVES = { "2a8648ce3d030107": ["P-256", 32], "2b81040022": ["P-384", 48], "2b81040023": ["P-521", 66] };
const EC_KEY = "2a8648ce3d0201";
const RSA_KEY = "2a864886f70d010101";

const unread = holds => demand(holds, "time.token", "this is not a time token in its one form");

/** The values that follow one another in these bytes, each {tag, body, raw}; lengths in their shortest form. */
function derItems(data) {
  const items = [];
  for (let at = 0; at < data.length; ) {
    let [length, start] = [data[at + 1], at + 2];
    unread((data[at] & 0x1f) !== 0x1f && length !== 0x80);
    if (length > 0x80) {
      const digits = data.slice(start, start + (length & 0x7f));
      length = digits.reduce((sum, digit) => sum * 256 + digit, 0);
      unread(digits.length <= 4 && digits[0] !== 0 && length > 0x7f);
      start += digits.length;
    }
    unread(start + length <= data.length);
    items.push({ tag: data[at], body: data.slice(start, start + length), raw: data.slice(at, start + length) });
    at = start + length;
  }
  return items;
}

/** What stands in a value, which must be values of exactly these tags. */
function derParts({ body }, ...tags) {
  const items = derItems(body);
  unread(items.length === tags.length && items.every((item, i) => item.tag === tags[i]));
  return items;
}

/** What a certificate says of itself, as far as time stamping asks. */
function readCertificate(der) {
  const [certificate] = derParts({ body: der }, SEQUENCE);
  const [signed, algorithm, signature] = derParts(certificate, SEQUENCE, SEQUENCE, BITS);
  const [version, serial, , issuer, validity, subject, spki, ...rest] = derItems(signed.body);
  unread(spki && hex(version.raw) === "a003020102"); // version 3, the only one with extensions
  const [from, until] = derItems(validity.body).map(derTime);
  const extensions = rest.filter(item => item.tag === 0xa3).flatMap(item => derItems(derItems(item.body)[0].body));
  return { raw: certificate.raw, signed, algorithm, signature, serial, issuer, subject, spki, from, until, extensions };
}

/** A UTCTime or GeneralizedTime as text; whole seconds are kept, the rest is cut. */
function derTime({ tag, body }) {
  const text_ = String(fromUtf8(body));
  const long = tag === 0x17 ? (text_ < "50" ? "20" : "19") + text_ : text_;
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(long);
  unread((tag === 0x17 || tag === 0x18) && found);
  const [, year, month, day_, hour, minute, second] = found;
  return `${year}-${month}-${day_}T${hour}:${minute}:${second}Z`;
}

/** Whether a signature by a certificate's key over the data holds. Curves have a digest of their choice. */
async function certificateSigned({ spki }, digest, signature, data) {
  const [algorithm] = derParts(spki, SEQUENCE, BITS);
  const [kind, parameters] = derItems(algorithm.body);
  if (hex(kind.body) === RSA_KEY) {
    const key = await crypto.subtle.importKey("spki", spki.raw, { name: "RSASSA-PKCS1-v1_5", hash: digest }, false, ["verify"]);
    return key.algorithm.modulusLength >= 2048 && crypto.subtle.verify("RSASSA-PKCS1-v1_5", key, signature, data);
  }
  const [curve, size] = CURVES[hex(parameters?.body ?? [])] ?? [];
  unread(hex(kind.body) === EC_KEY && curve);
  const key = await crypto.subtle.importKey("spki", spki.raw, { name: "ECDSA", namedCurve: curve }, false, ["verify"]);
  const raw = rawEcdsa(signature, size);
  return raw !== undefined && crypto.subtle.verify({ name: "ECDSA", hash: digest }, key, raw, data);
}

/** {imprint, at, authority} of a token whose every byte is bound; a refusal under time.token for anything else. */
async function readToken(der) {
  try {
    return await openToken(der);
  } catch (bad) {
    if (bad instanceof Bad) throw bad;
    throw new Bad("time.token", "this is not a time token"); // hostile bytes: whatever they break means the same
  }
}

async function openToken(der) {
  const [info] = derParts({ body: der }, SEQUENCE);
  const [kind, explicit] = derParts(info, OID, FIRST);
  const [data] = derParts(explicit, SEQUENCE);
  const [version, digests, content, certificates, signers] = derParts(data, INTEGER, SET, SEQUENCE, FIRST, SET);
  const [digest] = derParts(digests, SEQUENCE);
  const [contentKind, wrapped] = derParts(content, OID, FIRST);
  const [said_] = derParts(wrapped, OCTETS);
  const authority = readCertificate(certificates.body);
  const [signer] = derParts(signers, SEQUENCE);
  const [signerVersion, named_, signerDigest, attributes, algorithm, signature] =
    derParts(signer, INTEGER, SEQUENCE, SEQUENCE, FIRST, SEQUENCE, OCTETS);
  unread(hex(kind.body) === SIGNED_DATA && hex(contentKind.body) === TST_INFO);
  unread(hex(version.body) === "03" && hex(signerVersion.body) === "01" && same(digest.raw, signerDigest.raw));
  const hashing = DIGESTS[hex(derItems(digest.body)[0].body)];
  unread(hashing && hex(digest.body).endsWith("0500") && derItems(digest.body).length === 2);
  const [issuer, serial] = derParts(named_, SEQUENCE, INTEGER);
  unread(same(issuer.raw, authority.issuer.raw) && same(serial.raw, authority.serial.raw));
  const expected = [`300a06082a8648ce3d0403${hashing.ecdsa}`, `300d06092a864886f70d0101${hashing.rsa}0500`];
  const isRsa = hex(derItems(derItems(authority.spki.body)[0].body)[0].body) === RSA_KEY;
  unread(hex(algorithm.raw) === expected[isRsa ? 1 : 0]);
  await attributesHold(attributes, hashing.name, said_, authority);
  const signedBytes = join(Uint8Array.of(SET), attributes.raw.slice(1));
  const holds = await certificateSigned(authority, hashing.name, signature.body, signedBytes);
  demand(holds, "time.token", "the authority's signature does not fit");
  return { ...stamped(said_, authority), authority };
}

/** The signed attributes: each once, with one value, about these words and this certificate. */
async function attributesHold(attributes, digest, said_, authority) {
  const found = new Map();
  for (const attribute of derItems(attributes.body)) {
    const [kind, values] = derParts(attribute, OID, SET);
    const [value, ...more] = derItems(values.body);
    unread(value && more.length === 0 && !found.has(hex(kind.body)));
    found.set(hex(kind.body), value);
  }
  unread(hex(found.get(CONTENT_TYPE).body) === TST_INFO);
  const own = new Uint8Array(await crypto.subtle.digest(digest, said_.body));
  demand(same(found.get(MESSAGE_DIGEST).body, own), "time.token", "the token's words are not those it signed");
  const [certificate] = derItems(derItems(found.get(SIGNING_CERTIFICATE).body)[0].body);
  const [first, second] = derItems(certificate.body);
  const hashing = first.tag === SEQUENCE ? DIGESTS[hex(derItems(first.body)[0].body)].name : "SHA-256";
  const wanted = first.tag === SEQUENCE ? second : first;
  const ofCertificate = new Uint8Array(await crypto.subtle.digest(hashing, authority.raw));
  demand(same(wanted.body, ofCertificate), "time.token", "the certificate of the token is not the one it names");
}

/** What the authority says, if its certificate lets it: for time stamping alone, and valid then. */
function stamped(said_, authority) {
  const [info] = derParts(said_, SEQUENCE);
  const [, , imprint, , time_] = derItems(info.body);
  const [algorithm, hashed] = derParts(imprint, SEQUENCE, OCTETS);
  unread(DIGESTS[hex(derItems(algorithm.body)[0].body)]?.name === "SHA-256" && hashed.body.length === 32);
  const at = derTime(time_);
  demand(authority.from <= at && at <= authority.until, "time.token", "the authority's certificate was not valid at that time");
  const purposes = authority.extensions.map(one => derItems(one.body)).filter(([kind]) => hex(kind.body) === KEY_PURPOSE);
  const alone = purposes.some(([, critical, value]) => hex(critical.raw) === "0101ff" && value && hex(value.body) === `300a${TIME_STAMPING}`);
  demand(alone, "time.token", "the certificate is not one of a time authority");
  return { imprint: hashed.body, at };
}

/** Whether one of these certificates is the authority's own, or issued it. */
async function vouchedFor(authority, certificates) {
  for (const one of certificates) if (same(one.raw, authority.raw) || (await issued(authority, one))) return true;
  return false;
}

async function issued(certificate, authority) {
  if (!same(certificate.issuer.raw, authority.subject.raw)) return false;
  const kind = hex(derItems(certificate.algorithm.body)[0].body);
  const hashing = Object.values(DIGESTS).find(one => kind === `2a8648ce3d0403${one.ecdsa}` || kind === `2a864886f70d0101${one.rsa}`);
  try {
    return hashing && (await certificateSigned(authority, hashing.name, certificate.signature.body.slice(1), certificate.signed.raw));
  } catch {
    // a key of a kind that issues nothing here
  }
}
