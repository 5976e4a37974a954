/** Exception instances, tracebacks, and the JavaScript value by which a Python exception propagates. */

import type { Span } from "../../diagnostics/span.ts";
import { nativeType, objectType } from "./core_types.ts";
import type { PyValue } from "./object.ts";
import { PyObject } from "./object.ts";
import { emptyTuple, type PyTuple } from "./tuple.ts";
import type { PyType } from "./type.ts";

export const tracebackType: PyType = nativeType("traceback");

/** One level of a traceback: outermost first, `next` leads inwards to the raising frame. */
export class PyTraceback extends PyObject {
  /** The `frame` object (eval/frame_object.ts). */
  readonly frame: PyObject;
  readonly lasti: number;
  readonly span: Span;
  /** The code's qualified name. */
  readonly name: string;
  next: PyTraceback | null;
  constructor(frame: PyObject, lasti: number, span: Span, name: string, next: PyTraceback | null) {
    super(tracebackType);
    this.frame = frame;
    this.lasti = lasti;
    this.span = span;
    this.name = name;
    this.next = next;
  }
}

export const baseExceptionType: PyType = nativeType("BaseException", {
  bases: [objectType],
  hasDict: true,
  allocate: (t) => new PyException(emptyTuple, t),
});

export class PyException extends PyObject {
  args: PyTuple;
  cause: PyException | null = null;
  context: PyException | null = null;
  suppressContext = false;
  traceback: PyTraceback | null = null;
  /** `__notes__`; null until the first is added. */
  notes: PyValue[] | null = null;
  constructor(args: PyTuple, type: PyType) {
    super(type);
    this.args = args;
  }
}

/** Thrown while a Python exception propagates. Not a JavaScript Error: it carries no JavaScript stack, and is cheap. */
export class PyRaise {
  readonly value: PyException;
  constructor(value: PyException) {
    this.value = value;
  }
}

/** Ends the evaluation; Python code cannot catch it. */
export class BudgetExceeded {
  readonly reason: "steps" | "memory" | "recursion" | "cancelled";
  readonly message: string;
  readonly span: Span | null;
  constructor(reason: BudgetExceeded["reason"], message: string, span: Span | null) {
    this.reason = reason;
    this.message = message;
    this.span = span;
  }
}
