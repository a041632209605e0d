// Plants every fault StrykerJS knows into the scripts it is given on its input, all at once, each behind a switch.
// In: {name: text}. Out: {name: {text, faults: [{id, kind, now, start: [line, column], end}]}}; lines from 0.
import { commonTokens } from "@stryker-mutator/api/plugin";
import { createInstrumenter } from "@stryker-mutator/instrumenter";
import { createInjector } from "typed-inject";
import { readFileSync } from "node:fs";

const quiet = new Proxy({}, { get: (_, name) => () => name.endsWith("Enabled") ? false : undefined });
const planter = createInjector().provideValue(commonTokens.logger, quiet).injectFunction(createInstrumenter);
const options = { plugins: null, ignorers: [], excludedMutations: [] };
const planted = {};
for (const [name, content] of Object.entries(JSON.parse(readFileSync(0, "utf-8")))) {
  const { files, mutants } = await planter.instrument([{ name, mutate: true, content }], options);
  const faults = mutants.map(({ id, mutatorName, replacement, location: { start, end } }) => ({
    id, kind: mutatorName, now: replacement, start: [start.line, start.column], end: [end.line, end.column],
  }));
  planted[name] = { text: files[0].content, faults };
}
process.stdout.write(JSON.stringify(planted));
