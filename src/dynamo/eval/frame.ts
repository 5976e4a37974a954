/** A Python frame: one activation of a code object. It is data, so it can be suspended, counted and inspected. */

import type { Span } from "../../diagnostics/span.ts";
import { positionOf } from "../../python/code_object.ts";
import type { PyCode } from "../objects/code.ts";
import { nativeType } from "../objects/core_types.ts";
import type { PyException } from "../objects/exception.ts";
import type { PyFunction } from "../objects/function.ts";
import { type Attrs, PyObject, type PyValue } from "../objects/object.ts";
import type { PyType } from "../objects/type.ts";

export const frameType: PyType = nativeType("frame");

export class Frame extends PyObject {
  readonly code: PyCode;
  readonly globals: Attrs;
  readonly builtins: Attrs;
  readonly function: PyFunction | null;
  /** Local variables (cells among them) in `localsplusnames` order, then the value stack. Undefined is unbound, or NULL. */
  readonly stack: (PyValue | undefined)[];
  /** One past the top of the value stack; kept up to date only while another frame runs. */
  sp: number;
  /** The instruction being executed; -1 before the first. A suspended frame goes on at the one after. */
  ip = -1;
  /** The interpreter's depth while the frame runs. */
  depth = 0;
  /** What the frame of a generator returned, once it did. */
  returned: PyValue | undefined = undefined;
  back: Frame | null = null;
  /** Returning from it leaves the evaluation loop that runs it. */
  isEntry = false;
  /** Set for `__init__` called by a class: the instance, which the call gives instead of None. */
  constructed: PyObject | null = null;
  /** The exception that this frame is handling. */
  handled: PyException | null = null;
  /** The namespace of a class body or a module: as a Map when it is a plain dict, else the mapping. */
  localsMap: Attrs | null = null;
  localsObject: PyValue | undefined = undefined;

  constructor(code: PyCode, globals: Attrs, builtins: Attrs, fn: PyFunction | null) {
    super(frameType);
    if (code.isDeferred) code.complete();
    this.code = code;
    this.globals = globals;
    this.builtins = builtins;
    this.function = fn;
    this.stack = new Array<PyValue | undefined>(code.frameSize);
    this.sp = code.nlocalsplus;
  }

  /** The line that is being executed. */
  get line(): number {
    return this.code.source.positions[this.ip * 4] ?? this.code.source.firstlineno;
  }

  spanAt(index: number): Span {
    return spanOf(this.code, index);
  }
}

/** Where instruction `index` comes from. */
export function spanOf(code: PyCode, index: number): Span {
  const p = positionOf(code.source, index);
  return {
    file: code.source.filename,
    line: p.line,
    column: p.column + 1,
    endLine: p.endLine,
    endColumn: p.endColumn + 1,
  };
}
