// Writes into package.json what extension/contributions.ts says; a test holds that they agree.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const bundle = await build({
  entryPoints: [join(ROOT, "extension/contributions.ts")],
  bundle: true,
  write: false,
  format: "esm",
});
const module = await import(
  `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString("base64")}`
);
const path = join(ROOT, "package.json");
const manifest = { ...JSON.parse(readFileSync(path, "utf8")), ...module.manifest() };
writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
