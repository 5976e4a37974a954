/** The iterators of list, tuple, range and str, which the evaluator's FOR_ITER knows. */

import type { PyInt } from "./int.ts";
import { nativeIterator, PyIterator } from "./iterator.ts";
import type { PyList } from "./list.ts";
import type { PyValue } from "./object.ts";
import { PyRange } from "./range.ts";
import type { PyTuple } from "./tuple.ts";
import type { PyType } from "./type.ts";

export const listIteratorType: PyType = nativeIterator("list_iterator");
export const tupleIteratorType: PyType = nativeIterator("tuple_iterator");
export const rangeIteratorType: PyType = nativeIterator("range_iterator");
export const strIteratorType: PyType = nativeIterator("str_iterator");

export class PyListIterator extends PyIterator {
  list: PyList | null;
  index = 0;
  constructor(list: PyList) {
    super(listIteratorType);
    this.list = list;
  }
  override next(): PyValue | undefined {
    if (this.list === null) return undefined;
    const items = this.list.items;
    if (this.index < items.length) return items[this.index++];
    this.list = null;
    return undefined;
  }
  override lengthHint(): number {
    return this.list === null ? 0 : Math.max(0, this.list.items.length - this.index);
  }
}

/** Over items that do not change: a tuple's, or a snapshot. */
export class PyTupleIterator extends PyIterator {
  readonly items: readonly PyValue[];
  index = 0;
  constructor(source: PyTuple | { readonly items: readonly PyValue[] }, type: PyType = tupleIteratorType) {
    super(type);
    this.items = source.items;
  }
  override next(): PyValue | undefined {
    return this.index < this.items.length ? this.items[this.index++] : undefined;
  }
  override lengthHint(): number {
    return this.items.length - this.index;
  }
}

export class PyRangeIterator extends PyIterator {
  readonly range: PyRange;
  /** True while plain number arithmetic is exact for the whole range. */
  readonly small: boolean;
  current: number;
  readonly step: number;
  left: number;
  private index: PyInt = 0;

  constructor(range: PyRange) {
    super(rangeIteratorType);
    this.range = range;
    this.small =
      typeof range.start === "number" &&
      typeof range.stop === "number" &&
      typeof range.step === "number" &&
      typeof range.length === "number";
    this.current = this.small ? Number(range.start) : 0;
    this.step = this.small ? Number(range.step) : 0;
    this.left = this.small ? Number(range.length) : 0;
  }
  override next(): PyValue | undefined {
    if (this.small) {
      if (this.left <= 0) return undefined;
      this.left--;
      const v = this.current;
      this.current = v + this.step;
      return v;
    }
    if (this.index >= this.range.length) return undefined;
    const v = this.range.at(this.index);
    this.index = Number(this.index) + 1;
    return v;
  }
  /** What is still to come, as a range. */
  remaining(): PyRange {
    const { range } = this;
    if (this.small) return new PyRange(this.current, this.current + this.step * Math.max(0, this.left), this.step);
    const from = this.index < range.length ? range.at(this.index) : range.stop;
    return new PyRange(from, range.stop, range.step);
  }
  override lengthHint(): number {
    return this.small ? this.left : Number(this.range.length) - Number(this.index);
  }
}

export class PyStrIterator extends PyIterator {
  readonly text: string;
  index = 0;
  constructor(text: string) {
    super(strIteratorType);
    this.text = text;
  }
  override next(): PyValue | undefined {
    const cp = this.text.codePointAt(this.index);
    if (cp === undefined) return undefined;
    const c = String.fromCodePoint(cp);
    this.index += c.length;
    return c;
  }
}
