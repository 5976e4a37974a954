// Where each entry of the operator table stands: the line of its schema's text in its family file. Computed for each build,
// so that an operator has no second place to be written down.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/** `{ "aten.add.Tensor": 120, … }` for the sources in `root`. */
export async function operatorLines(root) {
  const { outputFiles } = await build({
    entryPoints: [join(root, "src/ops/families.ts")],
    bundle: true,
    write: false,
    format: "esm",
    logLevel: "silent",
  });
  const { FAMILIES } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
  );
  const lines = {};
  for (const [family, entries] of Object.entries(FAMILIES)) {
    const text = readFileSync(join(root, `src/ops/${family}.ts`), "utf8").split("\n");
    for (const { target, schemaText } of entries) lines[target] = lineOf(text, schemaText, family);
  }
  return lines;
}

/** The schema as it is written, else where a row names the operator, else the template that its kind is made from. */
function lineOf(text, schema, family) {
  const literal = schema.replaceAll("\\", "\\\\");
  const name = /^\w+::(\w+)/.exec(schema)[1];
  const escaped = literal.replaceAll('"', '\\"');
  const places = [
    (line) => line.includes(`"${literal}"`) || line.includes(`'${literal}'`) || line.includes(`"${escaped}"`),
    (line) => new RegExp(`"${name}"|\\b${name}:|::${name}[.(]`).test(line),
    (line) => isTemplateOf(line, schema),
    (line) => /\b[a-z]\w*::\$\{/.test(line),
  ];
  for (const fits of places) {
    const at = text.findIndex(fits);
    if (at >= 0) return at + 1;
  }
  throw new Error(`src/ops/${family}.ts has no line for ${schema}`);
}

/** Whether a template literal in the line can give the schema's name. */
function isTemplateOf(line, schema) {
  const template = /`(\w+::[^(`]*)\(/.exec(line)?.[1];
  if (template === undefined || !template.includes("${")) return false;
  const pattern = template
    .split(/\$\{[^}]*\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[\\w.]*");
  return new RegExp(`^${pattern}\\(`).test(schema);
}
