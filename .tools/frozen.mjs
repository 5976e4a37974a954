// The Python modules of the product, compiled: what the build writes to dist/frozen.bin, and the sum that it is known by.
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** `{ sum, bytes }`: the sum covers the front end's sources and the modules' texts, so it changes when compiled code may. */
export async function frozenModules(root) {
  const directory = mkdtempSync(join(tmpdir(), "dynamo-onnx-frozen-"));
  const outfile = join(directory, "frozen_texts.cjs");
  try {
    await build({
      entryPoints: [join(root, "src/session/frozen_texts.ts")],
      outfile,
      bundle: true,
      platform: "node",
      format: "cjs",
      external: ["onnxruntime-node"],
      define: { "import.meta.url": JSON.stringify(pathToFileURL(outfile).href) },
      logLevel: "silent",
    });
    const { default: made } = await import(pathToFileURL(outfile).href);
    return made.frozenFile(sumOf(join(root, "src/python")));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function sumOf(folder) {
  const sum = createHash("sha256");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  for (const file of files.sort())
    sum
      .update(file)
      .update("\n")
      .update(readFileSync(join(folder, file)));
  return sum.digest("hex");
}
