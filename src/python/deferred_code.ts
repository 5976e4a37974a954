/** Code objects of functions whose bodies are parsed and compiled when they are first looked at. */

import type { AsyncFunctionDef, FunctionDef } from "./ast.ts";
import type { CodeConstant, CodeObject, ExceptionTableEntry } from "./code_object.ts";
import type { CompileError } from "./compile_error.ts";

/** What the syntax tree leaves out of a function. */
export interface DeferredBody {
  /** The body says `super` or `__class__`, or seems to: the function gets the class's cell. */
  readonly mentionsClass: boolean;
  docstring(): string | null;
  /** The function with its body, at its place in the file; or what is wrong with it. */
  definition(): FunctionDef | AsyncFunctionDef | CompileError;
}

/** Functions of a tree that have no body there. */
export type DeferredBodies = ReadonlyMap<FunctionDef | AsyncFunctionDef, DeferredBody>;

/** What a function's code shows before its body is compiled. */
export type CodeHeader = Pick<
  CodeObject,
  "name" | "qualname" | "filename" | "firstlineno" | "argcount" | "posonlyargcount" | "kwonlyargcount" | "freevars"
>;

/** Where a deferred function's docstring and code come from. */
export interface DeferredParts {
  docstring(): string | null;
  whole(): CodeObject;
}

export class DeferredCode implements CodeObject {
  readonly name: string;
  readonly qualname: string;
  readonly filename: string;
  readonly firstlineno: number;
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  readonly freevars: readonly string[];
  private readonly parts: DeferredParts;
  private compiled: CodeObject | null = null;
  private doc: string | null | undefined = undefined;

  constructor(header: CodeHeader, parts: DeferredParts) {
    this.name = header.name;
    this.qualname = header.qualname;
    this.filename = header.filename;
    this.firstlineno = header.firstlineno;
    this.argcount = header.argcount;
    this.posonlyargcount = header.posonlyargcount;
    this.kwonlyargcount = header.kwonlyargcount;
    this.freevars = header.freevars;
    this.parts = parts;
  }

  /** The code with its body as far as that takes no compiling; else null. */
  get ready(): CodeObject | null {
    return this.compiled;
  }

  /** The code with its body. */
  get whole(): CodeObject {
    this.compiled ??= this.parts.whole();
    return this.compiled;
  }

  /** Undefined while nobody asked for it. */
  get knownDocstring(): string | null | undefined {
    return this.compiled === null ? this.doc : this.compiled.docstring;
  }

  protected docstringKnown(docstring: string | null | undefined): void {
    this.doc = docstring;
  }

  get docstring(): string | null {
    if (this.compiled !== null) return this.compiled.docstring;
    if (this.doc === undefined) this.doc = this.parts.docstring();
    return this.doc;
  }
  get flags(): number {
    return this.whole.flags;
  }
  get stacksize(): number {
    return this.whole.stacksize;
  }
  get code(): Int32Array {
    return this.whole.code;
  }
  get consts(): readonly CodeConstant[] {
    return this.whole.consts;
  }
  get names(): readonly string[] {
    return this.whole.names;
  }
  get localsplusnames(): readonly string[] {
    return this.whole.localsplusnames;
  }
  get nlocals(): number {
    return this.whole.nlocals;
  }
  get cellvars(): readonly string[] {
    return this.whole.cellvars;
  }
  get exceptiontable(): readonly ExceptionTableEntry[] {
    return this.whole.exceptiontable;
  }
  get positions(): Int32Array {
    return this.whole.positions;
  }
}
