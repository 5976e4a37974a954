/** Runs a file of cases and prints what fails: `node run_cases.mjs CASES.jsonl [OUT.json] [--only REGEX]`. */

import { readFileSync, writeFileSync } from "node:fs";
import { type Case, runCase } from "./cases.ts";

const [file = "", out = ""] = process.argv
  .slice(2)
  .filter((a, i, all) => !a.startsWith("--") && all[i - 1] !== "--only");
const onlyAt = process.argv.indexOf("--only");
const only = onlyAt > 0 ? new RegExp(process.argv[onlyAt + 1] ?? "") : null;

const variants = new Map<string, { passed: number; failed: string[]; skipped: string[] }>();
for (const line of readFileSync(file, "utf8").split("\n")) {
  if (line === "") continue;
  const c = JSON.parse(line) as Case & { skip?: string };
  if (only && !only.test(c.op)) continue;
  const key = `${c.op} ${c.dtype}`;
  const row = variants.get(key) ?? { passed: 0, failed: [], skipped: [] };
  variants.set(key, row);
  if (c.skip !== undefined) {
    row.skipped.push(c.skip);
    continue;
  }
  const outcome = await runCase(c);
  if (outcome.ok) row.passed++;
  else row.failed.push(`#${c.sample} ${outcome.stage}: ${outcome.message.slice(0, 300).replaceAll("\n", " ")}`);
}
const all = [...variants];
const passing = all.filter(([, r]) => r.failed.length === 0 && r.passed > 0);
for (const [name, r] of all) for (const f of r.failed) console.log(`${name} ${f}`);
console.log(
  `${passing.length} of ${all.length} variants pass (${all.filter(([, r]) => r.passed === 0 && r.failed.length === 0).length} without cases)`,
);
if (out !== "") writeFileSync(out, JSON.stringify(Object.fromEntries(all), null, 1));
