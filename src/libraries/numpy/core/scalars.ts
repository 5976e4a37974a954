/** numpy's scalars: their construction, text, conversion, and the attributes and methods that they share with arrays. */

import { formatValue } from "../../../dynamo/builtins/format_value.ts";
import { formatFloat, formatInt } from "../../../dynamo/builtins/text/format_number.ts";
import type { Interpreter } from "../../../dynamo/interpreter.ts";
import { PyBoxed } from "../../../dynamo/objects/boxed.ts";
import { PyComplex } from "../../../dynamo/objects/complex.ts";
import { IndexErrorType, TypeErrorType } from "../../../dynamo/objects/exception_types.ts";
import { float } from "../../../dynamo/objects/float.ts";
import { defineGetSet, defineMethods, defineRawMethods, type NativeImpl } from "../../../dynamo/objects/native.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { Ellipsis } from "../../../dynamo/objects/singletons.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import type { PyType } from "../../../dynamo/objects/type.ts";
import { asStr } from "../../../dynamo/objects/unbox.ts";
import { getAttr } from "../../../dynamo/protocols/attribute.ts";
import { callMethod } from "../../../dynamo/protocols/call.ts";
import { hash, repr, str, toFloat, toInt, truth } from "../../../dynamo/protocols/convert.ts";
import { raise } from "../../../dynamo/protocols/errors.ts";
import { PyNdarray } from "./array.ts";
import { asArray, cast, unwrap } from "./convert.ts";
import { isInteger, type PyDType, realOf, textDType } from "./dtype.ts";
import { complexText, scalarText } from "./float_text.ts";
import { getSubscript } from "./indexing.ts";
import {
  boolScalarType,
  box,
  floatingType,
  genericType,
  integerType,
  plain,
  scalarDType,
  scalarElement,
  scalarTypes,
} from "./scalar.ts";

function dtypeOf(v: PyValue): PyDType {
  const d = scalarDType(v);
  if (d === undefined) throw new Error("a method of numpy's scalars was called on something else");
  return d;
}

const value = (v: PyValue): PyValue => plain(dtypeOf(v), scalarElement(v));

const asArrayOf: NativeImpl = (vm: Interpreter, self: PyValue) => asArray(vm, self);

function text(vm: Interpreter, v: PyValue): string {
  const d = dtypeOf(v);
  const element = scalarElement(v);
  switch (d.kind) {
    case "f":
      return scalarText(element as number, d);
    case "c":
      return complexText((element as PyComplex).re, (element as PyComplex).im, realOf(d));
    case "b":
      return element ? "True" : "False";
    default:
      return str(vm, value(v));
  }
}

function shown(vm: Interpreter, v: PyValue): string {
  const d = dtypeOf(v);
  if (d.kind === "b") return `np.${text(vm, v)}_`;
  if (d.kind === "U") return `np.str_(${repr(vm, value(v))})`;
  const inner = text(vm, v);
  if (d.kind !== "c") return `np.${d.name}(${inner})`;
  return `np.${d.name}(${inner.startsWith("(") ? inner.slice(1, -1) : inner})`;
}

for (const [type, dtype] of scalarTypes()) {
  if (dtype.kind === "O") continue;
  defineMethods(type, {
    "__new__(cls, value=<unset>, /)": (vm: Interpreter, cls: PyType, given: PyValue | undefined) => {
      const d = dtype.kind === "U" ? textDType(0) : dtype;
      if (given === undefined) return box(d, dtype.kind === "U" ? "" : dtype.kind === "c" ? new PyComplex(0, 0) : 0);
      const a = asArray(vm, given);
      const source =
        typeof given === "number" || typeof given === "bigint"
          ? asArray(vm, given, d)
          : a.dtype.kind === "O" && given === null
            ? asArray(vm, given, d)
            : cast(vm, a, d);
      const made = unwrap(source);
      if (cls !== type && made instanceof PyBoxed) return new PyBoxed(made.payload, cls);
      return made;
    },
  });
}

defineMethods(genericType, {
  "__repr__(self, /)": shown as NativeImpl,
  "__str__(self, /)": text as NativeImpl,
  "__format__(self, spec, /)": (vm: Interpreter, self: PyValue, spec: PyValue) => {
    const code = asStr(spec) ?? "";
    const d = dtypeOf(self);
    const element = scalarElement(self);
    if (code === "") return text(vm, self);
    if (d.kind === "f") return formatFloat(vm, element as number, code);
    if (isInteger(d)) return formatInt(vm, element as number, code);
    if (d.kind === "b") return formatValue(vm, text(vm, self), code);
    return formatValue(vm, value(self), code);
  },
  "__hash__(self, /)": (vm: Interpreter, self: PyValue) => hash(vm, value(self)),
  "__bool__(self, /)": (vm: Interpreter, self: PyValue) => truth(vm, value(self)),
  "__int__(self, /)": (vm: Interpreter, self: PyValue) => toInt(vm, value(self)),
  "__float__(self, /)": (vm: Interpreter, self: PyValue) => float(toFloat(vm, value(self))),
  "__complex__(self, /)": (vm: Interpreter, self: PyValue) => {
    const v = value(self);
    return v instanceof PyComplex ? new PyComplex(v.re, v.im) : new PyComplex(toFloat(vm, v), 0);
  },
  "__round__(self, ndigits=None, /)": (vm: Interpreter, self: PyValue, digits: PyValue) => {
    if (digits === null) return callMethod(vm, value(self), "__round__", []);
    return callMethod(vm, asArray(vm, self), "round", [digits]);
  },
  "__getitem__(self, key, /)": (vm: Interpreter, self: PyValue, key: PyValue) => {
    if (
      key === Ellipsis ||
      key === null ||
      (key instanceof PyTuple && key.items.every((k) => k === null || k === Ellipsis))
    ) {
      return getSubscript(vm, asArray(vm, self), key);
    }
    return raise(vm, IndexErrorType, "invalid index to scalar variable.");
  },
  "__array__(self, dtype=None, *, copy=None)": asArrayOf,
  "__reduce__(self, /)": (_vm: Interpreter, self: PyValue) =>
    new PyTuple([self instanceof PyBoxed || self instanceof PyComplex ? self.type : null, new PyTuple([value(self)])]),
  "__copy__(self, /)": (_vm: Interpreter, self: PyValue) => self,
  "__deepcopy__(self, memo, /)": (_vm: Interpreter, self: PyValue) => self,
  "item(self, *args)": (_vm: Interpreter, self: PyValue) => value(self),
  "tolist(self, /)": (_vm: Interpreter, self: PyValue) => value(self),
});
defineMethods(integerType, {
  "__index__(self, /)": (vm: Interpreter, self: PyValue) => toInt(vm, value(self)),
  "is_integer(self, /)": () => true,
  "bit_count(self, /)": (vm: Interpreter, self: PyValue) => callMethod(vm, value(self), "bit_count", []),
  "bit_length(self, /)": (vm: Interpreter, self: PyValue) => callMethod(vm, value(self), "bit_length", []),
});
defineGetSet(integerType, {
  numerator: { get: (_vm, self) => self },
  denominator: { get: () => 1 },
});
defineMethods(floatingType, {
  "is_integer(self, /)": (_vm: Interpreter, self: PyValue) => Number.isInteger(scalarElement(self)),
  "as_integer_ratio(self, /)": (vm: Interpreter, self: PyValue) => callMethod(vm, value(self), "as_integer_ratio", []),
});
defineMethods(boolScalarType, {
  "__index__(self, /)": (vm: Interpreter) =>
    raise(vm, TypeErrorType, "'numpy.bool' object cannot be interpreted as an integer"),
});

const ATTRIBUTES = ["dtype", "ndim", "size", "itemsize", "nbytes", "strides", "T", "flags", "flat"];
defineGetSet(genericType, {
  ...Object.fromEntries(
    ATTRIBUTES.map((name) => [
      name,
      {
        get: (vm: Interpreter, self: PyValue) => getAttr(vm, asArray(vm, self), name),
      },
    ]),
  ),
  shape: { get: () => new PyTuple([]) },
  base: { get: () => null },
  real: { get: (vm, self) => part(vm, self, "real") },
  imag: { get: (vm, self) => part(vm, self, "imag") },
});

function part(vm: Interpreter, self: PyValue, name: "real" | "imag"): PyValue {
  const got = getAttr(vm, asArray(vm, self), name);
  return got instanceof PyNdarray ? unwrap(got) : got;
}

const SHARED =
  "all any argmax argmin argsort astype clip compress conj conjugate copy cumprod cumsum diagonal dot flatten max mean min nonzero prod ravel repeat reshape round searchsorted squeeze std sum swapaxes take tobytes trace transpose var view".split(
    " ",
  );
defineRawMethods(
  genericType,
  Object.fromEntries(
    SHARED.map((name) => [
      name,
      (vm: Interpreter, args: readonly PyValue[], kwargs: Parameters<typeof callMethod>[4] = null) => {
        const made = callMethod(vm, asArray(vm, args[0] as PyValue), name, args.slice(1), kwargs);
        return made instanceof PyNdarray ? unwrap(made) : made;
      },
    ]),
  ),
);
