// Compiles the AssemblyScript kernels of random fills to the TypeScript file that holds their WebAssembly.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("../src/torch/rng/assembly/kernels.ts", import.meta.url));

/** What the generated file says of the source it was made from. */
export function sourceMark() {
  return `SHA-256 ${createHash("sha256").update(readFileSync(SOURCE)).digest("hex")}`;
}

/** The text of `src/torch/rng/kernels_wasm.ts`. Throws with the compiler's messages. */
export async function kernelsSource() {
  const asc = await import("assemblyscript/asc");
  let binary;
  const { error, stderr } = await asc.main(
    ["kernels.ts", "--outFile", "kernels.wasm", "-O3", "--enable", "simd", "--runtime", "stub", "--noAssert"],
    {
      readFile: (name) => (name === "kernels.ts" ? readFileSync(SOURCE, "utf8") : null),
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
 * Generated from assembly/kernels.ts by \`npm run generate\`: the kernels' WebAssembly, in base64.
 * ${sourceMark()}
 */\n
export const KERNELS_WASM =\n${lines.join(" +\n")};\n`;
}
