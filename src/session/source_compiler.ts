/** Compiles source files, remembering those whose text has not changed. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { CompileSource, IndexSource, SourceFault } from "../dynamo/eval/state.ts";
import type { ParseSource } from "../python/carets.ts";
import type { CodeObject } from "../python/code_object.ts";
import { type CompiledSource, compileParsed, compileSource } from "../python/compile_source.ts";
import { withLastGood } from "../python/last_good.ts";
import { parsePython } from "../python/parser/parser.ts";
import type { FrozenModules } from "../python/stored/frozen.ts";
import { readIndex, type StoredIndex } from "../python/stored/read_index.ts";
import { writeIndex } from "../python/stored/write_index.ts";
import { indexStatements } from "../python/top_level/index_statements.ts";
import type { CodeStore } from "./code_store.ts";

/** Files remembered; the least recently used goes first. */
const CAPACITY = 2000;

interface Entry {
  readonly text: string;
  readonly compiled: CompiledSource;
  /** The last version of the file that compiled. */
  readonly good: CompiledSource | null;
}

/** A library file's top level, as far as it was needed. */
interface Indexed {
  readonly text: string;
  readonly index: ReturnType<IndexSource> | StoredIndex;
}

export interface SourceCompilerOptions {
  /** What earlier runs compiled of library files. */
  readonly store?: CodeStore | null;
  /** The product's own modules, compiled when it was built. */
  readonly frozen?: FrozenModules | null;
}

export class SourceCompiler {
  private readonly cache = new Map<string, Entry>();
  private readonly indexes = new Map<string, Indexed>();
  private readonly store: CodeStore | null;
  private readonly frozen: FrozenModules | null;

  constructor({ store = null, frozen = null }: SourceCompilerOptions = {}) {
    this.store = store;
    this.frozen = frozen;
  }

  compile(text: string, path: string): CompiledSource {
    const known = this.cache.get(path);
    this.cache.delete(path);
    const entry = known?.text === text ? known : newEntry(text, path, known?.good ?? null);
    this.cache.set(path, entry);
    for (const oldest of this.cache.keys()) {
      if (this.cache.size <= CAPACITY) break;
      this.cache.delete(oldest);
    }
    return entry.compiled;
  }

  /**
   * The code of a file with syntax errors, as it was last compiled: its damaged functions have their last good version, and
   * what has none raises SyntaxError when it runs. Null when the rest does not compile.
   */
  compileRest(path: string): CodeObject | null {
    const entry = this.cache.get(path);
    if (entry === undefined) return null;
    const mended = withLastGood(entry.compiled.module, entry.good?.module ?? null);
    return compileParsed(mended, path, "exec").code;
  }

  /** Statements of a file that were compiled once are compiled for good, as long as the file is the same. */
  readonly indexSource: IndexSource = (text, path) => {
    const known = this.indexes.get(path);
    if (known?.text === text) return known.index;
    const index = this.frozen?.index(path, text) ?? this.storedIndex(text, path) ?? newIndex(text, path);
    this.indexes.set(path, { text, index });
    return index;
  };

  private storedIndex(text: string, path: string): StoredIndex | null {
    const bytes = this.store?.read(path, text) ?? null;
    return bytes === null ? null : readIndex(bytes, text, path);
  }

  /** Hands the store what it lacks of the library files that were evaluated. */
  saveIndexes(): void {
    if (this.store === null) return;
    for (const [path, { text, index }] of this.indexes) {
      if (path.startsWith("<") || !("statements" in index) || ("isOutgrown" in index && !index.isOutgrown)) continue;
      this.store.write(path, text, writeIndex(index));
    }
    this.store.trim();
  }

  readonly parseSource: ParseSource = (text) => {
    const { module, diagnostics } = parsePython(text, "<expression>");
    return diagnostics.length === 0 ? module : null;
  };

  /** What the evaluator is given. Expressions for `eval` are not worth remembering. */
  readonly compileSource: CompileSource = (text, path, mode = "exec") =>
    (mode === "frozen" ? this.frozen?.code(path) : undefined) ??
    codeOrFault(mode === "exec" ? this.compile(text, path) : compileSource(text, path, mode));
}

function newEntry(text: string, path: string, good: CompiledSource | null): Entry {
  const compiled = compileSource(text, path, "exec", good?.parsed ?? null);
  return { text, compiled, good: compiled.code === null ? good : compiled };
}

function newIndex(text: string, path: string): ReturnType<IndexSource> {
  const made = indexStatements(text, path);
  return "diagnostics" in made ? faultOf(made.diagnostics) : made;
}

function codeOrFault({ code, diagnostics }: CompiledSource): CodeObject | SourceFault {
  return code ?? faultOf(diagnostics);
}

function faultOf(diagnostics: readonly Diagnostic[]): SourceFault {
  const first = diagnostics[0];
  if (first?.span == null) throw new Error("a file did not compile and no diagnostic says where");
  const { line, column, endLine, endColumn } = first.span;
  return { message: first.message, line, column, endLine, endColumn };
}
