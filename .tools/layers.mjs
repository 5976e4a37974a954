// The direction of imports: which layer may import which, and why. Run by `npm run lint` and by a test.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** A layer imports itself, `src/host.ts`, and what stands in `may`. */
export const LAYERS = {
  "src/diagnostics": { may: [], because: "diagnostics are plain data that every layer makes" },
  "src/python": { may: ["src/diagnostics"], because: "the Python front end knows no tensors" },
  "src/shapes": { may: ["src/diagnostics"], because: "symbolic sizes know neither Python nor graphs" },
  "src/fx": { may: ["src/diagnostics", "src/shapes"], because: "an FX graph knows neither ONNX nor Python" },
  "src/onnx": { may: ["src/diagnostics"], because: "the ONNX IR can be used without FX, torch or Python" },
  "src/ops": {
    may: ["src/diagnostics", "src/shapes", "src/fx", "src/onnx"],
    because: "an operator's entry joins FX and ONNX, and knows no evaluator",
  },
  "src/dynamo": {
    may: ["src/diagnostics", "src/python"],
    because: "the evaluator runs any Python program; torch is one of its modules, handed in",
  },
  "src/torch": {
    may: ["src/diagnostics", "src/python", "src/dynamo", "src/shapes", "src/fx", "src/ops", "src/formats"],
    because: "what user code reaches of torch makes FX; how that becomes ONNX is not its business",
  },
  "src/libraries": {
    may: ["src/diagnostics", "src/python", "src/dynamo", "src/shapes", "src/fx", "src/ops", "src/torch"],
    because: "stand-ins for parts of other libraries are programs of the evaluator that may hold tensors",
  },
  "src/onnx_packages": {
    may: ["src/diagnostics", "src/python", "src/dynamo", "src/onnx"],
    because: "the onnx packages show models to programs; neither FX nor torch has a part in it",
  },
  "src/onnxscript": {
    may: ["src/diagnostics", "src/python", "src/dynamo", "src/onnx", "src/onnx_packages"],
    because: "onnx-script makes ONNX functions from Python syntax; neither FX nor torch has a part in it",
  },
  "src/exporter": {
    may: ["src/diagnostics", "src/shapes", "src/fx", "src/ops", "src/onnx"],
    because: "the exporter takes any ExportedProgram, however it was captured",
  },
  "src/formats": {
    may: ["src/diagnostics", "src/shapes", "src/fx", "src/onnx"],
    because: "file formats know no evaluator",
  },
  "src/runtime": { may: ["src/diagnostics", "src/onnx"], because: "what touches the machine knows no front end" },
  "src/protocol": { may: ["src/diagnostics"], because: "messages and view models are plain data for both sides" },
  "src/viewmodel": {
    may: ["src/diagnostics", "src/protocol", "src/onnx", "src/ops", "src/fx", "src/shapes"],
    because: "view models are made from results, not from the front end",
  },
  "src/session": {
    may: [
      ...["diagnostics", "python", "shapes", "fx", "onnx", "ops", "dynamo", "torch", "libraries", "onnxscript"],
      ...["onnx_packages"],
      ...["exporter", "formats", "runtime"],
    ].map((layer) => `src/${layer}`),
    because: "the session composes the core; the command line and the editor are its users",
  },
  "src/cli": {
    may: ["diagnostics", "shapes", "fx", "onnx", "ops", "torch", "formats", "runtime", "session"].map(
      (layer) => `src/${layer}`,
    ),
    because: "the command line asks the session, and reads and prints tensors itself",
  },
  extension: {
    may: ["diagnostics", "onnx", "protocol", "runtime", "session", "viewmodel"].map((layer) => `src/${layer}`),
    because: "the extension asks the session and never reaches into a webview",
  },
  webview: { may: ["src/protocol"], because: "a webview gets messages and view models, nothing of the core" },
};

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+"([^"]+)"|(?:^|\n)\s*import\s+"([^"]+)"|\bimport\("([^"]+)"\)/g;

/** Every import that goes against the table, as a line of text. */
export function wrongImports() {
  const wrong = [];
  for (const [layer, { may, because }] of Object.entries(LAYERS)) {
    for (const file of sourceFiles(join(ROOT, layer))) {
      const text = readFileSync(file, "utf8");
      for (const [, a, b, c] of text.matchAll(IMPORT)) {
        const source = a ?? b ?? c;
        if (!source.startsWith(".")) continue;
        const target = relative(ROOT, resolve(dirname(file), source))
          .split(sep)
          .join("/");
        const owner = Object.keys(LAYERS).find((other) => target.startsWith(`${other}/`));
        if (
          owner === undefined
            ? target === "src/host.ts" || target.endsWith("package.json")
            : owner === layer || may.includes(owner)
        )
          continue;
        wrong.push(`${relative(ROOT, file)} imports ${target}: ${because}`);
      }
    }
  }
  return wrong;
}

function sourceFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const wrong = wrongImports();
  for (const line of wrong) console.error(line);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
