/** Attributes of code objects, frames and tracebacks. */

import { positionOf } from "../../../python/code_object.ts";
import type { Interpreter } from "../../interpreter.ts";
import { PyCell } from "../../objects/cell.ts";
import { codeType, type PyCode } from "../../objects/code.ts";
import { PyDict } from "../../objects/dict.ts";
import { type PyTraceback, tracebackType } from "../../objects/exception.ts";
import { addressOf } from "../../objects/identity.ts";
import { defineGetSet, defineMethods } from "../../objects/native.ts";
import type { PyValue } from "../../objects/object.ts";
import { PyTuple } from "../../objects/tuple.ts";
import { getIter } from "../../protocols/iterate.ts";
import { type Frame, frameType } from "../frame.ts";

const code = (v: PyValue): PyCode => {
  const c = v as PyCode;
  c.complete();
  return c;
};
const frame = (v: PyValue): Frame => v as Frame;
const tuple = (items: readonly PyValue[]): PyTuple => new PyTuple([...items]);

/** `co_varnames`: parameters, `*args`, `**kwargs` and other locals. */
function varnames(c: PyCode): readonly string[] {
  return c.source.localsplusnames.slice(0, c.source.nlocals);
}

defineMethods(codeType, {
  "__repr__(self, /)": (_vm: Interpreter, c: PyCode) =>
    `<code object ${c.source.name} at ${addressOf(c)}, file "${c.source.filename}", line ${c.source.firstlineno}>`,
  "co_positions(self, /)": (vm: Interpreter, c: PyCode) => {
    c.complete();
    const rows: PyValue[] = [];
    for (let i = 0; i < c.code.length / 2; i++) {
      const p = positionOf(c.source, i);
      rows.push(new PyTuple([p.line, p.endLine, p.column, p.endColumn]));
    }
    return getIter(vm, new PyTuple(rows));
  },
});
defineGetSet(codeType, {
  co_name: { get: (_vm, c) => (c as PyCode).source.name },
  co_qualname: { get: (_vm, c) => (c as PyCode).source.qualname },
  co_filename: { get: (_vm, c) => (c as PyCode).source.filename },
  co_firstlineno: { get: (_vm, c) => (c as PyCode).source.firstlineno },
  co_flags: { get: (_vm, c) => code(c).flags },
  co_argcount: { get: (_vm, c) => code(c).argcount },
  co_posonlyargcount: { get: (_vm, c) => code(c).source.posonlyargcount },
  co_kwonlyargcount: { get: (_vm, c) => code(c).kwonlyargcount },
  co_nlocals: { get: (_vm, c) => code(c).source.nlocals },
  co_stacksize: { get: (_vm, c) => code(c).source.stacksize },
  co_varnames: { get: (_vm, c) => tuple(varnames(code(c))) },
  co_cellvars: { get: (_vm, c) => tuple(code(c).source.cellvars) },
  co_freevars: { get: (_vm, c) => tuple(code(c).source.freevars) },
  co_names: { get: (_vm, c) => tuple(code(c).names) },
  co_consts: { get: (_vm, c) => tuple(code(c).consts) },
});

/** The frame's locals: the namespace itself at module and class level, else a snapshot. */
function localsOf(f: Frame): PyValue {
  if (f.localsMap !== null) return PyDict.wrap(f.localsMap);
  if (f.localsObject !== undefined) return f.localsObject;
  const out = new PyDict();
  const { localsplusnames } = f.code.source;
  for (const [i, name] of localsplusnames.entries()) {
    const slot = f.stack[i];
    const value = slot instanceof PyCell && isCell(f.code, name) ? slot.value : slot;
    if (value !== undefined) out.setStr(name, value);
  }
  return out;
}

function isCell(c: PyCode, name: string): boolean {
  return c.source.cellvars.includes(name) || c.source.freevars.includes(name);
}

defineMethods(frameType, {
  "__repr__(self, /)": (_vm: Interpreter, f: Frame) =>
    `<frame at ${addressOf(f)}, file '${f.code.source.filename}', line ${f.line}, code ${f.code.source.name}>`,
  "clear(self, /)": () => null,
});
defineGetSet(frameType, {
  f_code: { get: (_vm, f) => frame(f).code },
  f_globals: { get: (_vm, f) => PyDict.wrap(frame(f).globals) },
  f_builtins: { get: (_vm, f) => PyDict.wrap(frame(f).builtins) },
  f_locals: { get: (_vm, f) => localsOf(frame(f)) },
  f_lineno: { get: (_vm, f) => frame(f).line },
  f_lasti: { get: (_vm, f) => frame(f).ip * 2 },
  f_back: { get: (_vm, f) => frame(f).back },
  f_trace: { get: () => null },
});

defineGetSet(tracebackType, {
  tb_frame: { get: (_vm, t) => (t as PyTraceback).frame },
  tb_lineno: { get: (_vm, t) => (t as PyTraceback).span.line },
  tb_lasti: { get: (_vm, t) => (t as PyTraceback).lasti * 2 },
  tb_next: {
    get: (_vm, t) => (t as PyTraceback).next,
    set: (_vm, t, v) => {
      (t as PyTraceback).next = (v ?? null) as PyTraceback | null;
    },
  },
});
