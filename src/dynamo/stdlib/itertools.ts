/** `itertools`. */

import { genericAlias } from "../builtins/list.ts";
import { nativeModule } from "../importer/native_module.ts";
import type { Interpreter } from "../interpreter.ts";
import { TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { nativeIterator, PyFnIterator, PyIterator } from "../objects/iterator.ts";
import { defineClassMethods, defineMethods, fn, type NativeImpl } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import type { PyType } from "../objects/type.ts";
import { asInt } from "../objects/unbox.ts";
import { call } from "../protocols/call.ts";
import { index, truth } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { iter, toArray } from "../protocols/iterate.ts";
import { binaryOp, equals } from "../protocols/operator.ts";

type Next = (vm: Interpreter) => PyValue | undefined;

const types = new Map<string, PyType>();

/** An iterator class: `start` gets the call's arguments and gives the function that makes the items. */
function define(signature: string, start: (vm: Interpreter, ...args: never[]) => Next): void {
  const name = signature.slice(0, signature.indexOf("("));
  const type = nativeIterator(name, "itertools");
  const begin = start as (vm: Interpreter, ...args: unknown[]) => Next;
  const make: NativeImpl = (vm: Interpreter, cls: PyType, ...args: unknown[]) =>
    new PyFnIterator(begin(vm, ...args), cls);
  defineMethods(type, { [`__new__(cls, ${signature.slice(name.length + 1)}`]: make });
  types.set(name, type);
}

define("count(start=0, step=1)", (_vm, start: PyValue, step: PyValue) => {
  let current = start;
  return (vm) => {
    const value = current;
    current = binaryOp(vm, "+", current, step);
    return value;
  };
});
define("cycle(iterable, /)", (vm, iterable: PyValue) => {
  const source = iter(vm, iterable);
  const seen: PyValue[] = [];
  let at = -1;
  return (inner) => {
    if (at < 0) {
      const item = source.next(inner);
      if (item !== undefined) {
        seen.push(item);
        return item;
      }
      at = 0;
    }
    if (seen.length === 0) return undefined;
    return seen[at++ % seen.length];
  };
});
define("repeat(object, times=<unset>)", (vm, object: PyValue, times: PyValue | undefined) => {
  let left = times === undefined ? Number.POSITIVE_INFINITY : Number(index(vm, times));
  return () => (left-- > 0 ? object : undefined);
});
define("accumulate(iterable, func=None, *, initial=None)", (vm, iterable: PyValue, func: PyValue, initial: PyValue) => {
  const source = iter(vm, iterable);
  let total: PyValue | undefined;
  let pendingInitial = initial !== null;
  return (inner) => {
    if (pendingInitial) {
      pendingInitial = false;
      total = initial;
      return total;
    }
    const item = source.next(inner);
    if (item === undefined) return undefined;
    if (total === undefined) total = item;
    else total = func === null ? binaryOp(inner, "+", total, item) : call(inner, func, [total, item]);
    return total;
  };
});

function chained(outer: PyIterator): Next {
  let current: PyIterator | null = null;
  return (vm) => {
    for (;;) {
      if (current === null) {
        const source = outer.next(vm);
        if (source === undefined) return undefined;
        current = iter(vm, source);
      }
      const item = current.next(vm);
      if (item !== undefined) return item;
      current = null;
    }
  };
}
define("chain(*iterables)", (vm, iterables: readonly PyValue[]) => chained(iter(vm, new PyTuple(iterables))));
defineClassMethods(types.get("chain") as PyType, {
  "from_iterable(cls, iterable, /)": (vm: Interpreter, cls: PyType, iterable: PyValue) =>
    new PyFnIterator(chained(iter(vm, iterable)), cls),
  "__class_getitem__(cls, item, /)": (_vm: Interpreter, cls: PyType, item: PyValue) => genericAlias(cls, item),
});

define("compress(data, selectors)", (vm, data: PyValue, selectors: PyValue) => {
  const [items, flags] = [iter(vm, data), iter(vm, selectors)];
  return (inner) => {
    for (;;) {
      const item = items.next(inner);
      const flag = item === undefined ? undefined : flags.next(inner);
      if (item === undefined || flag === undefined) return undefined;
      if (truth(inner, flag)) return item;
    }
  };
});
define("dropwhile(predicate, iterable, /)", (vm, predicate: PyValue, iterable: PyValue) => {
  const source = iter(vm, iterable);
  let dropping = true;
  return (inner) => {
    for (;;) {
      const item = source.next(inner);
      if (item === undefined) return undefined;
      if (dropping && truth(inner, call(inner, predicate, [item]))) continue;
      dropping = false;
      return item;
    }
  };
});
define("takewhile(predicate, iterable, /)", (vm, predicate: PyValue, iterable: PyValue) => {
  const source = iter(vm, iterable);
  return (inner) => {
    const item = source.next(inner);
    return item === undefined || !truth(inner, call(inner, predicate, [item])) ? undefined : item;
  };
});
define("filterfalse(function, iterable, /)", (vm, predicate: PyValue, iterable: PyValue) => {
  const source = iter(vm, iterable);
  return (inner) => {
    for (;;) {
      const item = source.next(inner);
      if (item === undefined) return undefined;
      if (!truth(inner, predicate === null ? item : call(inner, predicate, [item]))) return item;
    }
  };
});
define("starmap(function, iterable, /)", (vm, f: PyValue, iterable: PyValue) => {
  const source = iter(vm, iterable);
  return (inner) => {
    const args = source.next(inner);
    return args === undefined ? undefined : call(inner, f, toArray(inner, args));
  };
});
define("pairwise(iterable, /)", (vm, iterable: PyValue) => {
  const source = iter(vm, iterable);
  let previous: PyValue | undefined;
  return (inner) => {
    previous ??= source.next(inner);
    if (previous === undefined) return undefined;
    const item = source.next(inner);
    if (item === undefined) return undefined;
    const result = new PyTuple([previous, item]);
    previous = item;
    return result;
  };
});
define("batched(iterable, n)", (vm, iterable: PyValue, n: PyValue) => {
  const size = Number(index(vm, n));
  if (size < 1) raise(vm, ValueErrorType, "n must be at least one");
  const source = iter(vm, iterable);
  return (inner) => {
    const items: PyValue[] = [];
    while (items.length < size) {
      const item = source.next(inner);
      if (item === undefined) break;
      items.push(item);
    }
    return items.length === 0 ? undefined : new PyTuple(items);
  };
});
define("islice(iterable, *bounds)", (vm, iterable: PyValue, bounds: readonly PyValue[]) => {
  if (bounds.length === 0 || bounds.length > 3) {
    raise(vm, TypeErrorType, `islice expected at least 2 arguments, got ${bounds.length + 1}`);
  }
  const bound = (value: PyValue | undefined, otherwise: number, text: string): number => {
    if (value === undefined || value === null) return otherwise;
    const int = asInt(value);
    if (int === undefined || int < 0) raise(vm, ValueErrorType, text);
    return Number(int);
  };
  const indices = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
  const single = bounds.length === 1;
  const stopText = single ? "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize." : indices;
  const stop = bound(single ? bounds[0] : bounds[1], Number.POSITIVE_INFINITY, stopText);
  let next = single ? 0 : bound(bounds[0], 0, indices);
  const step = bound(bounds[2], 1, "Step for islice() must be a positive integer or None.");
  if (step === 0) raise(vm, ValueErrorType, "Step for islice() must be a positive integer or None.");
  const source = iter(vm, iterable);
  let at = 0;
  return (inner) => {
    if (next >= stop) {
      for (; at < stop && Number.isFinite(stop); at++) if (source.next(inner) === undefined) return undefined;
      return undefined;
    }
    for (; at < next; at++) if (source.next(inner) === undefined) return undefined;
    const item = source.next(inner);
    at++;
    next += step;
    return item;
  };
});
define("zip_longest(*iterables, fillvalue=None)", (vm, iterables: readonly PyValue[], fill: PyValue) => {
  const sources: (PyIterator | null)[] = iterables.map((o) => iter(vm, o));
  let active = sources.length;
  return (inner) => {
    if (active === 0) return undefined;
    const items = sources.map((source, i) => {
      const item = source?.next(inner);
      if (item !== undefined) return item;
      if (source !== null) {
        sources[i] = null;
        active--;
      }
      return fill;
    });
    return active === 0 ? undefined : new PyTuple(items);
  };
});

/** Steps through index tuples; `advance` changes them in place and gives false at the end. */
function indexed(pool: readonly PyValue[], indices: number[], advance: () => boolean, possible: boolean): Next {
  let state: "first" | "running" | "done" = possible ? "first" : "done";
  return (vm) => {
    if (state === "done") return undefined;
    vm.charge(1);
    if (state === "running" && !advance()) {
      state = "done";
      return undefined;
    }
    state = "running";
    return new PyTuple(indices.map((i) => pool[i] as PyValue));
  };
}

define("product(*iterables, repeat=1)", (vm, iterables: readonly PyValue[], repeat: PyValue) => {
  const once = iterables.map((o) => toArray(vm, o));
  const pools = Array.from({ length: Math.max(0, Number(index(vm, repeat))) }, () => once).flat();
  const at = pools.map(() => 0);
  let started = false;
  let done = pools.some((pool) => pool.length === 0);
  return (inner) => {
    if (done) return undefined;
    inner.charge(1 + pools.length);
    if (started) {
      let i = pools.length - 1;
      for (; i >= 0; i--) {
        at[i] = (at[i] as number) + 1;
        if ((at[i] as number) < (pools[i] as PyValue[]).length) break;
        at[i] = 0;
      }
      if (i < 0) {
        done = true;
        return undefined;
      }
    }
    started = true;
    return new PyTuple(pools.map((pool, i) => pool[at[i] as number] as PyValue));
  };
});

function sizeOf(vm: Interpreter, r: PyValue): number {
  const size = Number(index(vm, r));
  return size < 0 ? raise(vm, ValueErrorType, "r must be non-negative") : size;
}

define("combinations(iterable, r)", (vm, iterable: PyValue, r: PyValue) => {
  const pool = toArray(vm, iterable);
  const size = sizeOf(vm, r);
  const indices = Array.from({ length: size }, (_, i) => i);
  const advance = (): boolean => {
    let i = size - 1;
    while (i >= 0 && indices[i] === i + pool.length - size) i--;
    if (i < 0) return false;
    const start = (indices[i] as number) + 1;
    for (let j = i; j < size; j++) indices[j] = start + j - i;
    return true;
  };
  return indexed(pool, indices, advance, size <= pool.length);
});
define("combinations_with_replacement(iterable, r)", (vm, iterable: PyValue, r: PyValue) => {
  const pool = toArray(vm, iterable);
  const size = sizeOf(vm, r);
  const indices = new Array<number>(size).fill(0);
  const advance = (): boolean => {
    let i = size - 1;
    while (i >= 0 && indices[i] === pool.length - 1) i--;
    if (i < 0) return false;
    indices.fill((indices[i] as number) + 1, i);
    return true;
  };
  return indexed(pool, indices, advance, size === 0 || pool.length > 0);
});
define("permutations(iterable, r=None)", (vm, iterable: PyValue, r: PyValue) => {
  const pool = toArray(vm, iterable);
  const n = pool.length;
  const size = r === null ? n : sizeOf(vm, r);
  const order = Array.from({ length: n }, (_, i) => i);
  const cycles = Array.from({ length: size }, (_, i) => n - i);
  const indices = order.slice(0, size);
  const advance = (): boolean => {
    for (let i = size - 1; i >= 0; i--) {
      cycles[i] = (cycles[i] as number) - 1;
      if (cycles[i] === 0) {
        order.push(...order.splice(i, 1));
        cycles[i] = n - i;
      } else {
        const j = n - (cycles[i] as number);
        [order[i], order[j]] = [order[j] as number, order[i] as number];
        for (let k = 0; k < size; k++) indices[k] = order[k] as number;
        return true;
      }
    }
    return false;
  };
  return indexed(pool, indices, advance, size <= n);
});

const grouperType = nativeIterator("_grouper", "itertools");

define("groupby(iterable, key=None)", (vm, iterable: PyValue, key: PyValue) => {
  const source = iter(vm, iterable);
  let item: PyValue | undefined;
  let itemKey: PyValue | undefined;
  let groupKey: PyValue | undefined;
  let group = 0;
  const read = (inner: Interpreter): boolean => {
    item = source.next(inner);
    if (item === undefined) return false;
    itemKey = key === null ? item : call(inner, key, [item]);
    return true;
  };
  return (inner) => {
    group++;
    // Skip what is left of the previous group.
    while (itemKey === undefined || (groupKey !== undefined && equals(inner, itemKey, groupKey)))
      if (!read(inner)) return undefined;
    groupKey = itemKey;
    const mine = group;
    const target = groupKey;
    let ended = false;
    const members = new PyFnIterator((nested) => {
      if (ended || mine !== group || item === undefined) return undefined;
      const value = item;
      if (!read(nested) || !equals(nested, itemKey as PyValue, target)) ended = true;
      return value;
    }, grouperType);
    return new PyTuple([target, members]);
  };
});

/** `tee`: branches share what the source gave and one of them has not taken yet. */
class PyTee extends PyIterator {
  private readonly source: PyIterator;
  private readonly shared: PyValue[];
  private at: number;
  constructor(source: PyIterator, shared: PyValue[], at: number) {
    super(teeType);
    this.source = source;
    this.shared = shared;
    this.at = at;
  }
  override next(vm: Interpreter): PyValue | undefined {
    if (this.at === this.shared.length) {
      const item = this.source.next(vm);
      if (item === undefined) return undefined;
      this.shared.push(item);
    }
    return this.shared[this.at++];
  }
  copy(): PyTee {
    return new PyTee(this.source, this.shared, this.at);
  }
}
const teeType = nativeIterator("_tee", "itertools");
defineMethods(teeType, { "__copy__(self, /)": (_vm: Interpreter, self: PyTee) => self.copy() });

const tee = fn("tee(iterable, n=2, /)", (vm: Interpreter, iterable: PyValue, n: PyValue) => {
  const count = Number(index(vm, n));
  if (count < 0) raise(vm, ValueErrorType, "n must be >= 0");
  const source = iter(vm, iterable);
  const first = source instanceof PyTee ? source.copy() : new PyTee(source, [], 0);
  return new PyTuple(Array.from({ length: count }, (_, i) => (i === 0 ? first : first.copy())));
});

export const itertoolsModule = nativeModule("itertools", () => ({ ...Object.fromEntries(types), tee }));
