/** The options of an export in their places: TypeScript, command line, settings, Python. What is missing says why. */

import { expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { HELP } from "../../src/cli/help.ts";
import type { ExportFileOptions } from "../../src/session/types.ts";
import { printed } from "./helpers.ts";

interface Places {
  /** An option of `dynamo-onnx export`; a text in brackets says why there is none. */
  readonly cli: string;
  readonly setting: string;
  /** A parameter of `torch.onnx.export` (`export.`) or `torch.onnx.ExportOptions` (`options.`). */
  readonly python: string;
}

const OPTIONS = {
  file: { cli: "FILE.py", setting: "(the editor's file)", python: "(the program itself)" },
  args: { cli: "-- ARGS", setting: "dynamoOnnx.export.arguments", python: "(sys.argv)" },
  outDir: { cli: "--out-dir", setting: "dynamoOnnx.export.outputDirectory", python: "export.f" },
  opset: { cli: "--opset", setting: "dynamoOnnx.export.opsetVersion", python: "export.opset_version" },
  dynamicShapes: {
    cli: "--dynamic-shapes",
    setting: "dynamoOnnx.export.dynamicShapes",
    python: "options.dynamic_shapes",
  },
  entry: { cli: "--entry", setting: "(the command exports what the program does)", python: "export.model" },
  verify: { cli: "--no-verify", setting: "dynamoOnnx.export.verify", python: "export.verify" },
  reportPath: { cli: "--report", setting: "dynamoOnnx.export.report", python: "export.report" },
  opLevelDebug: {
    cli: "--op-level-debug",
    setting: "dynamoOnnx.export.opLevelDebug",
    python: "options.op_level_debug",
  },
  accuracy: { cli: "--accuracy", setting: "dynamoOnnx.export.accuracy", python: "export.verify" },
  verbosity: {
    cli: "--verbosity",
    setting: "dynamoOnnx.export.verbosity",
    python: "diagnostics.verbosity_level",
  },
  warningsAsErrors: {
    cli: "--warnings-as-errors",
    setting: "dynamoOnnx.export.warningsAsErrors",
    python: "diagnostics.warnings_as_errors",
  },
  registry: { cli: "(functions are code)", setting: "(functions are code)", python: "options.onnx_registry" },
  stepBudget: {
    cli: "(a command line can be interrupted)",
    setting: "dynamoOnnx.evaluation.stepBudget",
    python: "(nothing of PyTorch's)",
  },
} satisfies Record<keyof ExportFileOptions, Places>;

/** Options of the command line that complete `--entry`, or say what is shown and not what is exported. */
const BESIDES = ["--input", "--weights", "--sarif", "--dump", "--json"];

const named = (place: "cli" | "setting" | "python") =>
  Object.values<Places>(OPTIONS)
    .map((places) => places[place])
    .filter((name) => !name.startsWith("("));

it("the command line has them, and no others", () => {
  for (const option of named("cli")) expect(HELP["export"]).toContain(option);
  const offered = [...(HELP["export"] ?? "").matchAll(/^ {2}(--[a-z-]+)/gm)].map((match) => match[1]);
  expect(offered.filter((name) => !BESIDES.includes(name ?? "")).sort()).toEqual(
    named("cli")
      .filter((name) => /^--[a-z]/.test(name))
      .sort(),
  );
});

it("the settings have them, and no others", () => {
  const settings = Object.keys(manifest.contributes.configuration.properties);
  expect(settings.filter((name) => !name.startsWith("dynamoOnnx.check.")).sort()).toEqual(named("setting").sort());
});

it("Python's parameters are there", async () => {
  const python = named("python").map((name) => name.split("."));
  const text = await printed(`
import inspect, torch
places = {
    "export": torch.onnx.export,
    "options": torch.onnx.ExportOptions.__init__,
    "diagnostics": torch.onnx.DiagnosticOptions.__init__,
}
for place, name in ${JSON.stringify(python)}:
    if name not in inspect.signature(places[place]).parameters:
        print(place, name)
`);
  expect(text).toBe("");
});
