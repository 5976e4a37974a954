/** Iterators made here. `next` gives undefined at the end, so that a finished loop needs no exception. */

import type { Interpreter } from "../interpreter.ts";
import { nativeType } from "./core_types.ts";
import { PyObject, type PyValue } from "./object.ts";
import type { PyType } from "./type.ts";

/** The Python-visible `__iter__`/`__next__` stand here and are inherited by every native iterator's class. */
export const nativeIteratorType: PyType = nativeType("iterator");

export abstract class PyIterator extends PyObject {
  constructor(type: PyType = nativeIteratorType) {
    super(type);
  }
  /** The next item; undefined when exhausted (and for ever after). */
  abstract next(vm: Interpreter): PyValue | undefined;
  /** Gives these items before the others: those that were looked at. */
  replay(items: readonly PyValue[]): void {
    let at = 0;
    const others = this.next.bind(this);
    this.next = (vm) => (at < items.length ? items[at++] : others(vm));
  }
  /** `__length_hint__`, where it costs nothing. */
  lengthHint(): number | undefined {
    return undefined;
  }
}

/** A class for native iterators: `nativeIterator("list_iterator")`. */
export function nativeIterator(name: string, module = "builtins"): PyType {
  return nativeType(name, { module, bases: [nativeIteratorType] });
}

const generatedType = nativeIterator("generated_iterator");

/** An iterator over what `next` gives. */
export class PyFnIterator extends PyIterator {
  private readonly produce: (vm: Interpreter) => PyValue | undefined;
  private readonly left: (() => number) | undefined;
  private done = false;
  /** `left`: how many items are still to come, for those that know. */
  constructor(
    produce: (vm: Interpreter) => PyValue | undefined,
    type: PyType = generatedType,
    left: (() => number) | undefined = undefined,
  ) {
    super(type);
    this.produce = produce;
    this.left = left;
  }
  override lengthHint(): number | undefined {
    return this.done ? 0 : this.left?.();
  }
  override next(vm: Interpreter): PyValue | undefined {
    if (this.done) return undefined;
    const v = this.produce(vm);
    if (v === undefined) this.done = true;
    return v;
  }
}

/** An iterator over a JavaScript iterator (a generator function of ours). */
export class PyJsIterator extends PyIterator {
  private readonly source: Iterator<PyValue>;
  constructor(source: Iterator<PyValue>, type: PyType = generatedType) {
    super(type);
    this.source = source;
  }
  override next(): PyValue | undefined {
    const step = this.source.next();
    return step.done === true ? undefined : step.value;
  }
}
