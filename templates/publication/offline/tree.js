// RFC 6962 trees and the notes that sign them (docs/format.md, sections 2, 6 and 7).
const leafHash = data => sha256(Uint8Array.of(0), data);
const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

/** The root over some leaf hashes. */
async function treeRoot(hashes) {
  if (hashes.length === 0) return sha256("");
  if (hashes.length === 1) return hashes[0];
  let half = 1;
  while (half * 2 < hashes.length) half *= 2;
  return nodeHash(await treeRoot(hashes.slice(0, half)), await treeRoot(hashes.slice(half)));
}

/** Whether the proof leads from a leaf to the root (RFC 9162, 2.1.3.2). Sizes may pass 2^32, so no bit operators. */
async function included(index, size, hash, proof, root) {
  if (index >= size) return false;
  let [fn, sn, r] = [index, size - 1, hash];
  for (const p of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      r = await nodeHash(p, r);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else r = await nodeHash(r, p);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && same(r, root);
}

/** Whether the later tree continues the earlier one (RFC 9162, 2.1.4.2). */
async function consistent(first, second, firstRoot, secondRoot, proof) {
  if (first === second) return proof.length === 0 && same(firstRoot, secondRoot);
  if (first === 0 || first > second) return false;
  let power = first;
  while (power % 2 === 0) power /= 2;
  const path = power === 1 ? [firstRoot, ...proof] : [...proof];
  if (path.length === 0) return false;
  let [fn, sn] = [first - 1, second - 1];
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  let [fr, sr] = [path[0], path[0]];
  for (const c of path.slice(1)) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [await nodeHash(c, fr), await nodeHash(c, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else sr = await nodeHash(sr, c);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && same(fr, firstRoot) && same(sr, secondRoot);
}

/** The hash of a log leaf: of an event, a party's link. */
const recordHash = async leaf => leafHash(join("sro-mou/log-leaf/v1\0", lp(canonical(leaf))));

const [LOG, WITNESS, BESIDE] = [0x01, 0x04, 0x06];
const WIDTH = { [LOG]: 32, [WITNESS]: 32, [BESIDE]: 1312 };

/** {name, id, publicKey} of a vkey of this kind. */
async function readVkey(text, kind = LOG, code = "log.key") {
  const [name, id, ...rest] = text.split("+");
  const raw = unb64(rest.join("+"));
  const shaped = /^[!-*,-~]{1,200}$/.test(name) && raw && raw.length === 1 + WIDTH[kind] && raw[0] === kind;
  demand(shaped, code, "this is not a verifier key of its kind");
  const own = (await sha256(name, "\n", raw)).slice(0, 4);
  const hex = Array.from(own, byte => byte.toString(16).padStart(2, "0")).join("");
  demand(hex === id, code, "the key's id is not its own");
  if (kind !== BESIDE) demandSomebodys(raw.slice(1), code);
  return { name, id: own, kind, publicKey: raw.slice(1) };
}

/** What the log's key for ML-DSA-44 signs of a checkpoint, at a time (eight bytes); the log stands for itself. */
function besideMessage(name, size, root, time) {
  const own = join(Uint8Array.of(utf8(name).length), name);
  return join("subtree/v1\n\0", own, time, own, u64(0), u64(size), root);
}

/** {size, root} of a checkpoint, whoever signed it. */
function noteBody(note) {
  const [, size, root] = /^[^\n]+\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n$/.exec(`${note.split("\n\n")[0]}\n`) ?? [];
  const found = { size: Number(size), root: root && unb64(root) };
  demand(found.root && Number.isSafeInteger(found.size), "log.checkpoint", "this is not a checkpoint");
  return found;
}

/**
 * {origin, size, root, signers, beside, unchecked} of a checkpoint in which every signature line is by one of these keys, in their
 * order: first those for Ed25519, of which one must sign, then those for ML-DSA-44 (`others`), of which one may.
 */
async function openCheckpoint(note, vkeys, others = []) {
  const refuse = (holds, words) => demand(holds, "log.checkpoint", words);
  const found = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n\n((?:\u2014 [^ \n]+ [A-Za-z0-9+/]+=*\n)+)$/.exec(note);
  const root = found && unb64(found[3]);
  refuse(root && Number.isSafeInteger(Number(found[2])), "this is not a checkpoint");
  const body = note.slice(0, note.indexOf("\n\n") + 1);
  const all = [...vkeys, ...others];
  const keys = await Promise.all(all.map((key, i) => readVkey(key, i < vkeys.length ? LOG : BESIDE)));
  const size = Number(found[2]);
  const signers = [];
  let unchecked = false;
  for (const line of found[4].trimEnd().split("\n")) {
    const [, name, text] = line.split(" ");
    const signature = unb64(text);
    refuse(signature && signature.length > 4, "a signature line is not one");
    const from = signers.length ? signers.at(-1) + 1 : 0;
    const at = keys.findIndex((key, i) => i >= from && key.name === name && same(key.id, signature.slice(0, 4)));
    refuse(at >= 0 && name === found[1], "signed by a key that is not a log key we know");
    const { kind, publicKey } = keys[at];
    const value = signature.slice(4);
    let holds;
    if (kind === LOG) holds = value.length === 64 && (await noteHolds(publicKey, value, utf8(body)));
    else {
      const time = value.slice(0, 8);
      const shaped = value.length === 2428 && time[0] < 0x80;
      holds = shaped && (await besideHolds(publicKey, value.slice(8), besideMessage(name, size, root, time)));
    }
    refuse(holds !== false, "the log's signature does not fit");
    unchecked ||= holds === undefined;
    signers.push(at);
  }
  const beside = signers.filter(at => at >= vkeys.length);
  refuse(beside.length < 2 && beside.length < signers.length, "a log signs with Ed25519, and once beside it with ML-DSA-44");
  return { origin: found[1], size, root, signers: signers.map(at => all[at]), beside: beside.map(at => all[at]).join(""), unchecked };
}
