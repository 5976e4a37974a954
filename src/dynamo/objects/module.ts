/** `module`. Subclasses override `getOwn` to make attributes on demand. */

import { nativeType } from "./core_types.ts";
import { type Attrs, PyObject, type PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

export const moduleType: PyType = nativeType("module", {
  hasDict: true,
  allocate: (t) => new PyModule("?", new Map(), t),
});

export class PyModule extends PyObject {
  override attrs: Attrs;

  constructor(name: string, attrs: Attrs = new Map(), type: PyType = moduleType) {
    super(type);
    this.attrs = attrs;
    if (!attrs.has("__name__")) attrs.set("__name__", name);
  }

  get name(): string {
    const name = this.attrs.get("__name__");
    return typeof name === "string" ? name : "?";
  }

  /** Every name, made yet or not: for `dir` and `import *`. */
  ownNames(): string[] {
    return [...this.attrs.keys()];
  }

  /** Makes whatever is still to be made, so that `attrs` is complete (`__dict__`, `vars`). */
  complete(): void {}
}

/** A module whose attributes are made when first asked for. */
export class PyLazyModule extends PyModule {
  private readonly pending: Map<string, () => PyValue>;

  constructor(name: string, pending: Map<string, () => PyValue>, attrs: Attrs = new Map()) {
    super(name, attrs);
    this.pending = pending;
  }

  override getOwn(name: string): PyValue | undefined {
    const known = this.attrs.get(name);
    if (known !== undefined) return known;
    const make = this.pending.get(name);
    if (make === undefined) return undefined;
    const value = make();
    this.pending.delete(name);
    this.attrs.set(name, value);
    return value;
  }

  override ownNames(): string[] {
    return [...new Set([...this.attrs.keys(), ...this.pending.keys()])];
  }

  override complete(): void {
    for (const name of [...this.pending.keys()]) this.getOwn(name);
  }
}

moduleType.specialAccess = true;
