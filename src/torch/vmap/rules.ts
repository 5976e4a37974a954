/**
 * What operators do inside `torch.vmap`: the call on whole tensors that does for all items what the call says of one.
 * An operator without a rule is called once an item, which needs a size that is a number.
 */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { NotImplementedErrorType, RuntimeErrorType } from "../../dynamo/objects/exception_types.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import type { BoundCall } from "../../ops/bind.ts";
import { inferMeta } from "../../ops/bind.ts";
import { isTensorMeta } from "../../ops/lowering.ts";
import { opTable } from "../../ops/table.ts";
import type { OpInput } from "../../ops/types.ts";
import { torchState } from "../state.ts";
import { levelOf, packetName, tensorOp } from "../tensor/dispatch.ts";
import { BatchedTensor, PyTensor } from "../tensor/tensor.ts";
import { aligned, batchedAt, callWith, mappedSize, wrapBatched } from "./batched.ts";
import { dimensionRule, takesDimensions } from "./dimensions.ts";
import { indexRule } from "./indexing.ts";
import { matrixRule } from "./matrices.ts";
import { VIEW_RULES } from "./views.ts";

/** Element by element, though their families hold others as well. */
const ELEMENTWISE: ReadonlySet<string> = new Set(
  "to _to_copy type_as clone contiguous detach alias dropout zeros_like ones_like full_like empty_like where masked_fill real imag view_as_real"
    .split(" ")
    .concat(
      "copy_ fill_ zero_ relu gelu silu mish sigmoid tanh elu selu celu leaky_relu hardtanh hardswish softplus".split(
        " ",
      ),
    )
    .concat("hardsigmoid relu6 logsigmoid log_sigmoid softshrink hardshrink tanhshrink threshold softsign".split(" ")),
);

function isElementwise(call: BoundCall): boolean {
  const name = packetName(call.entry.target);
  if (ELEMENTWISE.has(name) || ELEMENTWISE.has(name.replace(/_$/, ""))) return true;
  const base = opTable.get(call.entry.target.replace(/_\./, ".")) ?? call.entry;
  return opTable.family(base)?.startsWith("pointwise/") === true && !takesDimensions(base);
}

/** The operator call of which an argument is mapped over. */
export function callBatched(vm: Interpreter, call: BoundCall): PyValue {
  const level = levelOf(call.args);
  const rule =
    VIEW_RULES[packetName(call.entry.target)] ??
    (isElementwise(call) ? elementwise : (indexRule(call) ?? matrixRule(call, level) ?? dimensionRule(call, level)));
  const result = rule?.(vm, call, level) ?? null;
  return result ?? eachItem(vm, call, level);
}

function elementwise(vm: Interpreter, call: BoundCall, level: number): PyValue {
  const { target, schema } = call.entry;
  const tensors = call.args.filter((a): a is PyTensor => a instanceof PyTensor);
  const rank = Math.max(0, ...tensors.map((t) => t.meta.shape.length));
  const [self] = call.args;
  const written = schema.args[0]?.alias?.write === true;
  if (written && !batchedAt(self, level)) {
    raise(
      vm,
      RuntimeErrorType,
      `vmap: aten::${schema.name}(self, *extra_args) is not possible because there exists a Tensor \`other\` in extra_args ` +
        "which has more elements than `self`. Use an out-of-place operator, or make `self` with torch.zeros_like of what is mapped over.",
    );
  }
  const args = call.args.map((a) => {
    const batched = batchedAt(a, level);
    return batched === null ? a : written && a === self ? batched.inner : aligned(vm, batched, rank);
  });
  const result = callWith(vm, target, args);
  if (written) return self instanceof BatchedTensor ? self : null;
  return wrapBatched(vm, sameDtype(vm, call, result), level);
}

/** A tensor without dimensions promotes less than the whole one that stands for it. */
function sameDtype(vm: Interpreter, call: BoundCall, result: PyValue): PyValue {
  const state = torchState(vm);
  const wanted = inferMeta(call, state.shapes, state.defaultDtype);
  if (!(result instanceof PyTensor) || !isTensorMeta(wanted) || wanted.dtype === result.meta.dtype) return result;
  return tensorOp(vm, "aten.to.dtype", [result, { kind: "dtype", dtype: wanted.dtype }]);
}

/** The call once an item, and the results side by side. */
function eachItem(vm: Interpreter, call: BoundCall, level: number): PyValue {
  const size = mappedSize(call.args, level);
  if (typeof size !== "number") {
    raise(
      vm,
      NotImplementedErrorType,
      `vmap over a dimension of dynamic size: ${call.entry.target} can't be called for all items at once`,
      { ruleId: "DYN1004" },
    );
  }
  const item = (input: OpInput, i: number): OpInput => {
    const batched = batchedAt(input, level);
    if (batched !== null) return tensorOp(vm, "aten.select.int", [batched.inner, 0, i]);
    return Array.isArray(input) ? (input as readonly OpInput[]).map((x) => item(x, i)) : input;
  };
  const results = Array.from({ length: size }, (_, i) =>
    callWith(
      vm,
      call.entry.target,
      call.args.map((a) => item(a, i)),
    ),
  );
  const [self] = call.args;
  if (call.entry.schema.args[0]?.alias?.write === true && self instanceof BatchedTensor) return self;
  return wrapBatched(vm, sideBySide(vm, results), level);
}

function sideBySide(vm: Interpreter, results: readonly PyValue[]): PyValue {
  const [first] = results;
  if (first instanceof PyTuple) {
    return new PyTuple(
      first.items.map((_, k) =>
        sideBySide(
          vm,
          results.map((r) => (r instanceof PyTuple ? (r.items[k] ?? null) : null)),
        ),
      ),
      first.type,
    );
  }
  const tensors = results.filter((r): r is PyTensor => r instanceof PyTensor);
  return tensors.length === 0 ? (first ?? null) : tensorOp(vm, "aten.stack.default", [tensors, 0]);
}
