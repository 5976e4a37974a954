/** `torch.cond` and `torch._higher_order_ops`: Python functions as branches and loop bodies of the model. */

import { lazy, type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import { sourceModule } from "../../dynamo/importer/source_module.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { fn, type PyNative, rawFn } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { getAttr } from "../../dynamo/protocols/attribute.ts";
import { index, truth } from "../../dynamo/protocols/convert.ts";
import { cond } from "./cond.ts";
import { mapRows, scan } from "./scan.ts";
import { whileLoop } from "./while_loop.ts";

const scanFunction = fn(
  "scan(combine_fn, init, xs, *, dim=0, reverse=False)",
  (vm: Interpreter, combine: PyValue, init: PyValue, xs: PyValue, dim: PyValue, reverse: PyValue) =>
    scan(vm, combine, init, xs, { dim: Number(index(vm, dim)), reverse: truth(vm, reverse) }),
);
const mapFunction = rawFn("map", (vm, [f = null, xs = null, ...args]) => mapRows(vm, f, xs, args));

/** `cond` stands in `torch` too. */
export const CONTROL_FUNCTIONS: readonly PyNative[] = [
  fn("cond(pred, true_fn, false_fn, operands=())", (vm: Interpreter, ...args: PyValue[]) => {
    const [pred = null, yes = null, no = null, operands = null] = args;
    return cond(vm, pred, yes, no, operands ?? new PyTuple([]));
  }),
  fn(
    "while_loop(cond_fn, body_fn, carried_inputs)",
    (vm: Interpreter, condFn: PyValue, bodyFn: PyValue, carried: PyValue) => whileLoop(vm, condFn, bodyFn, carried),
  ),
  scanFunction,
  mapFunction,
];

/** An associative scan is a scan whose carried value is the output so far; the order of combining is the result's rounding alone. */
const ASSOCIATIVE_SCAN = `
import torch
from torch._higher_order_ops import scan
from torch.utils._pytree import tree_flatten, tree_unflatten

def associative_scan(combine_fn, xs, dim, reverse=False, combine_mode="pointwise"):
    if not callable(combine_fn):
        raise ValueError(f"Combine_fn must be a callable, but got {combine_fn}")
    if combine_mode not in ("pointwise", "generic"):
        raise ValueError(f"Combine_mode must either 'pointwise' or 'generic', but got {combine_mode}")
    leaves, spec = tree_flatten(xs)
    if len(leaves) == 0:
        raise ValueError("Expected at least 1 xs leaf")
    if any(not isinstance(x, torch.Tensor) for x in leaves):
        raise ValueError("xs leaves must be a Tensor")
    rows = [torch.movedim(x, dim, 0) for x in leaves]
    if reverse:
        rows = [torch.flip(x, [0]) for x in rows]
    def step(carry, row):
        combined = combine_fn(tree_unflatten(carry, spec), tree_unflatten(row, spec))
        outputs, _ = tree_flatten(combined)
        return outputs, [x.clone() for x in outputs]
    first = [x[0].clone() for x in rows]
    _, rest = scan(step, first, [x[1:] for x in rows])
    outputs = [torch.cat([x[:1], y]) for x, y in zip(rows, rest)]
    if reverse:
        outputs = [torch.flip(x, [0]) for x in outputs]
    return tree_unflatten([torch.movedim(x, 0, dim) for x in outputs], spec)
`;

export function controlModules(): readonly NativeModule[] {
  const functions = Object.fromEntries(CONTROL_FUNCTIONS.map((f) => [f.name, f]));
  const associative = "torch._higher_order_ops._associative_scan";
  return [
    nativeModule("torch._higher_order_ops", (vm) => ({
      ...functions,
      associative_scan: lazy(() => getAttr(vm, vm.importModule(associative), "associative_scan")),
    })),
    sourceModule(associative, ASSOCIATIVE_SCAN),
    nativeModule("functorch", (vm) => ({ experimental: lazy(() => vm.importModule("functorch.experimental")) })),
    nativeModule("functorch.experimental", (vm) => ({
      control_flow: lazy(() => vm.importModule("functorch.experimental.control_flow")),
    })),
    nativeModule("functorch.experimental.control_flow", () => ({
      cond: functions["cond"] ?? null,
      map: functions["map"] ?? null,
    })),
  ];
}
