/** Functions of the torch module that are written in Python there, or take their arguments in another form than the operator. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { RuntimeErrorType, TypeErrorType, ValueErrorType } from "../../dynamo/objects/exception_types.ts";
import { PyFloat } from "../../dynamo/objects/float.ts";
import { normalizeInt } from "../../dynamo/objects/int.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { fn, type PyNative, rawFn } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { call } from "../../dynamo/protocols/call.ts";
import { index, truth } from "../../dynamo/protocols/convert.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { typeOf } from "../../dynamo/protocols/type_of.ts";
import { DTYPES, isComplex, isFloating } from "../../fx/dtype.ts";
import { contiguous } from "../../ops/strides.ts";
import { ge, not } from "../../shapes/bool.ts";
import { max, min } from "../../shapes/expr.ts";
import { CHECKPOINT_FUNCTIONS } from "../checkpoint/load.ts";
import { typeName } from "../nn/type_name.ts";
import { deviceFrom, PyDevice } from "../objects/device.ts";
import { PyDType, pyDType } from "../objects/dtype.ts";
import { PyGenerator } from "../objects/generator.ts";
import { PySymBool, PySymInt, pySymBool, pySymInt, raiseShapeError, symIntOf } from "../objects/symbolic.ts";
import { DEFAULT_SEED, Generator } from "../rng/generator.ts";
import { torchState } from "../state.ts";
import { closeTensors, equalTensors } from "../tensor/compare.ts";
import { dispatch } from "../tensor/dispatch.ts";
import { dataTensor, newTensor } from "../tensor/factory.ts";
import { arrayDType, lifted, tensorFromData } from "../tensor/lifted.ts";
import { raiseUnmodelled, split } from "../tensor/methods/generic.ts";
import { nonzero } from "../tensor/nonzero.ts";
import { norm } from "../tensor/norm.ts";
import { STFT_PARAMETERS, stft } from "../tensor/stft.ts";
import { PyTensor } from "../tensor/tensor.ts";
import { CONSECUTIVE_PARAMETERS, UNIQUE_PARAMETERS, unique, uniqueConsecutive } from "../tensor/unique.ts";
import { promoteDTypes } from "./result_type.ts";

/** `f(*tensors)` or `f([tensors])`. */
function sequence(args: readonly PyValue[]): PyList {
  const [first] = args;
  if (args.length === 1 && (first instanceof PyList || first instanceof PyTuple)) return new PyList([...first.items]);
  return new PyList([...args]);
}

/** An operator on a list that Python gives as separate arguments. */
function variadic(name: string): PyNative {
  return rawFn(name, (vm, args, kwargs) => dispatch(vm, `aten.${name}`, [sequence(args)], kwargs));
}

function dtypeTest(name: string, test: (t: PyTensor) => boolean): PyNative {
  return fn(`${name}(input)`, (vm: Interpreter, input: PyValue) =>
    input instanceof PyTensor ? test(input) : raise(vm, TypeErrorType, `${name}(): argument 'input' must be Tensor`),
  );
}

function symExtremum(name: string, op: typeof max, builtin: string): PyNative {
  return fn(`${name}(a, b)`, (vm: Interpreter, a: PyValue, b: PyValue) => {
    const x = symIntOf(a);
    const y = symIntOf(b);
    if (x !== undefined && y !== undefined) return pySymInt(vm, op(x, y));
    return call(vm, vm.builtins.get(builtin) ?? null, [a, b]);
  });
}

const natives: PyNative[] = [
  rawFn("einsum", (vm, args, kwargs) => {
    const [equation = null, ...operands] = args;
    if (operands.length === 0) {
      const needed = "the equation string and at least one operand, or at least one operand and its subscripts list";
      return raise(vm, ValueErrorType, `einsum(): must specify ${needed}`);
    }
    if (typeof equation !== "string") return raiseUnmodelled(vm, "torch.einsum with sublists");
    return dispatch(vm, "aten.einsum", [equation, sequence(operands)], kwargs);
  }),
  fn("split(tensor, split_size_or_sections, dim=0)", (vm: Interpreter, t: PyTensor, sizes: PyValue, dim: PyValue) =>
    split(vm, t, sizes, dim),
  ),
  rawFn("meshgrid", (vm, args, kwargs) => {
    const indexing = kwargs?.get("indexing") ?? null;
    const named = indexing === null ? null : new Map<string, PyValue>([["indexing", indexing]]);
    return dispatch(vm, "aten.meshgrid", [sequence(args)], named);
  }),
  ...["broadcast_tensors", "block_diag", "cartesian_prod", "atleast_1d", "atleast_2d", "atleast_3d"].map((name) =>
    name.startsWith("atleast")
      ? rawFn(name, (vm, args) => {
          const [only] = args;
          return dispatch(
            vm,
            `aten.${name}`,
            args.length === 1 && only instanceof PyTensor ? [only] : [sequence(args)],
          );
        })
      : variadic(name),
  ),
  rawFn("chain_matmul", (vm, args) => {
    const [first = null, ...rest] = sequence(args).items;
    return rest.reduce((a: PyValue, b) => dispatch(vm, "aten.matmul", [a, b]), first);
  }),
  fn("tensordot(a, b, dims=2, out=None)", (vm: Interpreter, a: PyTensor, b: PyTensor, dims: PyValue) => {
    if (typeof dims === "number") {
      const rank = a.meta.shape.length;
      const last = Array.from({ length: dims }, (_, i) => rank - dims + i);
      const firsts = Array.from({ length: dims }, (_, i) => i);
      return dispatch(vm, "aten.tensordot", [a, b, new PyList(last), new PyList(firsts)]);
    }
    const [left = null, right = null] = dims instanceof PyTuple || dims instanceof PyList ? dims.items : [];
    const listed = (v: PyValue): PyValue => (typeof v === "number" ? new PyList([v]) : v);
    return dispatch(vm, "aten.tensordot", [a, b, listed(left), listed(right)]);
  }),
  fn(
    "norm(input, p='fro', dim=None, keepdim=False, out=None, dtype=None)",
    (vm: Interpreter, input: PyValue, p: PyValue, dim: PyValue, keepdim: PyValue, _out: PyValue, dtype: PyValue) =>
      norm(vm, input, p, dim, keepdim, dtype),
  ),
  fn(`unique(input, ${UNIQUE_PARAMETERS})`, (vm: Interpreter, input: PyValue, ...rest: PyValue[]) =>
    unique(vm, input, rest),
  ),
  fn(`unique_consecutive(input, ${CONSECUTIVE_PARAMETERS})`, (vm: Interpreter, input: PyValue, ...rest: PyValue[]) =>
    uniqueConsecutive(vm, input, rest),
  ),
  rawFn("nonzero", (vm, args, kwargs) => {
    // `out` and wrong arguments are the operator's to refuse.
    const asTuple = kwargs?.get("as_tuple");
    if (asTuple === undefined || args.length !== 1 || kwargs?.size !== 1)
      return dispatch(vm, "aten.nonzero", args, kwargs);
    return nonzero(vm, args[0] ?? null, asTuple);
  }),
  fn(`stft(input, ${STFT_PARAMETERS})`, (vm: Interpreter, input: PyValue, ...rest: PyValue[]) => stft(vm, input, rest)),
  fn("broadcast_shapes(*shapes)", (vm: Interpreter, shapes: PyValue[]) => {
    const sizes = shapes.map((s) => (s instanceof PyTuple || s instanceof PyList ? s.items : [s]));
    const rank = Math.max(0, ...sizes.map((s) => s.length));
    const result = Array.from({ length: rank }, (_, i): PyValue => {
      let size: PyValue = 1;
      for (const shape of sizes) {
        const s = shape[i - rank + shape.length];
        if (s === undefined || s === 1) continue;
        if (size !== 1 && size !== s) {
          raise(vm, RuntimeErrorType, "Shape mismatch: objects cannot be broadcast to a single shape");
        }
        size = s;
      }
      return size;
    });
    return new PyTuple(result);
  }),
  fn("is_tensor(obj)", (_vm: Interpreter, obj: PyValue) => obj instanceof PyTensor),
  fn("is_storage(obj)", () => false),
  fn("equal(input, other)", equalTensors),
  fn("allclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False)", closeTensors),
  dtypeTest("is_floating_point", (t) => isFloating(t.meta.dtype)),
  dtypeTest("is_complex", (t) => isComplex(t.meta.dtype)),
  dtypeTest("is_conj", () => false),
  dtypeTest("is_neg", () => false),
  dtypeTest("is_inference", () => false),
  dtypeTest("is_signed", (t) => !/^(u|bool|quint)/.test(t.meta.dtype)),
  fn("numel(input)", (vm: Interpreter, input: PyTensor) => call(vm, input.type.lookup("numel") ?? null, [input])),
  fn("result_type(tensor1, tensor2)", (vm: Interpreter, a: PyValue, b: PyValue) => promoteDTypes(vm, [a, b])),
  fn("promote_types(type1, type2)", (vm: Interpreter, a: PyValue, b: PyValue) => promoteDTypes(vm, [a, b])),
  fn("can_cast(from_, to)", (_vm: Interpreter, from: PyDType, to: PyDType) => {
    const rank = { bool: 0, int: 1, quantized: 1, float: 2, complex: 3 };
    return rank[DTYPES[from.dtype].category] <= rank[DTYPES[to.dtype].category];
  }),
  fn("typename(obj)", (_vm: Interpreter, obj: PyValue) => typeName(obj)),
  fn("get_default_dtype()", (vm: Interpreter) => pyDType(torchState(vm).defaultDtype)),
  fn("set_default_dtype(d)", (vm: Interpreter, d: PyValue) => {
    if (!(d instanceof PyDType))
      return raise(
        vm,
        TypeErrorType,
        "invalid dtype object: only floating-point types are supported as the default type",
      );
    torchState(vm).defaultDtype = d.dtype;
    return null;
  }),
  fn("set_default_device(device)", (vm: Interpreter, device: PyValue) => {
    torchState(vm).defaultDevice = device === null ? "cpu" : deviceFrom(vm, device).name;
    return null;
  }),
  fn("manual_seed(seed)", (vm: Interpreter, seed: PyValue) => {
    const state = torchState(vm);
    state.generator.manualSeed(
      BigInt(index(vm, seed instanceof PyTensor ? call(vm, seed.type.lookup("item") ?? null, [seed]) : seed)),
    );
    return defaultGenerator(vm);
  }),
  fn("seed()", (vm: Interpreter) => {
    torchState(vm).generator.manualSeed(DEFAULT_SEED);
    return normalizeInt(DEFAULT_SEED);
  }),
  fn("initial_seed()", (vm: Interpreter) => normalizeInt(torchState(vm).generator.seed)),
  fn("get_rng_state()", (vm: Interpreter) => {
    // An opaque token: the bytes that PyTorch would give are not made.
    const token = dataTensor(torchState(vm), [0], "uint8", new Uint8Array(0));
    const saved = new Generator(DEFAULT_SEED);
    saved.restore(torchState(vm).generator.snapshot());
    token.attrs = new Map([["_generator", new PyGenerator(saved)]]);
    return token;
  }),
  fn("set_rng_state(new_state)", (vm: Interpreter, token: PyValue) => {
    const saved = token instanceof PyTensor ? token.getOwn("_generator") : undefined;
    if (!(saved instanceof PyGenerator)) return raiseUnmodelled(vm, "torch.set_rng_state with a state from elsewhere");
    torchState(vm).generator.restore(saved.generator.snapshot());
    return null;
  }),
  fn("is_grad_enabled()", (vm: Interpreter) => torchState(vm).gradEnabled),
  fn("is_inference_mode_enabled()", (vm: Interpreter) => torchState(vm).inferenceMode),
  fn("is_autocast_enabled(device_type=None)", () => false),
  fn("is_autocast_cpu_enabled()", () => false),
  fn("is_autocast_cache_enabled()", () => true),
  fn("get_autocast_dtype(device_type)", () => pyDType("bfloat16")),
  fn("get_autocast_gpu_dtype()", () => pyDType("float16")),
  fn("are_deterministic_algorithms_enabled()", () => false),
  fn("use_deterministic_algorithms(mode, *, warn_only=False)", () => null),
  fn("set_float32_matmul_precision(precision)", () => null),
  fn("get_float32_matmul_precision()", () => "highest"),
  fn("set_num_threads(n)", () => null),
  fn("get_num_threads()", () => 1),
  fn("set_num_interop_threads(n)", () => null),
  fn("set_flush_denormal(mode)", () => true),
  fn("get_default_device()", (vm: Interpreter) => new PyDevice(torchState(vm).defaultDevice)),
  fn(
    "set_printoptions(precision=None, threshold=None, edgeitems=None, linewidth=None, profile=None, sci_mode=None)",
    (
      vm: Interpreter,
      precision: PyValue,
      threshold: PyValue,
      edgeitems: PyValue,
      linewidth: PyValue,
      _profile: PyValue,
      sci: PyValue,
    ) => {
      const o = torchState(vm).printOptions;
      const whole = (v: PyValue, old: number): number =>
        v === null ? old : v instanceof PyFloat ? v.value : Number(index(vm, v));
      o.precision = whole(precision, o.precision);
      o.threshold = whole(threshold, o.threshold);
      o.edgeitems = whole(edgeitems, o.edgeitems);
      o.linewidth = whole(linewidth, o.linewidth);
      o.sciMode = sci === null ? null : truth(vm, sci);
      return null;
    },
  ),
  fn(
    "compile(model=None, *args, **kwargs)",
    (_vm: Interpreter, model: PyValue) => model ?? fn("compile(model)", (_v: Interpreter, m: PyValue) => m),
  ),
  fn("sym_int(a)", (vm: Interpreter, a: PyValue) =>
    a instanceof PySymInt ? a : call(vm, vm.builtins.get("int") ?? null, [a]),
  ),
  fn("sym_float(a)", (vm: Interpreter, a: PyValue) => call(vm, vm.builtins.get("float") ?? null, [a])),
  fn("sym_not(a)", (_vm: Interpreter, a: PyValue) => (a instanceof PySymBool ? pySymBool(not(a.expr)) : !a)),
  symExtremum("sym_max", max, "max"),
  symExtremum("sym_min", min, "min"),
  fn("_check(cond, message=None)", (vm: Interpreter, cond: PyValue, message: PyValue) => {
    if (cond instanceof PySymBool) {
      try {
        torchState(vm).shapes.require(cond.expr, "torch._check");
      } catch (e) {
        raiseShapeError(vm, e);
      }
      return null;
    }
    if (truth(vm, cond)) return null;
    const text =
      message === null
        ? "Expected cond to be True, but got False. (Could this error message be improved? If so, please report an enhancement request to PyTorch.)"
        : String(call(vm, message, []));
    return raise(vm, RuntimeErrorType, text);
  }),
  fn("_check_is_size(i, message=None, *, max=None)", (vm: Interpreter, i: PyValue) => {
    if (i instanceof PySymInt) torchState(vm).shapes.require(ge(i.expr, 0), "torch._check_is_size");
    else if (typeof i === "number" && i < 0) raise(vm, ValueErrorType, `${i} is not a size`);
    return null;
  }),
  fn("_assert(condition, message)", (vm: Interpreter, condition: PyValue, message: PyValue) => {
    if (!(condition instanceof PyTensor) && !truth(vm, condition)) {
      raise(vm, RuntimeErrorType, String(message));
    }
    return null;
  }),
  ...CHECKPOINT_FUNCTIONS,
  fn("empty_cache()", () => null),
  fn("from_numpy(ndarray)", (vm: Interpreter, array: PyValue) => {
    if (arrayDType(vm, array) !== null) return tensorFromData(vm, array);
    return raise(vm, TypeErrorType, `expected np.ndarray (got ${typeOf(array).name})`);
  }),
  fn("complex(real, imag, *, out=None)", (vm: Interpreter, re: PyValue, im: PyValue) =>
    dispatch(vm, "aten.complex", [re, im]),
  ),
];

export function defaultGenerator(vm: Interpreter): PyGenerator {
  return new PyGenerator(torchState(vm).generator);
}

/** A tensor of a legacy class: `torch.FloatTensor(2, 3)`. */
export function legacyTensor(vm: Interpreter, dtype: PyTensor["meta"]["dtype"], args: readonly PyValue[]): PyValue {
  const state = torchState(vm);
  const [first] = args;
  const listed = (first instanceof PyList || first instanceof PyTuple) && first.type.name !== "Size";
  if (args.length === 1 && first !== undefined && (listed || arrayDType(vm, first) !== null)) {
    return lifted(state, tensorFromData(vm, first, dtype), true);
  }
  if (args.length === 1 && first instanceof PyTensor) return first;
  const sizes = first instanceof PyTuple ? first.items : args;
  const shape = sizes.map((s) => symIntOf(s) ?? raise(vm, TypeErrorType, "new(): sizes must be integers"));
  return newTensor(state, contiguous(dtype, shape, "cpu"), { kind: "full", element: 0 });
}

export const FUNCTIONS: ReadonlyMap<string, PyNative> = new Map(natives.map((n) => [n.name, n]));
