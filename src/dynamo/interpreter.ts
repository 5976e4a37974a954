/** What natives see of the running interpreter. The implementation is `eval/`; nothing else may depend on it. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span, StackFrame } from "../diagnostics/span.ts";
import type { Host } from "../host.ts";
import type { PyException } from "./objects/exception.ts";
import type { Kwargs } from "./objects/native.ts";
import type { Attrs, PyObject, PyValue } from "./objects/object.ts";

export interface Interpreter {
  readonly host: Host;
  /** Whether the program's `open` may read files. Otherwise, as while a file is being edited, their content is unknown. */
  readonly opensFiles: boolean;
  /** `sys.modules`. */
  readonly modules: Map<string, PyValue>;
  readonly builtins: Attrs;
  /** `sys.path`, as the program may have changed it. */
  readonly path: string[];
  /** `sys.argv` at the start. */
  readonly argv: readonly string[];
  /** Nested Python calls allowed (`sys.setrecursionlimit`). */
  recursionLimit: number;
  /** What the program printed goes here, whole pieces of text as written. */
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** State of layers above, keyed by their own class or symbol (the torch layer's tracer and generator, for one). */
  readonly extensions: Map<symbol, unknown>;

  call(callee: PyValue, args: readonly PyValue[], kwargs?: Kwargs | null): PyValue;
  importModule(name: string): PyValue;
  /** Whether a module of that name is one of ours: built in, or standing in for a library's. */
  isNativeModule(name: string): boolean;

  /** The exception that the innermost `except` or `finally` is handling: what `sys.exc_info` shows, and the next one's context. */
  handledException(): PyException | null;
  /** The innermost Python frame (`sys._getframe`), as an object; null outside any. */
  currentFrame(depth?: number): PyObject | null;

  /** The expression being evaluated now, in the innermost frame that has source. */
  currentSpan(): Span | null;
  /** The Python call stack, innermost first. */
  stack(): readonly StackFrame[];
  report(diagnostic: Diagnostic): void;

  /** Charges `steps` to the step budget; throws `BudgetExceeded` when it is spent or the evaluation was cancelled. */
  charge(steps: number): void;
  /** Charges bytes to the memory budget. */
  chargeMemory(bytes: number): void;
}
