/** The Python parser: tree-sitter for the text and its edits, lowering for the typed syntax tree. */

import { Edit, Language, Parser, type Tree } from "web-tree-sitter";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Module } from "../ast.ts";
import { flatten } from "./cst.ts";
import type { Fault } from "./fault.ts";
import { LineIndex } from "./line_index.ts";
import { lowerModule } from "./lower_statement.ts";
import { newLowering } from "./lowering.ts";
import { buildKindTable, type KindTable } from "./syntax_kind.ts";

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
    const lowering = newLowering(text, flatten(tree, text, this.kinds), lines);
    const module = lowerModule(lowering);
    const diagnostics = lowering.faults.map((fault) => diagnosticOf(fault, lines, file));
    return { module, diagnostics, file, text, tree: new OwnedTree(tree) };
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
