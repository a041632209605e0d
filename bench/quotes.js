// The yardstick of anchoring: a quotation is searched for as Hypothesis searches for it (exactly, else with errors up to half
// of its length, at most 256), and the best match wins: 50 for the words, 20 for what stood before, 20 for what stood after,
// 2 for the place. One line of JSON in, {text, quotes}; after that, every line in is one search of all quotations.
const search = require("approx-string-match").default;
const readline = require("node:readline");

function matches(text, words, errors) {
  const exact = [];
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + 1))
    exact.push({ start: at, end: at + words.length, errors: 0 });
  return exact.length ? exact : search(text, words, errors);
}

function alike(text, words) {
  if (!words || !text) return 0;
  return 1 - matches(text, words, words.length)[0].errors / words.length;
}

function find(text, { exact, prefix, suffix, hint }) {
  let best = null;
  for (const one of matches(text, exact, Math.min(256, exact.length / 2))) {
    const before = prefix ? alike(text.slice(Math.max(0, one.start - prefix.length), one.start), prefix) : 1;
    const after = suffix ? alike(text.slice(one.end, one.end + suffix.length), suffix) : 1;
    const words = 1 - one.errors / exact.length;
    const place = 1 - Math.abs(one.start - hint) / text.length;
    const score = (50 * words + 20 * before + 20 * after + 2 * place) / 92;
    if (!best || score > best[2]) best = [one.start, one.end, score];
  }
  return best;
}

let job;
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  if (line.startsWith("{")) job = JSON.parse(line);
  else console.log(JSON.stringify(job.quotes.map((quote) => find(job.text, quote))));
});
