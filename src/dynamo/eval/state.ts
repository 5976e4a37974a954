/** The evaluator's own view of the interpreter: what the loop, its helpers and the structural natives share. */

import type { ParseSource } from "../../python/carets.ts";
import type { CodeObject } from "../../python/code_object.ts";
import type { SourceMode } from "../../python/compile_source.ts";
import type { TopLevelIndex } from "../../python/top_level/index_statements.ts";
import type { Importer } from "../importer/importer.ts";
import type { Interpreter } from "../interpreter.ts";
import type { Frame } from "./frame.ts";

/** What the source-to-code stage says of a file that is not valid Python. */
export interface SourceFault {
  readonly message: string;
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A module's text, or one expression. */
export type CompileSource = (text: string, path: string, mode?: SourceMode) => CodeObject | SourceFault;

/** The index of a library file's top level, for evaluating it name by name. */
export type IndexSource = (text: string, path: string) => TopLevelIndex | SourceFault;

export interface Evaluator extends Interpreter {
  /** The innermost frame. */
  frame: Frame | null;
  depth: number;
  /** Steps taken, and when to look at the budget next. */
  steps: number;
  nextCheck: number;
  /** Missing modules that have their diagnostic already. */
  readonly reportedModules: Set<string>;
  readonly importer: Importer;
  readonly compileSource: CompileSource;
  /** Null where library modules are evaluated like any other. */
  readonly indexSource: IndexSource | null;
  /** For what needs the syntax tree of a piece of text; it knows nothing of files. */
  readonly parseSource: ParseSource;
  /** Throws BudgetExceeded when the budget is spent or the evaluation was cancelled. */
  checkBudget(): void;
}

/** Every interpreter that natives are given is an Evaluator: there is one implementation. */
export function evaluator(vm: Interpreter): Evaluator {
  return vm as Evaluator;
}
