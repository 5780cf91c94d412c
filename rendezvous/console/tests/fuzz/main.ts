/** Fuzz some of the console's parsers: `node main.js SEEDS.json COUNT NUMBER NAME...` writes an outcome a line (scripts/rigs/fuzz/outcome.py). */

import { readFileSync } from "node:fs";
import { Mutator } from "./mutate";
import { type Seeds, type Target, targets } from "./targets";

/** Inputs before memory is looked at: what is made once, and compiled, is no growth. */
const WARM = 1000;
const SHOWN = 160;

async function fuzz(name: string, target: Target, count: number, number: number): Promise<object> {
  const mutator = new Mutator(target.seeds, number);
  let [accepted, crashes, slowest, before, peak, first] = [0, 0, 0, 0, 0, ""];
  const start = performance.now();
  for (let nth = 0; nth < count; nth++) {
    const data = target.seeds[nth] ?? mutator.next();
    const began = process.cpuUsage().user;
    try {
      const result = target.read(data);
      const read = result instanceof Promise ? await result : result;
      if (read !== null && read !== undefined) accepted += 1;
    } catch (error) {
      if (!target.refuses.some((kind) => error instanceof kind)) {
        crashes += 1;
        first ||= `${String(error).slice(0, SHOWN)} on ${JSON.stringify(data.slice(0, SHOWN))}`;
      }
    }
    slowest = Math.max(slowest, process.cpuUsage().user - began);
    if (nth === Math.min(WARM, count >> 1)) before = held();
    if (nth % 1000 === 999 || nth === count - 1) peak = Math.max(peak, held());
  }
  const seconds = (performance.now() - start) / 1000;
  const grown = Math.max(0, peak - before) / 2 ** 20;
  return { name, inputs: count, accepted, seconds, slowest: slowest / 1000, grown, crashes, first_crash: first };
}

function held(): number {
  return process.memoryUsage.rss();
}

const [seeds, count, number, ...names] = process.argv.slice(2);
const known = await targets(JSON.parse(readFileSync(seeds ?? "", "utf8")) as Seeds);
for (const name of names.length > 0 ? names : known.keys()) {
  const target = known.get(name);
  if (!target) throw new Error(`there is no target ${name}`);
  console.log(JSON.stringify(await fuzz(name, target, Number(count), Number(number))));
}
