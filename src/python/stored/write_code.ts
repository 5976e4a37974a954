/** Code objects into a blob: a header of what a function shows before it is called, and apart from it the body. */

import type { CodeConstant, CodeObject } from "../code_object.ts";
import { DeferredCode } from "../deferred_code.ts";
import type { BlobWriter } from "./blob.ts";
import { writeConstant } from "./constants.ts";
import { Docstring, NO_BODY, NO_ORDINAL } from "./layout.ts";
import { StoredCode } from "./stored_code.ts";

/**
 * Writes one code object with all that is inside it; returns where its header stands. A function that was not compiled is
 * written without a body, and known by its number among those that `code` defers.
 */
export function writeCode(out: BlobWriter, code: CodeObject): number {
  let deferred = 0;

  function write(one: CodeObject): number {
    const isDeferred = one instanceof DeferredCode;
    // What was read keeps its number; the tree of a compiler is numbered in the order of its constants.
    const ordinal = one instanceof StoredCode ? one.ordinal : isDeferred ? deferred++ : NO_ORDINAL;
    const whole = isDeferred ? one.ready : one;
    const body = whole === null ? NO_BODY : writeBody(whole);
    const header = out.offset;
    out.pushString(one.name);
    out.pushString(one.qualname);
    out.push(one.firstlineno);
    out.push(one.argcount);
    out.push(one.posonlyargcount);
    out.push(one.kwonlyargcount);
    out.push(docstringWord(out, whole === null && isDeferred ? one.knownDocstring : one.docstring));
    out.push(ordinal);
    out.push(body);
    out.pushStrings(whole === null ? one.freevars : whole.freevars);
    return header;
  }

  function writeBody(whole: CodeObject): number {
    const offsets = new Map<CodeObject, number>();
    const visit = (constant: CodeConstant): void => {
      if (constant.type === "code") offsets.set(constant.value, write(constant.value));
    };
    whole.consts.forEach(visit);
    const body = out.offset;
    const { code, consts, names, localsplusnames, cellvars, exceptiontable, positions } = whole;
    out.push(whole.flags);
    out.push(whole.stacksize);
    out.push(whole.nlocals);
    out.push(code.length);
    out.push(exceptiontable.length);
    out.push(consts.length);
    out.pushAll(code);
    out.pushAll(positions);
    for (const { start, end, target, depth, lasti } of exceptiontable) {
      out.pushAll([start, end, target, depth, lasti ? 1 : 0]);
    }
    out.pushStrings(names);
    out.pushStrings(localsplusnames);
    out.pushStrings(cellvars);
    for (const constant of consts) writeConstant(out, constant, (inner) => offsets.get(inner) as number);
    return body;
  }

  return write(code);
}

function docstringWord(out: BlobWriter, docstring: string | null | undefined): number {
  if (docstring === undefined) return Docstring.UNKNOWN;
  return docstring === null ? Docstring.NONE : out.string(docstring);
}
