// Writes what follows from other files: package.json's contributions, docs/rules.md, the compiled kernels.
// Tests hold that they agree.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { KERNEL_MODULES, kernelsSource } from "./kernels.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

async function load(entry) {
  const { outputFiles } = await build({ entryPoints: [join(ROOT, entry)], bundle: true, write: false, format: "esm" });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

const { manifest } = await load("extension/contributions.ts");
const path = join(ROOT, "package.json");
writeFileSync(path, `${JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), ...manifest() }, null, 2)}\n`);

const { rulesMarkdown } = await load("src/diagnostics/rules_markdown.ts");
writeFileSync(join(ROOT, "docs/rules.md"), rulesMarkdown());

for (const kernels of KERNEL_MODULES) writeFileSync(join(ROOT, kernels.path), await kernelsSource(kernels));
