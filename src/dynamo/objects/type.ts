/** Classes: the method resolution order (C3), attribute lookup along it, and how instances are laid out. */

import { type Attrs, PyObject, type PyValue } from "./object.ts";

/** Makes an empty instance of `type` in the layout of the native class that first defined it. */
export type Allocate = (type: PyType) => PyObject;

export interface TypeSpec {
  readonly name: string;
  readonly qualname?: string;
  readonly module: string;
  readonly bases: readonly PyType[];
  readonly attrs: Attrs;
  readonly metaclass: PyType;
  /** Null: instances are made by the class's own `__new__` only (or inherit the base's layout). */
  readonly allocate?: Allocate;
  /** A class statement made it (or `type(...)`): attributes may be set on it. */
  readonly heap: boolean;
  /** False when `__slots__` takes the instance dictionary away. */
  readonly hasDict?: boolean;
}

/** Raised by `mergeMro`; the caller turns it into Python's TypeError. */
export class MroConflict extends Error {}

let typeVersion = 0;

interface AttributeHooks {
  readonly getattribute: PyValue;
  readonly setattr: PyValue;
  readonly delattr: PyValue;
}

/** Two bases have different native layouts; the caller turns it into Python's TypeError. */
export class LayoutConflict extends Error {}

/** The most derived layout among the bases; it must extend all others. */
function bestLayout(bases: readonly PyType[], root: PyType): PyType {
  let best = bases[0]?.layout ?? root;
  for (const { layout } of bases) if (layout !== best && layout.isSubtypeOf(best)) best = layout;
  for (const { layout } of bases)
    if (!best.isSubtypeOf(layout)) throw new LayoutConflict("multiple bases have instance lay-out conflict");
  return best;
}

export class PyType extends PyObject {
  name: string;
  qualname: string;
  module: string;
  bases: readonly PyType[];
  mro: readonly PyType[];
  override attrs: Attrs;
  readonly heap: boolean;
  hasDict: boolean;
  readonly allocate: Allocate | null;
  /** The native class whose instance layout this class's instances have. */
  readonly layout: PyType;
  /** Instances have attribute access of their own kind (classes, modules, super objects, unknown values). */
  specialAccess: boolean;
  /** Heap subclasses, for `__subclasses__` and for forgetting cached lookups. Static types keep none. */
  readonly subclasses: Set<WeakRef<PyType>> = new Set();
  /** Member descriptors that instances have, inherited ones included: the length of their `slots`. */
  slotCount = 0;
  /** Changes when an attribute of the class or of one of its bases does; unique among all classes. For inline caches. */
  version: number = ++typeVersion;
  /** True on `object` and on the native classes whose attribute access attribute.ts implements itself. */
  definesDefaultAttributeAccess = false;
  private hooks: AttributeHooks | null = null;
  private readonly cache: Map<string, PyValue | undefined> = new Map();

  constructor(spec: TypeSpec) {
    super(spec.metaclass);
    this.name = spec.name;
    this.qualname = spec.qualname ?? spec.name;
    this.module = spec.module;
    this.bases = spec.bases;
    this.attrs = spec.attrs;
    this.heap = spec.heap;
    this.hasDict = spec.hasDict ?? true;
    this.mro = [this, ...mergeMro(spec.bases)];
    this.layout = spec.allocate === undefined ? bestLayout(spec.bases, this) : this;
    this.allocate = spec.allocate ?? (this.layout === this ? null : this.layout.allocate);
    this.specialAccess = spec.bases.some((b) => b.specialAccess);
    for (const base of spec.bases) if (base.heap) base.subclasses.add(new WeakRef(this));
  }

  /** The first attribute `name` along the MRO, unbound; undefined when there is none. */
  lookup(name: string): PyValue | undefined {
    const cached = this.cache.get(name);
    if (cached !== undefined || this.cache.has(name)) return cached;
    let found: PyValue | undefined;
    for (const type of this.mro) {
      found = type.attrs.get(name);
      if (found !== undefined) break;
    }
    this.cache.set(name, found);
    return found;
  }

  isSubtypeOf(other: PyType): boolean {
    return this === other || this.mro.includes(other);
  }

  /** Replaces the bases (`__bases__` assignment); the caller has checked them. Throws MroConflict. */
  setBases(bases: readonly PyType[]): void {
    const mro = [this, ...mergeMro(bases)];
    for (const base of this.bases)
      for (const ref of base.subclasses) if (ref.deref() === this) base.subclasses.delete(ref);
    this.bases = bases;
    this.setMro(mro);
    for (const base of bases) if (base.heap) base.subclasses.add(new WeakRef(this));
  }

  /** The class's own `__getattribute__`, or null while it is the default one; so are the next two. */
  get getattribute(): PyValue {
    if (this.hooks === null) this.hooks = this.findHooks();
    return this.hooks.getattribute;
  }
  get setattr(): PyValue {
    if (this.hooks === null) this.hooks = this.findHooks();
    return this.hooks.setattr;
  }
  get delattr(): PyValue {
    if (this.hooks === null) this.hooks = this.findHooks();
    return this.hooks.delattr;
  }

  private findHooks(): AttributeHooks {
    const own = (name: string): PyValue => {
      for (const type of this.mro) {
        const f = type.attrs.get(name);
        if (f !== undefined) return type.definesDefaultAttributeAccess ? null : f;
      }
      return null;
    };
    return { getattribute: own("__getattribute__"), setattr: own("__setattr__"), delattr: own("__delattr__") };
  }

  /** Sets the MRO, which a metaclass's `mro()` may have made, and forgets what was looked up along the old one. */
  setMro(mro: readonly PyType[]): void {
    this.mro = mro;
    this.forgetAll();
  }

  private forgetAll(): void {
    this.cache.clear();
    this.hooks = null;
    this.version = ++typeVersion;
    for (const ref of this.subclasses) ref.deref()?.forgetAll();
  }

  /** Sets (or with undefined deletes) a class attribute and forgets what was looked up through it. */
  setAttr(name: string, value: PyValue | undefined): void {
    if (value === undefined) this.attrs.delete(name);
    else this.attrs.set(name, value);
    this.forget(name);
  }

  private forget(name: string): void {
    this.cache.delete(name);
    if (name.endsWith("attr__") || name === "__getattribute__") this.hooks = null;
    this.version = ++typeVersion;
    for (const ref of this.subclasses) ref.deref()?.forget(name);
  }
}

/** C3 linearisation of the bases (Python's "method resolution order", PEP 253 and the 2.3 MRO note). */
export function mergeMro(bases: readonly PyType[]): PyType[] {
  const sequences = [...bases.map((b) => [...b.mro]), [...bases]];
  const result: PyType[] = [];
  for (;;) {
    const open = sequences.filter((s) => s.length > 0);
    if (open.length === 0) return result;
    const next = open.map((s) => s[0] as PyType).find((c) => !open.some((s) => s.indexOf(c, 1) > 0));
    if (next === undefined) {
      const names = [...new Set(open.map((s) => (s[0] as PyType).name))].join(", ");
      throw new MroConflict(`Cannot create a consistent method resolution order (MRO) for bases ${names}`);
    }
    result.push(next);
    for (const s of sequences) if (s[0] === next) s.shift();
  }
}
