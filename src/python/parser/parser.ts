/** The Python parser: source text to the typed syntax tree, with every syntax error as a diagnostic. */

import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Module } from "../ast.ts";
import type { Fault } from "./fault.ts";
import type { LineIndex } from "./line_index.ts";
import { Parser } from "./state.ts";
import { moduleStatements } from "./statements.ts";
import { NameTable } from "./tokenizer/name_table.ts";
import { tokenize } from "./tokenizer/tokenizer.ts";
import { Tokens } from "./tokenizer/tokens.ts";

export interface ParseResult {
  readonly text: string;
  readonly module: Module;
  /** For each statement of the module, the offset where its line begins. */
  readonly starts: readonly number[];
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface ParseOptions {
  /** The number of the text's first line, where it is a part of a file; 1 by default. */
  readonly firstLine?: number;
}

/** Kept from one text to the next, because they are costly to make. */
let tokens = new Tokens();
let names = new NameTable();

/** A text with more tokens gives its memory back. */
const MAX_KEPT_TOKENS = 1 << 20;

/**
 * Reads Python 3.13. Never throws for a user's mistake: the diagnostics tell, and `Damaged` statements stand in the module
 * for what could not be read.
 */
export function parsePython(text: string, file: string, { firstLine = 1 }: ParseOptions = {}): ParseResult {
  if (names.isFull()) names = new NameTable();
  const lexicalFaults = tokenize(text, tokens, names, firstLine);
  const parser = new Parser(text, firstLine, tokens, names, lexicalFaults);
  const { body, starts } = moduleStatements(parser);
  const module: Module = { kind: "Module", body };
  if (tokens.count > MAX_KEPT_TOKENS) tokens = new Tokens();
  const faults = parser.faults.sort((a, b) => a.start - b.start);
  return { text, module, starts, diagnostics: faults.map((fault) => diagnosticOf(fault, parser.lines, file)) };
}

function diagnosticOf(fault: Fault, lines: LineIndex, file: string): Diagnostic {
  const { line, column, endLine, endColumn } = lines.position(fault.start, fault.end);
  return {
    ruleId: "DYN1001",
    level: "error",
    message: fault.message,
    span: { file, line, column: column + 1, endLine, endColumn: endColumn + 1 },
  };
}
