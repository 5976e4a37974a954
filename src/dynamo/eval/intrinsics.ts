/** CALL_INTRINSIC_1 and CALL_INTRINSIC_2. */

import { Intrinsic1, Intrinsic2 } from "../../python/opcode.ts";
import { PyException } from "../objects/exception.ts";
import { PyFunction } from "../objects/function.ts";
import type { PyList } from "../objects/list.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import { getAttr } from "../protocols/attribute.ts";
import { unaryOp } from "../protocols/operator.ts";
import { PyAsyncYield } from "./async_yield.ts";
import { prepareReraise } from "./exception_groups.ts";
import type { Frame } from "./frame.ts";
import { stopIterationError } from "./generators.ts";
import { importStar } from "./imports.ts";
import type { Evaluator } from "./state.ts";

export function intrinsic1(vm: Evaluator, frame: Frame, which: Intrinsic1, v: PyValue): PyValue {
  switch (which) {
    case Intrinsic1.PRINT:
      return vm.call(getAttr(vm, vm.importModule("sys"), "displayhook"), [v]);
    case Intrinsic1.IMPORT_STAR:
      importStar(vm, frame, v);
      return null;
    case Intrinsic1.STOPITERATION_ERROR:
      return v instanceof PyException ? stopIterationError(frame, v) : v;
    case Intrinsic1.ASYNC_GEN_WRAP:
      // Async generators tell yielded values from awaited ones by the wrapper.
      return new PyAsyncYield(v);
    case Intrinsic1.UNARY_POSITIVE:
      return unaryOp(vm, "+", v);
    case Intrinsic1.LIST_TO_TUPLE:
      return new PyTuple((v as PyList).items);
    case Intrinsic1.TYPEVAR:
      return typing(vm, "_declared", ["TypeVar", v]);
    case Intrinsic1.PARAMSPEC:
      return typing(vm, "_declared", ["ParamSpec", v]);
    case Intrinsic1.TYPEVARTUPLE:
      return typing(vm, "_declared", ["TypeVarTuple", v]);
    case Intrinsic1.SUBSCRIPT_GENERIC:
      return typing(vm, "_declared_generic", [v instanceof PyTuple ? v : new PyTuple([v])]);
    case Intrinsic1.TYPEALIAS: {
      const [name, params, compute] = (v as PyTuple).items;
      return typing(vm, "_declared_alias", [name ?? null, params ?? null, compute ?? null]);
    }
  }
}

function typing(vm: Evaluator, name: string, args: readonly PyValue[]): PyValue {
  return vm.call(getAttr(vm, vm.importModule("typing"), name), args);
}

export function intrinsic2(vm: Evaluator, which: Intrinsic2, a: PyValue, b: PyValue): PyValue {
  switch (which) {
    case Intrinsic2.PREP_RERAISE_STAR:
      return prepareReraise(vm, a, b);
    case Intrinsic2.TYPEVAR_WITH_BOUND:
    case Intrinsic2.TYPEVAR_WITH_CONSTRAINTS: {
      // The bound, or the tuple of constraints, is a function that gives it on demand.
      const bounds = which === Intrinsic2.TYPEVAR_WITH_BOUND ? [b, null] : [null, b];
      return typing(vm, "_declared", ["TypeVar", a, ...bounds]);
    }
    case Intrinsic2.SET_FUNCTION_TYPE_PARAMS:
      if (a instanceof PyFunction) a.typeParams = b;
      return a;
    case Intrinsic2.SET_TYPEPARAM_DEFAULT:
      return a;
  }
}
