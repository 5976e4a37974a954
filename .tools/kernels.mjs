// Compiles the AssemblyScript kernels (random fills, element-wise operators) to the TypeScript files that hold their WebAssembly.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { elementwiseAssembly } from "./elementwise_kernels.mjs";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Each module: the text it is compiled from, what that is called, and the file that holds the result. */
export const KERNEL_MODULES = [
  {
    path: "src/torch/rng/kernels_wasm.ts",
    origin: "assembly/kernels.ts",
    what: "the kernels of random fills",
    source: () => readFileSync(at("src/torch/rng/assembly/kernels.ts"), "utf8"),
  },
  {
    path: "src/torch/vector/kernels_wasm.ts",
    origin: ".tools/elementwise_kernels.mjs",
    what: "the element-wise kernels",
    source: elementwiseAssembly,
  },
];

/** What the generated file says of the text it was made from. */
export function sourceMark({ source }) {
  return `SHA-256 ${createHash("sha256").update(source()).digest("hex")}`;
}

/** The text of a module's TypeScript file. Throws with the compiler's messages. */
export async function kernelsSource(kernels) {
  const asc = await import("assemblyscript/asc");
  const text = kernels.source();
  let binary;
  const { error, stderr } = await asc.main(
    ["kernels.ts", "--outFile", "kernels.wasm", "-O3", "--enable", "simd", "--runtime", "stub", "--noAssert"],
    {
      readFile: (name) => (name === "kernels.ts" ? text : null),
      writeFile: (_, contents) => {
        binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  const lines = Buffer.from(binary)
    .toString("base64")
    .match(/.{1,110}/g)
    .map((line) => `  "${line}"`);
  return `/**
 * Generated from ${kernels.origin} by \`npm run generate\`: the WebAssembly of ${kernels.what}, in base64.
 * ${sourceMark(kernels)}
 */\n
export const KERNELS_WASM =\n${lines.join(" +\n")};\n`;
}
