/** What the extension adds to the editor, as one table: package.json is written from it, the code takes its ids from it. */

export const EXTENSION_ID = "dynamo-onnx.dynamo-onnx";

interface CommandEntry {
  readonly id: string;
  readonly title: string;
  readonly icon?: string;
  /** Where it stands besides the palette. */
  readonly menus?: readonly { readonly menu: string; readonly when: string; readonly group: string }[];
}

export const COMMANDS = {
  export: {
    id: "dynamoOnnx.export",
    title: "Export to ONNX",
    icon: "$(export)",
    menus: [
      { menu: "editor/title", when: "resourceLangId == python && resourceScheme == file", group: "navigation@90" },
      {
        menu: "explorer/context",
        when: "resourceLangId == python && resourceScheme == file",
        group: "7_modification@90",
      },
    ],
  },
  showCoverage: { id: "dynamoOnnx.showCoverage", title: "Show Operator Coverage" },
  openSarif: {
    id: "dynamoOnnx.openSarif",
    title: "Open SARIF Log",
    menus: [{ menu: "explorer/context", when: "resourceExtname == .sarif", group: "navigation@90" }],
  },
} as const satisfies Record<string, CommandEntry>;

/** Views of files: shown for what matches the pattern. */
export const CUSTOM_EDITORS = {
  graph: { viewType: "dynamoOnnx.graph", displayName: "ONNX Graph", pattern: "*.onnx", priority: "default" },
  sarif: { viewType: "dynamoOnnx.sarif", displayName: "SARIF Log", pattern: "*.sarif", priority: "option" },
} as const;

export const COVERAGE_VIEW = "dynamoOnnx.coverage";

interface SettingEntry {
  readonly type: "string" | "boolean" | "number" | "array" | readonly ["number", "null"];
  readonly default: string | boolean | number | null | readonly string[];
  readonly items?: { readonly type: "string" };
  readonly enum?: readonly string[];
  readonly description: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

export const SETTINGS = {
  "dynamoOnnx.export.outputDirectory": {
    type: "string",
    default: "",
    description:
      "Where exported models are written: an absolute path, or one relative to the workspace folder. Empty: beside the Python file.",
  },
  "dynamoOnnx.export.opsetVersion": {
    type: ["number", "null"],
    default: null,
    minimum: 18,
    maximum: 23,
    description: "The ONNX opset to export to. Null: what the program asks for.",
  },
  "dynamoOnnx.export.report": {
    type: "boolean",
    default: false,
    description: "Write a Markdown report beside each exported model.",
  },
  "dynamoOnnx.export.verify": {
    type: "boolean",
    default: true,
    description: "Load each exported model in ONNX Runtime and run it on the example inputs.",
  },
  "dynamoOnnx.export.arguments": {
    type: "array",
    items: { type: "string" },
    default: [],
    description: "The program's own command line arguments (sys.argv[1:]), for its export and for its check.",
  },
  "dynamoOnnx.export.dynamicShapes": {
    type: "boolean",
    default: false,
    description: "Make every input dimension dynamic where the program declares none.",
  },
  "dynamoOnnx.export.opLevelDebug": {
    type: "boolean",
    default: false,
    description: "Compare each operator's result in ONNX Runtime with a reference when exporting.",
  },
  "dynamoOnnx.export.accuracy": {
    type: "boolean",
    default: false,
    description: "Compare the outputs of the exported model with the captured graph's, and report how far they differ.",
  },
  "dynamoOnnx.export.verbosity": {
    type: "string",
    enum: ["debug", "info", "warning", "error"],
    default: "info",
    description: "What an export records; debug keeps each stage's work in its SARIF log.",
  },
  "dynamoOnnx.export.warningsAsErrors": {
    type: "boolean",
    default: false,
    description: "A warning fails the export.",
  },
  "dynamoOnnx.check.enabled": {
    type: "boolean",
    default: true,
    description: "Check Python files that import torch while they are edited. Nothing is written or run.",
  },
  "dynamoOnnx.check.delay": {
    type: "number",
    default: 300,
    minimum: 0,
    description: "Milliseconds without a keystroke before a file is checked.",
  },
  "dynamoOnnx.evaluation.stepBudget": {
    type: ["number", "null"],
    default: null,
    minimum: 1,
    description:
      "How many steps a program may be evaluated for before the analysis gives up. Null: the built-in limit.",
  },
} as const satisfies Record<string, SettingEntry>;

export type SettingName = keyof typeof SETTINGS;

/** Settings that an untrusted workspace may not set: they choose where files are written. */
const RESTRICTED: readonly SettingName[] = ["dynamoOnnx.export.outputDirectory"];

/** The parts of package.json that follow from the tables. */
export function manifest(): Record<string, unknown> {
  const commands: readonly CommandEntry[] = Object.values(COMMANDS);
  const menus: Record<string, object[]> = {};
  for (const { id, menus: places = [] } of commands) {
    for (const { menu, when, group } of places) {
      menus[menu] ??= [];
      menus[menu].push({ command: id, when, group });
    }
  }
  return {
    main: "./dist/extension.js",
    activationEvents: ["onLanguage:python", `onWebviewPanel:${COVERAGE_VIEW}`],
    capabilities: {
      untrustedWorkspaces: {
        supported: "limited",
        description:
          "Programs are evaluated symbolically and never run. Settings that choose where files are written are taken from the user's settings alone.",
        restrictedConfigurations: RESTRICTED,
      },
      virtualWorkspaces: false,
    },
    contributes: {
      commands: commands.map(({ id, title, icon }) => ({
        command: id,
        title,
        category: "ONNX",
        ...(icon === undefined ? {} : { icon }),
      })),
      menus,
      customEditors: Object.values(CUSTOM_EDITORS).map(({ viewType, displayName, pattern, priority }) => ({
        viewType,
        displayName,
        selector: [{ filenamePattern: pattern }],
        priority,
      })),
      configuration: { title: "Dynamo ONNX", properties: SETTINGS },
    },
  };
}
