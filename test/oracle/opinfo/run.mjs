// Runs the samples that generate.py recorded, and tells how many variants pass.
//
//   node test/oracle/opinfo/run.mjs CACHE [--dtypes float32,…] [--only NAME,…] [--dynamic] [--verbose] [--write]
//
// Failures that known_failures.json does not give a reason for make the exit code 1.
// --dynamic also exports with every size a symbol and compares the results; --verbose prints each failing variant;
// --write rewrites results.json here and the conformance counts that the operator coverage shows.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildSync } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "..", "..", "..");
const CHUNK = 25;
const STATED = ["values", "meta", "dynamicMeta", "dynamicValues"];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dtypes: { type: "string", default: "float32,float64,int64,bool" },
    only: { type: "string", default: "" },
    dynamic: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const [cache] = positionals;
if (cache === undefined) throw new Error("usage: node run.mjs CACHE [options]");
const dtypes = options.dtypes.split(",");
const only = new Set(options.only.split(",").filter(Boolean));

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
    const child = spawn(process.execPath, [runner, worker, options.dynamic ? "dynamic" : "static", ...files]);
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
    if (kind === "dynamicValues" && !options.dynamic) continue;
    const failed = samples.filter((s) => s[kind] !== null);
    row[kind] = samples.length - failed.length;
    if (failed.length > 0) row[`${kind}Failure`] = `sample ${failed[0].index}: ${failed[0][kind]}`;
  }
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

async function runAll(files) {
  let queue = files;
  while (queue.length > 0) {
    const chunk = queue.slice(0, CHUNK);
    const { lines, ended } = await run(chunk);
    for (const { file, samples } of lines) note(samples, JSON.parse(readFileSync(file, "utf8")));
    let done = lines.length;
    if (ended !== null && done < chunk.length) {
      // A second try by itself tells a crash of the sample from one of the process.
      const again = await run([chunk[done]]);
      for (const { file, samples } of again.lines) note(samples, JSON.parse(readFileSync(file, "utf8")));
      if (again.lines.length > 0) {
        queue = queue.slice(done + 1);
        continue;
      }
      const recorded = JSON.parse(readFileSync(chunk[done], "utf8"));
      const all = Object.fromEntries(STATED.map((kind) => [kind, ended]));
      note(
        recorded.samples.map((s) => ({ index: s.index, targets: [], ...all })),
        recorded,
      );
      done++;
    }
    queue = queue.slice(done);
  }
}

const started = performance.now();
for (const dtype of dtypes) {
  const folder = join(cache, dtype);
  const files = readdirSync(folder)
    .filter((f) => f.endsWith(".json"))
    .filter((f) => only.size === 0 || only.has(basename(f, ".json")) || only.has(basename(f, ".json").split(".")[0]))
    .sort()
    .map((f) => join(folder, f));
  await runAll(files);
}

/** Passes where every recorded sample passes, and there is one. */
const passes = (row, kind) => row !== undefined && row.samples > 0 && row[kind] === row.samples;
const peer = JSON.parse(readFileSync(join(HERE, "peer.json"), "utf8"));
for (const dtype of dtypes) {
  const rows = Object.entries(results).filter(([, row]) => row[dtype] !== undefined);
  const count = (kind) => rows.filter(([, row]) => passes(row[dtype], kind)).length;
  const kinds = STATED.filter((kind) => kind !== "dynamicValues" || options.dynamic);
  console.log(
    `${count("values")} of ${rows.length} ${dtype} variants pass (${kinds.map((k) => `${k} ${count(k)}`).join(", ")})`,
  );
  if (dtype === "float32") {
    const behind = rows
      .filter(([name, row]) => peer[name] === "pass" && !passes(row[dtype], "values"))
      .map(([name]) => name);
    console.log(`${behind.length} that the peer passes fail here: ${behind.join(" ")}`);
  }
}
const known = JSON.parse(readFileSync(join(HERE, "known_failures.json"), "utf8"));
for (const dtype of dtypes) {
  const rows = Object.entries(results).filter(([, row]) => row[dtype] !== undefined);
  const failing = rows.filter(([, row]) => !passes(row[dtype], "values")).map(([name]) => name);
  const fresh = failing.filter((name) => known[dtype]?.[name] === undefined);
  const mended = rows
    .map(([name]) => name)
    .filter((name) => known[dtype]?.[name] !== undefined && !failing.includes(name));
  if (fresh.length > 0) console.log(`${dtype}: new failures: ${fresh.join(" ")}`);
  if (mended.length > 0) console.log(`${dtype}: no longer fail: ${mended.join(" ")}`);
  if (fresh.length > 0) process.exitCode = 1;
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
