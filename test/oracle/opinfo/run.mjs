// Runs the samples that generate.py recorded, and tells how many variants pass.
//
//   node test/oracle/opinfo/run.mjs CACHE [--dtypes float32,…] [--only NAME,…] [--opset 18] [--dynamic] [--verbose] [--write]
//
// The exit code is 1 for failures that known_failures.json does not give a reason for, for known failures that pass, and when
// fewer float32 variants pass than the goal. known_failures.json has by kind and type the variants that fail, and those whose
// outcome varies with the machine's rounding. --dynamic also exports with every size a symbol and compares the results, with the sample's sizes and with
// other ones; --verbose prints each failing variant; --write rewrites results.json here and the conformance counts that the
// operator coverage shows.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildSync } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "..", "..", "..");
const CHUNK = 12;
/** How many float32 variants have to pass all their samples. */
const GOAL = 600;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dtypes: { type: "string", default: "float32,float64,int64,bool" },
    only: { type: "string", default: "" },
    opset: { type: "string", default: "18" },
    dynamic: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const [cache] = positionals;
if (cache === undefined) throw new Error("usage: node run.mjs CACHE [options]");
const dtypes = options.dtypes.split(",");
const only = new Set(options.only.split(",").filter(Boolean));
const STATED = [
  "values",
  "meta",
  "dynamicMeta",
  "free",
  "otherMeta",
  ...(options.dynamic ? ["dynamicValues", "otherSizes"] : []),
];

function bundle(entry, name, format) {
  const folder = join(ROOT, "node_modules", ".cache", "dynamo-onnx-opinfo");
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${name}_${process.pid}.${format === "esm" ? "mjs" : "cjs"}`);
  buildSync({ entryPoints: [entry], outfile, bundle: true, platform: "node", format, external: ["onnxruntime-node"] });
  return outfile;
}

const runner = bundle(join(HERE, "run_files.ts"), "run_files", "esm");
const worker = bundle(join(ROOT, "src/runtime/ort_worker.ts"), "ort_worker", "cjs");

/** The lines that a process printed before it ended, by file. */
function run(files) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [
      runner,
      worker,
      options.opset,
      options.dynamic ? "dynamic" : "static",
      ...files,
    ]);
    let out = "";
    let err = "";
    child.stdout.on("data", (data) => {
      out += data;
    });
    child.stderr.on("data", (data) => {
      err += data;
    });
    child.on("close", (code, signal) => {
      const lines = out
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line));
      done({
        lines,
        ended:
          code === 0
            ? null
            : `the process ended with ${signal ?? code}: ${err.trim().split("\n").slice(0, 6).join(" | ").slice(0, 400)}`,
      });
    });
  });
}

const results = {};
const perTarget = {};
const passing = {};

function note(samples, recorded) {
  const row = { samples: samples.length };
  for (const kind of STATED) {
    const failed = samples.filter((s) => s[kind] !== null);
    row[kind] = samples.length - failed.length;
    if (failed.length > 0) row[`${kind}Failure`] = `sample ${failed[0].index}: ${failed[0][kind]}`;
  }
  row.otherMetaRun = samples.reduce((sum, s) => sum + s.otherMetaRun, 0);
  if (options.dynamic) row.otherSizesRun = samples.reduce((sum, s) => sum + s.otherSizesRun, 0);
  if (recorded.failures.length > 0)
    row.unrecorded = `${recorded.failures.length}: ${recorded.failures[0].error.split("\n")[0].slice(0, 160)}`;
  passing[recorded.dtype] ??= {};
  passing[recorded.dtype][recorded.variant] = samples
    .filter((s) => STATED.every((kind) => s[kind] === null))
    .map((s) => s.index);
  results[recorded.variant] ??= {};
  results[recorded.variant][recorded.dtype] = row;
  for (const { targets, values } of samples) {
    for (const target of targets) {
      perTarget[target] ??= [0, 0];
      perTarget[target][values === null ? 0 : 1]++;
    }
  }
  if (options.verbose && STATED.some((kind) => row[`${kind}Failure`]))
    console.log(recorded.dtype, recorded.variant, JSON.stringify(row));
}

async function runChunk(files) {
  let queue = files;
  while (queue.length > 0) {
    const { lines, ended } = await run(queue);
    for (const { file, samples } of lines) note(samples, JSON.parse(readFileSync(file, "utf8")));
    queue = queue.slice(lines.length);
    if (ended === null || queue.length === 0) continue;
    // A second try by itself tells a crash of the sample from one of the process.
    const again = await run(queue.slice(0, 1));
    const recorded = JSON.parse(readFileSync(queue[0], "utf8"));
    const all = Object.fromEntries(STATED.map((kind) => [kind, ended]));
    const crashed = () =>
      recorded.samples.map((s) => ({
        index: s.index,
        targets: [],
        otherMetaRun: 0,
        otherSizesRun: 0,
        ...all,
      }));
    note(again.lines[0]?.samples ?? crashed(), recorded);
    queue = queue.slice(1);
  }
}

/** One process a core at a time. */
async function runAll(files) {
  const chunks = Array.from({ length: Math.ceil(files.length / CHUNK) }, (_, i) =>
    files.slice(i * CHUNK, (i + 1) * CHUNK),
  );
  const work = async () => {
    for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) await runChunk(chunk);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

const started = performance.now();
const files = dtypes.flatMap((dtype) =>
  readdirSync(join(cache, dtype))
    .filter((f) => f.endsWith(".json"))
    .filter((f) => only.size === 0 || only.has(basename(f, ".json")) || only.has(basename(f, ".json").split(".")[0]))
    .sort()
    .map((f) => join(cache, dtype, f)),
);
await runAll(files);
for (const file of [runner, worker]) rmSync(file);

/** Passes where every recorded sample passes, and there is one. */
const passes = (row, kind) => row.samples > 0 && row[kind] === row.samples;
const peer = JSON.parse(readFileSync(join(HERE, "peer.json"), "utf8"));
const known = JSON.parse(readFileSync(join(HERE, "known_failures.json"), "utf8"));
const fail = (text) => {
  console.log(text);
  process.exitCode = 1;
};
for (const dtype of dtypes) {
  const rows = Object.entries(results).flatMap(([name, row]) => (row[dtype] === undefined ? [] : [[name, row[dtype]]]));
  const count = (kind) => rows.filter(([, row]) => passes(row, kind)).length;
  console.log(
    `${count("values")} of ${rows.length} ${dtype} variants pass (${STATED.map((k) => `${k} ${count(k)}`).join(", ")})`,
  );
  const total = (kind) => rows.map(([, row]) => row[kind] ?? 0);
  for (const [kind, what] of [
    ["otherMetaRun", "shapes"],
    ["otherSizesRun", "values"],
  ]) {
    const run = total(kind);
    console.log(
      `${run.reduce((a, b) => a + b, 0)} comparisons of ${what} at other sizes, of ${run.filter((n) => n > 0).length} variants`,
    );
  }
  if (dtype === "float32") {
    const behind = rows.filter(([name, row]) => peer[name] === "pass" && !passes(row, "values")).map(([name]) => name);
    if (behind.length > 0) fail(`${behind.length} that the peer passes fail here: ${behind.join(" ")}`);
    if (only.size === 0 && count("values") < GOAL) fail(`fewer than ${GOAL} pass`);
  }
  for (const kind of STATED) {
    const listed = known.failures[kind]?.[dtype] ?? {};
    const varying = known.varying[kind]?.[dtype] ?? {};
    // What is not translated at all fails in every respect.
    const expected = (name) => name in listed || name in varying || name in (known.failures.values[dtype] ?? {});
    const failing = new Set(rows.filter(([, row]) => !passes(row, kind)).map(([name]) => name));
    const fresh = [...failing].filter((name) => !expected(name));
    const reasons = fresh.map(
      (name) => `\n  ${name}: ${results[name][dtype][`${kind}Failure`] ?? "no sample was recorded"}`,
    );
    if (fresh.length > 0) fail(`${dtype}: new failures of ${kind}:${reasons.join("")}`);
    const mended = Object.keys(listed).filter((name) => !failing.has(name) && results[name]?.[dtype] !== undefined);
    if (mended.length > 0)
      fail(`${dtype}: take off the list of known failures of ${kind}, they pass: ${mended.join(" ")}`);
    const gone = only.size > 0 ? [] : Object.keys({ ...listed, ...varying }).filter((name) => !results[name]?.[dtype]);
    if (gone.length > 0) fail(`${dtype}: known failures of ${kind} that are no variants: ${gone.join(" ")}`);
  }
}
console.log(`${((performance.now() - started) / 1000).toFixed(1)} s`);
if (options.write) {
  if (only.size > 0) throw new Error("--write needs all variants");
  const sorted = (object) => Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = (object) =>
    `{\n${sorted(object)
      .map(([k, v]) => `${JSON.stringify(k)}: ${JSON.stringify(v)}`)
      .join(",\n")}\n}\n`;
  writeFileSync(join(HERE, "results.json"), lines(results));
  writeFileSync(join(cache, "passing.json"), JSON.stringify(passing));
  writeFileSync(join(ROOT, "src/ops/data/conformance.json"), lines(perTarget));
}
