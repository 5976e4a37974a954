/** The Python parser: tree-sitter for the text and its edits, lowering for the typed syntax tree. */

import { Edit, Language, Parser, type Tree } from "web-tree-sitter";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Module } from "../ast.ts";
import { flatten, shift } from "./cst.ts";
import { type Doubts, findDoubts } from "./doubts.ts";
import type { Fault } from "./fault.ts";
import { LineIndex } from "./line_index.ts";
import { lowerModule } from "./lower_statement.ts";
import { type Lowering, newLowering } from "./lowering.ts";
import { recover, type TextParser } from "./recovery.ts";
import { buildKindTable, Kind, type KindTable } from "./syntax_kind.ts";

/** The WebAssembly modules, which the host reads: web-tree-sitter's own and tree-sitter-python's. */
export interface ParserAssets {
  readonly runtimeWasm: Uint8Array;
  readonly pythonWasm: Uint8Array;
}

export interface ParseResult {
  readonly module: Module;
  readonly diagnostics: readonly Diagnostic[];
  readonly file: string;
  readonly text: string;
  readonly tree: SyntaxTree;
}

/** A replacement of `text[start..end]` by `newText`; offsets are those before any of the edits. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** tree-sitter's tree, kept for the next incremental parse. It holds WebAssembly memory until `dispose`. */
export interface SyntaxTree {
  dispose(): void;
}

export interface PythonParser {
  /** Never throws for a user's mistake: the diagnostics tell, and `Damaged` statements stand in the module. */
  parse(text: string, file: string): ParseResult;
  /** Parses `newText`, reusing what the edits left alone. `previous` and its tree stay usable. */
  reparse(previous: ParseResult, edits: readonly TextEdit[], newText: string): ParseResult;
}

/** Call once; the parser is synchronous from then on. */
export async function initParser(assets: ParserAssets): Promise<PythonParser> {
  await Parser.init({ wasmBinary: assets.runtimeWasm });
  const language = await Language.load(assets.pythonWasm);
  const parser = new Parser();
  parser.setLanguage(language);
  return new TreeSitterParser(parser, buildKindTable(language));
}

class OwnedTree implements SyntaxTree {
  readonly tree: Tree;

  constructor(tree: Tree) {
    this.tree = tree;
  }

  dispose(): void {
    this.tree.delete();
  }
}

class TreeSitterParser implements PythonParser {
  private readonly parser: Parser;
  private readonly kinds: KindTable;

  constructor(parser: Parser, kinds: KindTable) {
    this.parser = parser;
    this.kinds = kinds;
  }

  parse(text: string, file: string): ParseResult {
    return this.lower(this.treeOf(text, null), text, file);
  }

  reparse(previous: ParseResult, edits: readonly TextEdit[], newText: string): ParseResult {
    if (!(previous.tree instanceof OwnedTree)) throw new Error("the previous result is not from this parser");
    const old = previous.tree.tree.copy();
    try {
      const lines = new LineIndex(previous.text);
      // From the end of the text backwards, so that earlier offsets stay valid.
      for (const edit of [...edits].sort((a, b) => b.start - a.start)) old.edit(treeEdit(lines, edit));
      return this.lower(this.treeOf(newText, old), newText, previous.file);
    } finally {
      old.delete();
    }
  }

  private treeOf(text: string, old: Tree | null): Tree {
    const tree = this.parser.parse(text, old);
    if (tree === null) throw new Error("tree-sitter gave no tree");
    return tree;
  }

  private lower(tree: Tree, text: string, file: string): ParseResult {
    const lines = new LineIndex(text);
    const cst = flatten(tree, text, this.kinds);
    const doubts = findDoubts(text, cst, tree.rootNode.hasError, lines);
    const lowering = doubts === null ? newLowering(text, cst, lines) : this.recovered(text, lines, doubts);
    const module = lowerModule(lowering);
    const faults = lowering.faults.sort((a, b) => a.start - b.start);
    return {
      module,
      diagnostics: faults.map((fault) => diagnosticOf(fault, lines, file)),
      file,
      text,
      tree: new OwnedTree(tree),
    };
  }

  private recovered(text: string, lines: LineIndex, doubts: Doubts): Lowering {
    const ask: TextParser = {
      firstError: (part) => this.firstError(part),
      expression: (part, offset) =>
        this.withTree(`[${part}]`, (tree, source) => {
          return shift(flatten(tree, source, this.kinds), offset - 1);
        }),
    };
    const line = (offset: number): number => lines.line(offset);
    let result = recover(text, doubts.lines, line, doubts.suspect, ask);
    if (this.firstError(result.text) >= 0) result = recover(text, doubts.lines, line, () => true, ask);
    const cst = this.withTree(result.text, (tree, source) => flatten(tree, source, this.kinds));
    const lowering = newLowering(text, cst, lines, result.repairs);
    lowering.faults.push(...result.faults);
    return lowering;
  }

  private withTree<T>(text: string, use: (tree: Tree, text: string) => T): T {
    const tree = this.treeOf(text, null);
    try {
      return use(tree, text);
    } finally {
      tree.delete();
    }
  }

  private firstError(text: string): number {
    return this.withTree(text, (tree, source) => {
      if (!tree.rootNode.hasError) return -1;
      const cst = flatten(tree, source, this.kinds);
      const node = cst.kind.subarray(0, cst.count).indexOf(Kind.Error);
      return node < 0 ? 0 : (cst.start[node] ?? 0);
    });
  }
}

function treeEdit(lines: LineIndex, edit: TextEdit): Edit {
  const point = (offset: number) => ({ row: lines.line(offset) - 1, column: lines.column(offset) });
  const startPosition = point(edit.start);
  const newLines = edit.newText.split("\n");
  const lastLine = newLines.at(-1) ?? "";
  return new Edit({
    startIndex: edit.start,
    oldEndIndex: edit.end,
    newEndIndex: edit.start + edit.newText.length,
    startPosition,
    oldEndPosition: point(edit.end),
    newEndPosition: {
      row: startPosition.row + newLines.length - 1,
      column: newLines.length === 1 ? startPosition.column + lastLine.length : lastLine.length,
    },
  });
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
