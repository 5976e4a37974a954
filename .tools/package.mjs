// Makes the .vsix of one platform, with nothing in it that does not run there. Options: --target linux-x64  --out FILE
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildAll } from "./build.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

/** VS Code's platform names; ONNX Runtime's folders have the same parts. */
const TARGETS = ["linux-x64", "linux-arm64", "darwin-arm64", "win32-x64", "win32-arm64"];

/** Copied as they are. */
const FILES = ["README.md", "CHANGELOG.md", "LICENSE", "extension/media/icon.png", "docs/rules.md", "docs/images"];

/** The compressed package may not grow beyond this without somebody deciding so. */
const MAX_MEGABYTES = 30;

export async function makePackage({ target = `${process.platform}-${process.arch}`, out } = {}) {
  if (!TARGETS.includes(target)) throw new Error(`no package for ${target}; there are ${TARGETS.join(", ")}`);
  await buildAll({ minify: true });
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const vsix = resolve(out ?? join(ROOT, `${manifest.name}-${target}-${manifest.version}.vsix`));
  const stage = mkdtempSync(join(tmpdir(), "dynamo-onnx-package-"));
  try {
    cpSync(join(ROOT, "dist"), join(stage, "dist"), { recursive: true, filter: isNoMap });
    for (const file of FILES)
      if (existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(stage, file), { recursive: true });
    copyRuntime(stage, target);
    // What is bundled is no dependency any more.
    const { devDependencies, dependencies, scripts, private: _, ...shipped } = manifest;
    writeFileSync(join(stage, "package.json"), `${JSON.stringify(shipped, null, 2)}\n`);
    writeFileSync(join(stage, ".vscodeignore"), readFileSync(join(ROOT, ".vscodeignore")));
    const { createVSIX } = require("@vscode/vsce");
    mkdirSync(dirname(vsix), { recursive: true });
    await createVSIX({
      cwd: stage,
      packagePath: vsix,
      target,
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
    const contents = listFiles(stage);
    const megabytes = statSync(vsix).size / 1e6;
    if (megabytes > MAX_MEGABYTES)
      throw new Error(`the package has ${megabytes.toFixed(1)} MB, more than ${MAX_MEGABYTES}`);
    return { vsix, megabytes, contents };
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** ONNX Runtime beside the bundles: its scripts and the binaries of one platform. */
function copyRuntime(stage, target) {
  const [os, arch] = target.split("-");
  const modules = join(stage, "dist", "node_modules");
  const runtime = join(ROOT, "node_modules", "onnxruntime-node");
  const binaries = join("bin", "napi-v6", os, arch);
  if (!existsSync(join(runtime, binaries))) throw new Error(`onnxruntime-node has no binaries for ${target}`);
  for (const part of ["package.json", "dist", binaries]) {
    cpSync(join(runtime, part), join(modules, "onnxruntime-node", part), {
      recursive: true,
      dereference: true,
      filter: isNoMap,
    });
  }
  const common = join(ROOT, "node_modules", "onnxruntime-common");
  for (const part of ["package.json", "dist/cjs"]) {
    cpSync(join(common, part), join(modules, "onnxruntime-common", part), { recursive: true, filter: isNoMap });
  }
}

function isNoMap(path) {
  return !/\.(map|d\.ts)$/.test(path);
}

function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path: relative(folder, path), bytes: statSync(path).size };
    });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const option = (name) => {
    const at = process.argv.indexOf(name);
    return at < 0 ? undefined : process.argv[at + 1];
  };
  const { vsix, megabytes, contents } = await makePackage({ target: option("--target"), out: option("--out") });
  for (const { path, bytes } of contents) console.log(`${(bytes / 1e6).toFixed(2).padStart(8)} MB  ${path}`);
  console.log(`${vsix}: ${megabytes.toFixed(1)} MB`);
}
