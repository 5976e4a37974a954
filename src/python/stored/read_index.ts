/** The index of a file's top level from bytes that `writeIndex` made of the same text. */

import type { CodeObject } from "../code_object.ts";
import type { CompiledCode } from "../compile_source.ts";
import { DeferredCode } from "../deferred_code.ts";
import {
  compilePlace,
  indexStatements,
  placeMentions,
  type StatementPlace,
  type TopLevelIndex,
  type TopLevelStatement,
} from "../top_level/index_statements.ts";
import { type Blob, openBlob } from "./blob.ts";
import { NO_CODE, NO_NAME, Statement, StatementFlag } from "./layout.ts";
import { StoredCode } from "./stored_code.ts";

export interface StoredIndex extends TopLevelIndex {
  /** Something was compiled that the bytes did not have. */
  readonly isOutgrown: boolean;
}

/** Null for bytes of another format, or cut off. */
export function readIndex(bytes: Uint8Array, text: string, path: string): StoredIndex | null {
  const blob = openBlob(bytes);
  return blob === null ? null : new StoredFile(blob, blob.root, text, path);
}

export class StoredFile implements StoredIndex {
  readonly blob: Blob;
  readonly text: string;
  readonly path: string;
  readonly statements: readonly TopLevelStatement[];
  isOutgrown = false;
  private fresh: readonly TopLevelStatement[] | null = null;

  /** `root` is where `writeIndexInto` began. */
  constructor(blob: Blob, root: number, text: string, path: string) {
    this.blob = blob;
    this.text = text;
    this.path = path;
    const statements: StoredStatement[] = [];
    const count = blob.words[root] as number;
    let at = root + 1;
    for (let i = 0; i < count; i++) {
      const statement = new StoredStatement(this, i, at);
      at = statement.end;
      statements.push(statement);
    }
    this.statements = statements;
  }

  /** The statement of that number, made from the text. */
  compileAgain(index: number, place: StatementPlace | null): CompiledCode {
    this.isOutgrown = true;
    if (place !== null) return compilePlace(this.text, this.path, place);
    if (this.fresh === null) {
      const made = indexStatements(this.text, this.path);
      if ("diagnostics" in made) throw new Error(`${this.path} was stored and does not parse`);
      this.fresh = made.statements;
    }
    const statement = this.fresh[index];
    if (statement === undefined) throw new Error(`${this.path} was stored with other statements`);
    return statement.compile();
  }
}

class StoredStatement implements TopLevelStatement {
  readonly binds: readonly string[];
  readonly changes: readonly string[];
  readonly decorators: readonly string[];
  readonly acts: boolean;
  readonly isClass: boolean;
  readonly imports: TopLevelStatement["imports"];
  readonly place: StatementPlace | null;
  /** Where the next statement stands. */
  readonly end: number;
  private readonly file: StoredFile;
  private readonly index: number;
  private readonly code: number;
  private made: CompiledCode | null = null;
  private again: readonly DeferredCode[] | null = null;

  constructor(file: StoredFile, index: number, at: number) {
    const { blob } = file;
    const { words } = blob;
    this.file = file;
    this.index = index;
    const word = (i: number): number => words[i] as number;
    const flags = word(at + Statement.FLAGS);
    this.acts = (flags & StatementFlag.ACTS) !== 0;
    this.isClass = (flags & StatementFlag.IS_CLASS) !== 0;
    this.place =
      (flags & StatementFlag.HAS_PLACE) === 0
        ? null
        : {
            start: word(at + Statement.START),
            end: word(at + Statement.END),
            line: word(at + Statement.LINE),
            head: word(at + Statement.HEAD),
          };
    this.code = word(at + Statement.CODE);
    let next = at + Statement.REST;
    const strings = (): readonly string[] => {
      const count = word(next);
      const texts = blob.strings(next + 1, count);
      next += 1 + count;
      return texts;
    };
    this.binds = strings();
    this.changes = strings();
    this.decorators = strings();
    if ((flags & StatementFlag.IMPORTS) === 0) this.imports = null;
    else {
      const name = word(next + 2);
      this.imports = {
        module: blob.string(word(next)),
        level: word(next + 1),
        name: name === NO_NAME ? null : blob.string(name),
      };
      next += 3;
    }
    this.end = next;
  }

  get compiled(): CompiledCode | null {
    return this.made ?? (this.code === NO_CODE ? null : this.compile());
  }

  mentions(name: string): boolean {
    return this.place === null ? this.imports === null : placeMentions(this.file.text, this.place, name);
  }

  compile(): CompiledCode {
    this.made ??= this.code === NO_CODE ? this.file.compileAgain(this.index, this.place) : this.read();
    return this.made;
  }

  private read(): CompiledCode {
    const code = new StoredCode(this.file.blob, this.code, this.file.path, (ordinal) => this.compileAgain(ordinal));
    return { code, diagnostics: [] };
  }

  /** A function of the statement that was not compiled when the bytes were written. */
  private compileAgain(ordinal: number): DeferredCode {
    if (this.again === null) {
      const { code } = this.file.compileAgain(this.index, this.place);
      this.again = code === null ? [] : deferredIn(code);
    }
    const found = this.again[ordinal];
    if (found === undefined) throw new Error(`${this.file.path} was stored with other functions`);
    return found;
  }
}

/** In the order in which `writeCode` numbers them. */
function deferredIn(code: CodeObject): DeferredCode[] {
  const found: DeferredCode[] = [];
  const visit = (one: CodeObject): void => {
    if (one instanceof DeferredCode) found.push(one);
    else for (const constant of one.consts) if (constant.type === "code") visit(constant.value);
  };
  visit(code);
  return found;
}
