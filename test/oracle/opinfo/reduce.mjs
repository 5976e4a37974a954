// Picks the recorded samples that the repository keeps: small ones that pass, so that every operator occurs.
//
//   node test/oracle/opinfo/reduce.mjs CACHE     (after `run.mjs CACHE --dynamic --write`, which notes in CACHE what passes)
//
// Writes test/ops/cases/<dtype>.json, one case a line.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OUT = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "ops", "cases");
/** Bytes that one case and all cases of a type may take. */
const LARGEST = 4000;
const BUDGET = { float32: 850_000, int64: 200_000, bool: 100_000, float64: 100_000, complex64: 150_000 };

const [cache] = process.argv.slice(2);
if (cache === undefined) throw new Error("usage: node reduce.mjs CACHE");
const passing = JSON.parse(readFileSync(join(cache, "passing.json"), "utf8"));
mkdirSync(OUT, { recursive: true });

const seen = new Set();
for (const [dtype, budget] of Object.entries(BUDGET)) {
  if (passing[dtype] === undefined) continue;
  const candidates = Object.entries(passing[dtype] ?? {}).flatMap(([variant, indices]) => {
    const recorded = JSON.parse(readFileSync(join(cache, dtype, `${variant}.json`), "utf8"));
    const usable = recorded.samples
      .filter((s) => indices.includes(s.index) && !s.uninitialised)
      .map((s) => ({
        variant,
        text: JSON.stringify({ variant, ...s }),
        targets: s.nodes.map((n) => n.target),
        elements: s.expected,
      }))
      .filter((c) => c.text.length <= LARGEST);
    // Samples with elements tell more than empty ones.
    const full = usable.filter((c) => c.elements.every((e) => !("data" in e) || e.data !== ""));
    return (full.length > 0 ? full : usable).sort((a, b) => a.text.length - b.text.length).slice(0, 3);
  });
  const chosen = [];
  const variants = new Set();
  let size = 0;
  const take = (c) => {
    if (chosen.includes(c) || size + c.text.length > budget) return;
    chosen.push(c);
    size += c.text.length;
    variants.add(c.variant);
    for (const t of c.targets) seen.add(t);
  };
  // First what shows an operator that no case has yet, then a case for every variant.
  for (const c of candidates) if (c.targets.some((t) => !seen.has(t))) take(c);
  for (const c of candidates) if (!variants.has(c.variant)) take(c);
  const lines = chosen.sort((a, b) => (a.variant < b.variant ? -1 : a.variant > b.variant ? 1 : 0)).map((c) => c.text);
  writeFileSync(join(OUT, `${dtype}.json`), `[\n${lines.join(",\n")}\n]\n`);
  console.log(`${dtype}: ${lines.length} cases, ${(size / 1000).toFixed(0)} kB`);
}
