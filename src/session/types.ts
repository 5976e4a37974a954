/** What the command line and the extension's worker ask of the core, and what they get back. Plain data throughout. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { OnnxRegistry } from "../exporter/registry.ts";

/** One example input of `--entry`: `x=f32[97,8]`; a name in place of a size makes that dimension dynamic. */
export interface InputSpec {
  readonly name: string;
  /** A PyTorch dtype name, `float32`. */
  readonly dtype: string;
  readonly shape: readonly (number | string)[];
}

export interface ExportFileOptions {
  /** Absolute path of the program. */
  readonly file: string;
  /** `sys.argv[1:]` of the program; none when not given. */
  readonly args?: readonly string[];
  /** Where relative paths that the program saves to start from; absolute. */
  readonly outDir: string;
  /** Overrides what the program asks for. */
  readonly opset: number | null;
  readonly dynamicShapes: boolean;
  /** Export this class or function of the file instead of the calls that the program makes. */
  readonly entry: {
    readonly name: string;
    readonly inputs: readonly InputSpec[];
    /** Absolute path of a checkpoint or safetensors file that the model's weights are loaded from. */
    readonly weights?: string | null;
  } | null;
  /** Load the result in ONNX Runtime and run it on the example inputs. */
  readonly verify: boolean;
  /** Write a Markdown report here; null for none beyond those the program asks for with `report=True`. */
  readonly reportPath: string | null;
  /** Translations above the built-in ones; for callers in this process. */
  readonly registry?: OnnxRegistry;
  /** Compare each operator's result in ONNX Runtime with a reference (rule FXE0013). */
  readonly opLevelDebug?: boolean;
  /** Compare the outputs with those of the captured graph, and report how far they are from them (rule DYN5002). */
  readonly accuracy?: boolean;
  /** What is below this is not recorded; `debug` records what each stage did. `info` when not given. */
  readonly verbosity?: Verbosity;
  /** A warning fails the export. */
  readonly warningsAsErrors?: boolean;
  /** Bytecode instructions that the program may run; null for the default. */
  readonly stepBudget?: number | null;
}

export const VERBOSITIES = ["debug", "info", "warning", "error"] as const;
export type Verbosity = (typeof VERBOSITIES)[number];

export interface RunControl {
  /** Called when a stage begins. */
  onStage(name: string): void;
  /** What the program prints. */
  onOutput(text: string): void;
  cancelled(): boolean;
}

export interface StageTime {
  readonly name: string;
  readonly ms: number;
}

export interface ValueInfo {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly (number | string | null)[];
}

/** One exported model. */
export interface ExportedFile {
  readonly name: string;
  readonly path: string;
  readonly opset: number;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly nodeCount: number;
  readonly functionCount: number;
  readonly stages: readonly StageTime[];
  readonly totalMs: number;
}

export interface ExportOutcome {
  readonly exports: readonly ExportedFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** Other files written: reports, SARIF logs. */
  readonly written: readonly string[];
}

export type DumpKind = "ast" | "bytecode" | "fx" | "onnx";

/** True when the outcome holds an error: exit code 1, a failed export in the editor. */
export function failed(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.level === "error");
}
