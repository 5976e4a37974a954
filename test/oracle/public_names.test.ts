/**
 * The public names of torch against real PyTorch: programs of `public_names/` print facts, one a line behind its key, here and
 * there. What differs stands in `known_differences.json` by key (`rrelu/*` for all that begin so), with the reason; an entry that no longer differs is an error.
 */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runTorch } from "../torch/helpers.ts";
import { PYTHON, ROOT } from "./python.ts";

const FOLDER = join(ROOT, "test/oracle/public_names");
const known = JSON.parse(readFileSync(join(FOLDER, "known_differences.json"), "utf8")) as Readonly<
  Record<string, Readonly<Record<string, string>>>
>;

/** The lines of each key: `rand/5` of `rand/5 (5,) torch.float32 …`, or of several lines with it. */
function facts(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of text.trimEnd().split("\n")) {
    const key = line.split(" ", 1)[0] ?? "";
    found.set(key, `${found.get(key) ?? ""}${line}\n`);
  }
  return found;
}

it.each(["layers", "random_values", "masked_and_losses"])("%s", { timeout: 170_000 }, async (name) => {
  if (PYTHON === undefined) throw new Error("set DYNAMO_ONNX_PYTHON to a Python with PyTorch");
  const file = join(FOLDER, `${name}.py`);
  const python = spawnSync(PYTHON, ["-W", "ignore", file], { encoding: "utf8" });
  if (python.status !== 0) throw new Error(python.stderr);
  const { exitCode, stdout, stderr } = await runTorch(readFileSync(file, "utf8"));
  expect(exitCode, stderr).toBe(0);
  const [ours, theirs] = [facts(stdout), facts(python.stdout)];
  const keys = new Set([...ours.keys(), ...theirs.keys()]);
  const differing = [...keys].filter((key) => ours.get(key) !== theirs.get(key));
  const excused = known[name] ?? {};
  const excuse = (key: string) =>
    Object.keys(excused).find((part) => key === part || (part.endsWith("/*") && key.startsWith(part.slice(0, -1))));
  const unexpected = differing.filter((key) => excuse(key) === undefined);
  const show = (side: Map<string, string>) => unexpected.map((key) => side.get(key) ?? `${key} is missing\n`).join("");
  expect(show(ours)).toBe(show(theirs));
  const needed = new Set(differing.map(excuse));
  expect(Object.keys(excused).filter((part) => !needed.has(part))).toEqual([]);
});
