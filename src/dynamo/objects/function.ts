/** `function`: a code object with its globals, defaults and closure. */

import type { PyCell } from "./cell.ts";
import type { PyCode } from "./code.ts";
import { nativeType } from "./core_types.ts";
import { type Attrs, PyObject, type PyValue } from "./object.ts";
import type { PyTuple } from "./tuple.ts";
import type { PyType } from "./type.ts";

export const functionType: PyType = nativeType("function", { hasDict: true });

export class PyFunction extends PyObject {
  code: PyCode;
  readonly globals: Attrs;
  readonly builtins: Attrs;
  name: string;
  qualname: string;
  /** Of the last parameters, in order. */
  defaults: readonly PyValue[] | null = null;
  kwdefaults: Map<string, PyValue> | null = null;
  closure: readonly PyCell[] | null = null;
  annotations: PyValue | null = null;
  /** What MAKE_FUNCTION got: names and values in turn, made a dict on first use. */
  annotationItems: PyTuple | null = null;
  typeParams: PyValue | null = null;
  /** Undefined as long as it is the code's docstring. */
  private ownDoc: PyValue | undefined = undefined;
  private readonly firstCode: PyCode;
  module: PyValue;

  constructor(code: PyCode, globals: Attrs, builtins: Attrs) {
    super(functionType);
    this.code = code;
    this.globals = globals;
    this.builtins = builtins;
    this.name = code.source.name;
    this.qualname = code.source.qualname;
    this.firstCode = code;
    this.module = globals.get("__name__") ?? null;
  }

  get doc(): PyValue {
    return this.ownDoc === undefined ? this.firstCode.source.docstring : this.ownDoc;
  }
  set doc(value: PyValue) {
    this.ownDoc = value;
  }
}
