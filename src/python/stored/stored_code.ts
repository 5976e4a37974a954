/** Code objects read from a blob: the body is read when it is first looked at. */

import type { CodeConstant, CodeObject, ExceptionTableEntry } from "../code_object.ts";
import { DeferredCode } from "../deferred_code.ts";
import type { Blob } from "./blob.ts";
import { ConstantReader } from "./constants.ts";
import { Body, Docstring, Header, NO_BODY } from "./layout.ts";

/** Compiles anew what was stored without a body: the function of that number among those that the compiler defers. */
export type CompileAgain = (ordinal: number) => DeferredCode;

export class StoredCode extends DeferredCode {
  readonly ordinal: number;
  private readonly body: (() => CodeObject) | null;

  constructor(blob: Blob, at: number, filename: string, again: CompileAgain) {
    const { words } = blob;
    const word = (i: Header): number => words[at + i] as number;
    const name = blob.string(word(Header.NAME));
    const ordinal = word(Header.ORDINAL);
    const body = word(Header.BODY);
    const docstring = word(Header.DOCSTRING);
    const freevars = blob.strings(at + Header.FREEVARS + 1, word(Header.FREEVARS));
    const known = docstring === Docstring.UNKNOWN ? undefined : docstring < 0 ? null : blob.string(docstring);
    const header = {
      name,
      qualname: blob.string(word(Header.QUALNAME)),
      filename,
      firstlineno: word(Header.FIRSTLINENO),
      argcount: word(Header.ARGCOUNT),
      posonlyargcount: word(Header.POSONLYARGCOUNT),
      kwonlyargcount: word(Header.KWONLYARGCOUNT),
      freevars,
    };
    const read = body === NO_BODY ? null : () => readBody(blob, body, header, known ?? null, again);
    super(header, {
      docstring: () => (known === undefined ? again(ordinal).docstring : known),
      whole: read ?? (() => again(ordinal).whole),
    });
    this.ordinal = ordinal;
    this.body = read;
    this.docstringKnown(known);
  }

  override get ready(): CodeObject | null {
    return this.body === null ? super.ready : this.whole;
  }
}

type ReadHeader = Pick<
  CodeObject,
  "name" | "qualname" | "filename" | "firstlineno" | "argcount" | "posonlyargcount" | "kwonlyargcount" | "freevars"
>;

function readBody(
  blob: Blob,
  at: number,
  header: ReadHeader,
  docstring: string | null,
  again: CompileAgain,
): CodeObject {
  const { words } = blob;
  const word = (i: Body): number => words[at + i] as number;
  const length = word(Body.CODE);
  const codeAt = at + Body.REST;
  const positionsAt = codeAt + length;
  const tableAt = positionsAt + length * 2;
  let next = tableAt + word(Body.HANDLERS) * 5;
  const strings = (): readonly string[] => {
    const count = words[next] as number;
    const texts = blob.strings(next + 1, count);
    next += 1 + count;
    return texts;
  };
  const names = strings();
  const localsplusnames = strings();
  const cellvars = strings();
  const reader = new ConstantReader(blob, next, (offset) => new StoredCode(blob, offset, header.filename, again));
  const consts: CodeConstant[] = [];
  for (let count = word(Body.CONSTS); count > 0; count--) consts.push(reader.next());
  return {
    ...header,
    flags: word(Body.FLAGS),
    stacksize: word(Body.STACKSIZE),
    nlocals: word(Body.NLOCALS),
    code: words.subarray(codeAt, positionsAt),
    positions: words.subarray(positionsAt, tableAt),
    exceptiontable: exceptionTable(words, tableAt, word(Body.HANDLERS)),
    names,
    localsplusnames,
    cellvars,
    consts,
    docstring,
  };
}

const NO_HANDLERS: readonly ExceptionTableEntry[] = [];

function exceptionTable(words: Int32Array, at: number, count: number): readonly ExceptionTableEntry[] {
  if (count === 0) return NO_HANDLERS;
  const table: ExceptionTableEntry[] = [];
  for (let i = at; i < at + count * 5; i += 5) {
    table.push({
      start: words[i] as number,
      end: words[i + 1] as number,
      target: words[i + 2] as number,
      depth: words[i + 3] as number,
      lasti: words[i + 4] === 1,
    });
  }
  return table;
}
