/** The packed package in a project of its own: the examples of docs/api.md type-check against its types, and run. */

import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT, withTemporaryDirectory } from "./python.ts";

const PROGRAM = `import torch


class M(torch.nn.Module):
    def forward(self, x):
        return torch.relu(x) * 2


torch.onnx.export(M(), (torch.ones(3),), "m.onnx")
`;

const CONFIG = {
  compilerOptions: { strict: true, module: "nodenext", target: "es2023", types: ["node"], skipLibCheck: false },
  include: ["*.mts"],
};

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}:\n${stdout}\n${stderr}`);
  return stdout;
}

it("its examples type-check and run", { timeout: 300_000 }, async () => {
  await withTemporaryDirectory((directory) => {
    run(process.execPath, [".tools/build.mjs"], ROOT);
    run("npm", ["run", "-s", "build:types"], ROOT);
    run("npm", ["pack", "--silent", "--pack-destination", directory], ROOT);
    const tarball = readdirSync(directory).find((name) => name.endsWith(".tgz")) ?? "";
    run("tar", ["-xzf", tarball], directory);
    const modules = join(directory, "project", "node_modules");
    mkdirSync(modules, { recursive: true });
    run("mv", [join(directory, "package"), join(modules, "dynamo-onnx")], directory);
    mkdirSync(join(modules, "@types"));
    // What npm would install beside it; the package's own files come from the tarball alone.
    for (const name of ["onnxruntime-node", "onnxruntime-common", "@types/node", "undici-types"]) {
      symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
    }
    const project = join(directory, "project");
    const examples = readFileSync(join(ROOT, "docs/api.md"), "utf8").matchAll(/^```ts\n([\s\S]*?)^```$/gm);
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: "scratch", type: "module", private: true }));
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify(CONFIG));
    writeFileSync(join(project, "model.py"), PROGRAM);
    writeFileSync(join(project, "example.mts"), [...examples].map(([, text]) => text).join("\n"));
    run(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", "."], project);
    const printed = run(process.execPath, ["example.mjs"], project);
    expect(printed).toContain("m.onnx [ { name: 'x', dtype: 'float32', shape: [ 3 ] } ]");
    expect(printed).toContain("0 true");
    expect(printed).toContain("[ { name: 'relu', dtype: 'float32', shape: [ 2 ] } ] 0");
    expect(printed).toMatch(/Relu[\s\S]*Mul/);
  });
});
