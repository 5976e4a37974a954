// The licences of what the bundles and the package contain.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** In the package without being bundled. */
const SHIPPED = ["onnxruntime-node", "onnxruntime-common"];

/** Licences that may be shipped; another one is a decision for somebody to make. */
const ALLOWED = /^\(?(MIT|ISC|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|0BSD|Unlicense)\b/;

/** The text of the notices; `inputs` are the paths that esbuild read, relative to the root. */
export function thirdPartyNotices(root, inputs) {
  const packages = new Set(SHIPPED);
  for (const path of inputs) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path.replaceAll("\\", "/"))?.[1];
    if (name !== undefined) packages.add(name);
  }
  const sections = [...packages].sort().map((name) => {
    const folder = join(root, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    if (!ALLOWED.test(license ?? "")) throw new Error(`${name} has the licence ${license}, which may not be shipped`);
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry) && existsSync(join(folder, entry)));
    const text = file === undefined ? `Licence: ${license}` : readFileSync(join(folder, file), "utf8").trim();
    return `${name} ${version} (${license})\n\n${text}`;
  });
  const line = `\n\n${"-".repeat(80)}\n\n`;
  return `This product contains the following software.${line}${sections.join(line)}\n`;
}
