// The ground that a script is tried on, in one page: it is loaded anew for every fault, and asked every case until one
// answer is not what the whole script answers. Hashing and checking signatures is the browser's own and done once.
const ground = (() => {
  const subtle = crypto.subtle;
  const known = new Map();
  const MOST = 100_000; // faults ask for much that nobody asks again
  let under = 0; // what the browser is still working on

  const spell = part => {
    if (part instanceof ArrayBuffer || ArrayBuffer.isView(part)) return new TextDecoder("latin1").decode(part);
    if (part instanceof CryptoKey) return names.get(part) ?? names.set(part, `key ${names.size}`).get(part);
    return JSON.stringify(part);
  };
  const names = new Map();
  const counted = async work => {
    under += 1;
    try {
      return await work();
    } finally {
      under -= 1;
    }
  };
  /** One method of the browser's cryptography: the same question is asked once. */
  const once = method => (...asked) => {
    const name = [method, ...asked.map(spell)].join("\n");
    if (known.has(name)) return known.get(name);
    const answer = counted(() => subtle[method](...asked));
    if (known.size < MOST) known.set(name, answer);
    return answer;
  };
  let lacking = ""; // what the browser cannot do: a method, or an algorithm
  const can = method => (...asked) =>
    lacking && [method, ...asked.map(one => one?.name)].includes(lacking) ? Promise.reject(new DOMException("not here", "NotSupportedError")) : once(method)(...asked);
  const methods = Object.fromEntries(["digest", "importKey", "exportKey", "verify"].map(name => [name, can(name)]));
  Object.defineProperty(crypto, "subtle", { configurable: true, get: () => methods });
  const read = Blob.prototype.arrayBuffer;
  Blob.prototype.arrayBuffer = function () {
    return counted(() => read.call(this));
  };
  /** Until nothing is under way: the browser's work is over, and what was waiting for it has run. */
  const settled = async () => {
    for (let quiet = 0; quiet < 3; quiet = under ? 0 : quiet + 1) await new Promise(go => (soon.port1.onmessage = go, soon.port2.postMessage(0)));
  };
  const soon = new MessageChannel();

  const bytes = letters => Uint8Array.from(atob(letters), letter => letter.charCodeAt(0));
  const cases = [];
  const answers = []; // of the whole script
  const passes = []; // by case and fault, how often the whole script comes past it: many times more means that it runs for ever
  const passed = number => (typeof passes[number] === "string" ? (passes[number] = JSON.parse(passes[number])) : passes[number]);
  const scripts = {};
  const state = globalThis.__stryker__ = { activeMutant: "", hitCount: 0, hitLimit: Infinity };

  /** What a script answers to one case, as text. */
  async function answer(asked) {
    state.hitCount = 0;
    try {
      return JSON.stringify(await kinds[asked.kind](asked)) ?? "nothing";
    } catch (error) {
      return `thrown: ${error?.name} ${error?.message}`;
    }
  }
  /** A refusal as golden.json has it; anything else that was thrown. */
  const refusal = error => (error.code ? `${error.code} ✗: ${error.message}` : `thrown: ${error.name} ${error.message}`);
  let script = {};
  const kinds = {
    /** The verdict on a package, and the sentences for it. */
    async package({ given, policy, zone, lacks = "" }) {
      lacking = lacks;
      const verdict = await script.verify(given, policy).finally(() => (lacking = ""));
      return { ...verdict, said: ["en", "es"].map(language => script.firstSentence(verdict, zone, language)) };
    },
    /** What is thrown where the browser itself fails. */
    failing: asked => kinds.package(asked).then(() => "a verdict", error => [error.name]),
    /** A function of the script, for each of some lists of arguments. */
    async call({ name, given }) {
      const found = [];
      for (const one of given) {
        try {
          found.push(plain(await script[name](...one.map(thawed))));
        } catch (error) {
          found.push(refusal(error));
        }
      }
      return found;
    },
    /** Whether a signature holds under a key; else the code of the refusal. */
    async signed({ given }) {
      const found = [];
      for (const [alg, spki, signature, data] of given.map(thawed)) {
        try {
          found.push((await script.signatureHolds(alg, await script.importKey(alg, spki), signature, data)) ? "holds" : "signature.value");
        } catch (error) {
          found.push(refusal(error));
        }
      }
      return found;
    },
    /** Whether a certificate vouches for the authority of a token. */
    async vouched({ given }) {
      const found = [];
      for (const [token, one] of given.map(thawed))
        found.push(await script.vouchedFor((await script.readToken(token)).authority, [script.readCertificate(one)]));
      return found;
    },
    /** The time in a token, or why it is refused. */
    async stamped({ given }) {
      const found = [];
      for (const one of given.map(thawed)) {
        try {
          found.push((await script.readToken(one)).at);
        } catch (error) {
          found.push(refusal(error));
        }
      }
      return found;
    },
    /** Of one value with each of some changes, what a function of the script says. */
    changes({ name, first, value, changes }) {
      const shape = first === undefined ? script[name] : script[name](first);
      return changes.map(change => {
        try {
          return plain(shape(changed(value, change)));
        } catch (error) {
          return `thrown: ${error.code ?? error.name}`;
        }
      });
    },
    /** People before the page. */
    people: asked => people[asked.script](asked, { settled, bytes, load: () => load(asked.script), script: () => script }),
  };
  const people = {}; // people.js
  /** The value with one change (tests/scripts/changes.py). */
  function changed(value, change, depth = 0) {
    const { at } = change;
    if (depth === at.length) return "times" in change ? Array(change.times).fill(value[0]) : change.to;
    const copy = Array.isArray(value) ? [...value] : { ...value };
    if ("drop" in change && depth === at.length - 1) delete copy[at[depth]];
    else copy[at[depth]] = changed(value[at[depth]], change, depth + 1);
    return copy;
  }
  const thawed = value => (Array.isArray(value) ? value.map(thawed) : typeof value?.bytes === "string" ? bytes(value.bytes) : value);
  const plain = value => (value instanceof Uint8Array ? btoa(String.fromCharCode(...value)) : value === undefined ? "undefined" : value);

  function load(name) {
    state.hitCount = 0;
    script = scripts[name]() ?? {};
  }

  return {
    people,
    plant: (name, text) => void (scripts[name] = new Function(text)),
    add: some => {
      for (const one of some) {
        if ("policy" in one) for (const name of ["given", "policy"]) one[name] = one[name] === null ? null : bytes(one[name]);
        cases.push(one);
      }
    },
    /** What the whole script answers to each case, in what time, and which faults lie on the way. */
    async learn(from, to) {
      const told = [];
      for (let number = from; number < to; number += 1) {
        const one = cases[number];
        state.activeMutant = "";
        state.mutantCoverage = { static: {}, perTest: {} };
        state.currentTestId = undefined;
        load(one.script);
        state.currentTestId = "now";
        answers[number] = await answer(one);
        const met = { ...state.mutantCoverage.static, ...state.mutantCoverage.perTest.now };
        passes[number] = JSON.stringify(met); // as text, which travels quickly
        const start = performance.now();
        const again = await answer(one);
        told.push({ answer: answers[number], again: again === answers[number], took: performance.now() - start, met: passes[number] });
      }
      return told;
    },
    /** What an earlier page learned. */
    know(from, told) {
      for (const [at, { answer, met }] of told.entries()) [answers[from + at], passes[from + at]] = [answer, met];
    },
    /** What the script that is there answers to each case. */
    async ask(from, to) {
      const told = [];
      for (const one of cases.slice(from, to)) {
        if (told.length === 0 || one.kind === "people") load(one.script);
        told.push(await answer(one));
      }
      return told;
    },
    /** For each fault the first of its cases that is answered otherwise; -1 where none is. */
    async seek(faults) {
      const found = [];
      for (const [fault, numbers] of faults) {
        state.activeMutant = String(fault);
        state.mutantCoverage = { static: {}, perTest: {} };
        state.currentTestId = "now";
        let [by, words] = [-1, ""];
        for (const [turn, number] of numbers.entries()) {
          if (turn % 50 === 0) console.debug(fault); // the last to be heard of, if the page never speaks again
          const one = cases[number];
          let said;
          state.hitLimit = 2000 + 20 * (passed(number)[fault] ?? 0);
          try {
            if (number === numbers[0] || one.kind === "people") load(one.script);
            said = await answer(one);
          } catch (error) {
            said = `not loaded: ${error}`;
          }
          if (said !== answers[number]) {
            [by, words] = [number, said];
            break;
          }
        }
        found.push([fault, by, words]);
      }
      return found;
    },
  };
})();
