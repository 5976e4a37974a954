/** `object` and `type`, the two classes that everything else is made of, and a helper for further native classes. */

import { PyObject } from "./object.ts";
import { type Allocate, PyType } from "./type.ts";

function bootstrap(): { object: PyType; type: PyType } {
  // `type` is an instance of itself and a subclass of `object`, which is an instance of `type`: tie the knot by hand.
  const nothing = undefined as unknown as PyType;
  const object = new PyType({
    name: "object",
    module: "builtins",
    bases: [],
    attrs: new Map(),
    metaclass: nothing,
    heap: false,
    hasDict: false,
    allocate: (t) => new PyObject(t),
  });
  const type = new PyType({
    name: "type",
    module: "builtins",
    bases: [object],
    attrs: new Map(),
    metaclass: nothing,
    heap: false,
  });
  object.definesDefaultAttributeAccess = true;
  type.definesDefaultAttributeAccess = true;
  type.specialAccess = true;
  object.type = type;
  type.type = type;
  return { object, type };
}

const core = bootstrap();
export const objectType: PyType = core.object;
export const typeType: PyType = core.type;

export interface NativeTypeOptions {
  readonly module?: string;
  readonly bases?: readonly PyType[];
  readonly metaclass?: PyType;
  readonly allocate?: Allocate;
  readonly hasDict?: boolean;
  /** True when user code may set attributes on the class (classes of Python-level modules such as `torch.nn`). */
  readonly heap?: boolean;
}

/** Whether instances hold state that only their native class can make: an iterator's, a function's. */
export function hasHiddenState(cls: PyType): boolean {
  const native = cls.mro.find((t) => !t.heap);
  return native !== undefined && native !== objectType && native.layout === objectType;
}

/** A class implemented here. Its methods are added with `defineMethods` (native.ts). */
export function nativeType(name: string, options: NativeTypeOptions = {}): PyType {
  const dot = name.lastIndexOf(".");
  return new PyType({
    name: name.slice(dot + 1),
    module: options.module ?? "builtins",
    bases: options.bases ?? [objectType],
    attrs: new Map(),
    metaclass: options.metaclass ?? typeType,
    heap: options.heap ?? false,
    ...(options.allocate === undefined ? {} : { allocate: options.allocate }),
    hasDict: options.hasDict ?? false,
  });
}
