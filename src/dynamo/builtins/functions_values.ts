/** Built-in functions about numbers, text and iterables. */

import type { Interpreter } from "../interpreter.ts";
import { PyByteArray } from "../objects/bytes.ts";
import { StopIterationType, TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { float, PyFloat } from "../objects/float.ts";
import type { PyInt } from "../objects/int.ts";
import { nativeIterator, PyFnIterator } from "../objects/iterator.ts";
import { PyList } from "../objects/list.ts";
import { fn, type PyNative } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { NotImplemented } from "../objects/singletons.ts";
import { asBytesLike, asStr } from "../objects/unbox.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { call, callSpecial } from "../protocols/call.ts";
import { index, truth } from "../protocols/convert.ts";
import { isRaised, raise, raiseStopIteration } from "../protocols/errors.ts";
import { length } from "../protocols/item.ts";
import { forEach, getIter, next, toArray } from "../protocols/iterate.ts";
import { binaryOp, equals, richCompare } from "../protocols/operator.ts";
import { typeOf } from "../protocols/type_of.ts";
import { formatValue } from "./format_value.ts";
import { sortValues } from "./sorting.ts";
import { codePointLength } from "./text/code_points.ts";

function based(vm: Interpreter, value: PyValue, radix: number, prefix: string): string {
  const int: PyInt = index(vm, value);
  return int < 0 ? `-${prefix}${(-int).toString(radix)}` : prefix + int.toString(radix);
}

function extreme(
  vm: Interpreter,
  name: string,
  operator: "<" | ">",
  args: readonly PyValue[],
  key: PyValue,
  otherwise: PyValue | undefined,
): PyValue {
  if (args.length === 0) raise(vm, TypeErrorType, `${name} expected at least 1 argument, got 0`);
  if (args.length > 1 && otherwise !== undefined) {
    raise(vm, TypeErrorType, `Cannot specify a default for ${name}() with multiple positional arguments`);
  }
  let best: PyValue | undefined;
  let bestKey: PyValue | undefined;
  const consider = (item: PyValue) => {
    const itemKey = key === null ? item : call(vm, key, [item]);
    if (bestKey === undefined || truth(vm, richCompare(vm, itemKey, operator, bestKey)))
      [best, bestKey] = [item, itemKey];
  };
  if (args.length > 1) args.forEach(consider);
  else forEach(vm, args[0] as PyValue, consider);
  if (best !== undefined) return best;
  return otherwise === undefined ? raise(vm, ValueErrorType, `${name}() iterable argument is empty`) : otherwise;
}

/** Integers and floats are added without the operator protocol; floats with CPython 3.12's compensation. */
function sum(vm: Interpreter, iterable: PyValue, start: PyValue): PyValue {
  if (asStr(start) !== undefined) raise(vm, TypeErrorType, "sum() can't sum strings [use ''.join(seq) instead]");
  if (start instanceof PyByteArray) raise(vm, TypeErrorType, "sum() can't sum bytearray [use b''.join(seq) instead]");
  if (asBytesLike(start) !== undefined) raise(vm, TypeErrorType, "sum() can't sum bytes [use b''.join(seq) instead]");
  let total: PyValue = start;
  let compensation = 0;
  const flush = () => {
    if (total instanceof PyFloat && compensation !== 0 && Number.isFinite(compensation))
      total = float(total.value + compensation);
    compensation = 0;
  };
  forEach(vm, iterable, (item) => {
    if (total instanceof PyFloat && (item instanceof PyFloat || typeof item === "number")) {
      const x = item instanceof PyFloat ? item.value : item;
      const t = total.value + x;
      compensation += Math.abs(total.value) >= Math.abs(x) ? total.value - t + x : x - t + total.value;
      total = float(t);
      return;
    }
    flush();
    total = binaryOp(vm, "+", total, item);
  });
  flush();
  return total;
}

const callableIteratorType = nativeIterator("callable_iterator");

export const valueFunctions: readonly PyNative[] = [
  fn("abs(x, /)", (vm: Interpreter, x: PyValue) => {
    if (typeof x === "number") return Math.abs(x);
    if (x instanceof PyFloat) return float(Math.abs(x.value));
    const result = callSpecial(vm, x, "__abs__");
    if (result !== undefined) return result;
    if (x instanceof PyUnknown) return x;
    return raise(vm, TypeErrorType, `bad operand type for abs(): '${typeOf(x).name}'`);
  }),
  fn("all(iterable, /)", (vm: Interpreter, iterable: PyValue) => {
    let result = true;
    forEach(vm, iterable, (item) => {
      result = truth(vm, item);
      return result;
    });
    return result;
  }),
  fn("any(iterable, /)", (vm: Interpreter, iterable: PyValue) => {
    let result = false;
    forEach(vm, iterable, (item) => {
      result = truth(vm, item);
      return !result;
    });
    return result;
  }),
  fn("bin(number, /)", (vm: Interpreter, value: PyValue) => based(vm, value, 2, "0b")),
  fn("hex(number, /)", (vm: Interpreter, value: PyValue) => based(vm, value, 16, "0x")),
  fn("oct(number, /)", (vm: Interpreter, value: PyValue) => based(vm, value, 8, "0o")),
  fn("chr(i, /)", (vm: Interpreter, i: PyValue) => {
    const code = Number(index(vm, i));
    if (code < 0 || code > 0x10ffff) raise(vm, ValueErrorType, "chr() arg not in range(0x110000)");
    return String.fromCodePoint(code);
  }),
  fn("ord(c, /)", (vm: Interpreter, c: PyValue) => {
    const text = asStr(c);
    const bytes = asBytesLike(c);
    if (text !== undefined && codePointLength(text) === 1) return text.codePointAt(0) ?? 0;
    if (bytes?.length === 1) return bytes[0] as number;
    const size = text === undefined ? bytes?.length : codePointLength(text);
    if (size !== undefined) raise(vm, TypeErrorType, `ord() expected a character, but string of length ${size} found`);
    return raise(vm, TypeErrorType, `ord() expected string of length 1, but ${typeOf(c).name} found`);
  }),
  fn("divmod(x, y, /)", (vm: Interpreter, x: PyValue, y: PyValue) => {
    const forward = callSpecial(vm, x, "__divmod__", y);
    if (forward !== undefined && !isNotImplemented(forward)) return forward;
    const reflected = callSpecial(vm, y, "__rdivmod__", x);
    if (reflected !== undefined && !isNotImplemented(reflected)) return reflected;
    const names = `'${typeOf(x).name}' and '${typeOf(y).name}'`;
    return raise(vm, TypeErrorType, `unsupported operand type(s) for divmod(): ${names}`);
  }),
  fn("pow(base, exp, mod=None)", (vm: Interpreter, base: PyValue, exponent: PyValue, mod: PyValue) => {
    if (mod === null) return binaryOp(vm, "**", base, exponent);
    const result = callSpecial(vm, base, "__pow__", exponent, mod);
    if (result !== undefined && !isNotImplemented(result)) return result;
    const names = [base, exponent, mod].map((v) => `'${typeOf(v).name}'`).join(", ");
    return raise(vm, TypeErrorType, `unsupported operand type(s) for ** or pow(): ${names}`);
  }),
  fn("round(number, ndigits=None)", (vm: Interpreter, value: PyValue, ndigits: PyValue) => {
    const result =
      ndigits === null ? callSpecial(vm, value, "__round__") : callSpecial(vm, value, "__round__", ndigits);
    if (result !== undefined) return result;
    if (value instanceof PyUnknown) return value;
    return raise(vm, TypeErrorType, `type ${typeOf(value).name} doesn't define __round__ method`);
  }),
  fn("format(value, format_spec='', /)", (vm: Interpreter, value: PyValue, spec: PyValue) => {
    const text = asStr(spec);
    return text === undefined
      ? raise(vm, TypeErrorType, `format() argument 2 must be str, not ${typeOf(spec).name}`)
      : formatValue(vm, value, text);
  }),
  fn("len(obj, /)", (vm: Interpreter, o: PyValue) => (o instanceof PyUnknown ? o : length(vm, o))),
  fn("iter(object, sentinel=<unset>, /)", (vm: Interpreter, o: PyValue, sentinel: PyValue | undefined) => {
    if (sentinel === undefined) return getIter(vm, o);
    return new PyFnIterator((inner) => {
      try {
        const value = call(inner, o, []);
        return equals(inner, value, sentinel) ? undefined : value;
      } catch (e) {
        if (isRaised(e, StopIterationType)) return undefined;
        throw e;
      }
    }, callableIteratorType);
  }),
  fn("next(iterator, default=<unset>, /)", (vm: Interpreter, iterator: PyValue, otherwise: PyValue | undefined) => {
    if (typeOf(iterator).lookup("__next__") === undefined && !(iterator instanceof PyUnknown)) {
      raise(vm, TypeErrorType, `'${typeOf(iterator).name}' object is not an iterator`);
    }
    if (otherwise === undefined) {
      // A generator's return value must reach the caller, so its own method raises.
      const value = callSpecial(vm, iterator, "__next__");
      return value === undefined ? raiseStopIteration(vm) : value;
    }
    const value = next(vm, iterator);
    return value === undefined ? otherwise : value;
  }),
  fn(
    "max(*args, key=None, default=<unset>)",
    (vm: Interpreter, args: readonly PyValue[], key: PyValue, otherwise: PyValue | undefined) =>
      extreme(vm, "max", ">", args, key, otherwise),
  ),
  fn(
    "min(*args, key=None, default=<unset>)",
    (vm: Interpreter, args: readonly PyValue[], key: PyValue, otherwise: PyValue | undefined) =>
      extreme(vm, "min", "<", args, key, otherwise),
  ),
  fn(
    "sorted(iterable, /, *, key=None, reverse=False)",
    (vm: Interpreter, iterable: PyValue, key: PyValue, reverse: PyValue) =>
      new PyList(sortValues(vm, toArray(vm, iterable), key, truth(vm, reverse))),
  ),
  fn("sum(iterable, /, start=0)", sum),
];

function isNotImplemented(value: PyValue): boolean {
  return value === NotImplemented;
}
