/** From a Python call to an operator and its arguments: overload resolution, defaults and errors as PyTorch's argument parser. */

import type { DType } from "../fx/dtype.ts";
import type { Argument, Node, NodeValue } from "../fx/graph.ts";
import { defaultInput, inputOfArgument, isTensorLike, metaArgs } from "./arguments.ts";
import { type BindFailure, bindingError, invalidCombination } from "./bind_errors.ts";
import { MetaContext, type OpEntry } from "./define.ts";
import type { OpSchema, SchemaArgument, SchemaType } from "./schema.ts";
import { opTable } from "./table.ts";
import { OpError, type OpInput, type OpResult, type ShapeGuards, type TensorLike } from "./types.ts";

export interface BoundCall {
  readonly entry: OpEntry;
  /** In schema order, defaults filled in. */
  readonly args: readonly OpInput[];
  /** Which of them the caller gave. */
  readonly given: readonly boolean[];
}

/** Functions whose `Tensor` parameters take Python numbers, so that `x + 1` is `aten.add.Tensor(x, 1)`. */
const NUMBERS_AS_TENSORS: ReadonlySet<string> = new Set(
  ["add", "div", "divide", "mul", "multiply", "sub", "subtract", "true_divide", "floor_divide"].flatMap((n) => [
    n,
    `${n}_`,
  ]),
);
const SKIPPED: ReadonlySet<string> = new Set(
  ["add", "sub", "mul", "div"].flatMap((n) => [`aten.${n}.Scalar`, `aten.${n}_.Scalar`]),
);

/** Resolves a call of `aten.add`, by name: the first overload that takes the arguments. */
export function resolveCall(
  base: string,
  args: readonly OpInput[],
  kwargs: ReadonlyMap<string, OpInput> = new Map(),
): BoundCall {
  const name = base.slice(base.indexOf(".") + 1);
  if (kwargs.has("out") && kwargs.get("out") !== null) {
    throw new OpError(
      "NotImplementedError",
      `${name}(): the argument 'out' is not supported; assign the result instead`,
    );
  }
  const all = opTable.overloads(base);
  const candidates = all.filter((e) => !SKIPPED.has(e.target));
  if (candidates.length === 0) throw new OpError("NotImplementedError", `the operator ${base} is not supported`);
  const failures: BindFailure[] = [];
  for (const exact of [true, false]) {
    for (const entry of candidates) {
      const bound = tryBind(entry, args, kwargs, { exact, numbersAsTensors: NUMBERS_AS_TENSORS.has(name) });
      if ("entry" in bound) return bound;
      if (!exact) failures.push(bound);
    }
  }
  const [only] = failures;
  if (failures.length === 1 && only) throw bindingError(name, only);
  throw invalidCombination(
    name,
    args,
    kwargs,
    candidates.map((e) => e.schema),
  );
}

/** Binds a call of one overload: `torch.ops.aten.add.Tensor(…)`, or an FX node. */
export function bindTarget(
  target: string,
  args: readonly OpInput[],
  kwargs: ReadonlyMap<string, OpInput> = new Map(),
): BoundCall {
  const entry = opTable.require(target);
  const bound = tryBind(entry, args, kwargs, { exact: false, numbersAsTensors: true });
  if ("entry" in bound) return bound;
  throw bindingError(entry.schema.name, bound);
}

/** The call that an FX node makes, in OpInputs. */
export function bindNode(node: Node): BoundCall {
  const kwargs = new Map(Object.entries(node.kwargs).map(([k, v]) => [k, inputOfArgument(v)]));
  return bindTarget(node.target, node.args.map(inputOfArgument), kwargs);
}

/** Puts positional and keyword arguments in schema order and fills defaults; for calls that are known to be right. */
export function fillDefaults<T>(
  schema: OpSchema,
  args: readonly T[],
  kwargs: Readonly<Record<string, T>>,
): readonly (T | Exclude<ReturnType<typeof defaultInput>, undefined>)[] {
  return schema.args.map((arg, i) => {
    const positional = arg.kwargOnly ? undefined : args[i];
    return positional ?? (args.length > i && !arg.kwargOnly ? null : (kwargs[arg.name] ?? defaultInput(arg)));
  });
}

/** The arguments as FX writes them: positional ones up to the last that differs from its default, keyword-only ones likewise. */
export function fxArguments(
  call: BoundCall,
  toArgument: (t: TensorLike) => Argument,
): { args: readonly Argument[]; kwargs: Readonly<Record<string, Argument>> } {
  const convert = (input: OpInput): Argument =>
    isTensorLike(input) ? toArgument(input) : isInputList(input) ? input.map(convert) : input;
  const { args: schema } = call.entry.schema;
  const args: Argument[] = [];
  const kwargs: Record<string, Argument> = {};
  let last = -1;
  schema.forEach((arg, i) => {
    const input = call.args[i] ?? null;
    const isDefault = arg.default !== undefined && sameInput(input, defaultInput(arg));
    if (arg.kwargOnly) {
      if (!isDefault) kwargs[arg.name] = convert(input);
      return;
    }
    args.push(convert(input));
    if (!isDefault) last = i;
  });
  return { args: args.slice(0, last + 1), kwargs };
}

function sameInput(a: OpInput, b: OpInput): boolean {
  if (a === b) return true;
  if (isInputList(a) && isInputList(b)) return a.length === b.length && a.every((x, i) => sameInput(x, b[i] ?? null));
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (!("kind" in a) || !("kind" in b) || a.kind !== b.kind) return false;
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The value of a call: shapes, dtypes, strides. Throws OpError as PyTorch would. */
export function inferMeta(call: BoundCall, guards: ShapeGuards, defaultDtype: DType = "float32"): OpResult {
  const { entry } = call;
  return entry.meta(new MetaContext(guards, entry.schema, defaultDtype), metaArgs(entry.schema, call.args, guards));
}

export type { NodeValue };

interface Mode {
  /** In the first round tensors do not stand for scalars, and None is given for what has no default. */
  readonly exact: boolean;
  readonly numbersAsTensors: boolean;
}

function tryBind(
  entry: OpEntry,
  positional: readonly OpInput[],
  kwargs: ReadonlyMap<string, OpInput>,
  mode: Mode,
): BoundCall | BindFailure {
  const { schema } = entry;
  const args = collectVarargs(schema, positional);
  const accepted = schema.args.filter((a) => !a.kwargOnly).length;
  if (args.length > accepted) return { schema, kind: "too_many", accepted, given: args.length };
  const used = new Set<string>();
  const bound: OpInput[] = [];
  const given: boolean[] = [];
  for (const [i, arg] of schema.args.entries()) {
    let input = arg.kwargOnly ? undefined : args[i];
    const keyword = keywordOf(arg, i, kwargs);
    if (keyword !== undefined) {
      if (input !== undefined) return { schema, kind: "twice", argument: arg.name };
      used.add(keyword);
      input = kwargs.get(keyword);
    }
    if (input === undefined) {
      if (arg.default === undefined && (mode.exact || !arg.type.optional))
        return { schema, kind: "missing", arguments: missing(schema, args, kwargs) };
      bound.push(arg.default === undefined ? null : defaultInput(arg));
      given.push(false);
      continue;
    }
    const converted = accept(input, arg.type, mode);
    if (converted === undefined)
      return {
        schema,
        kind: "type",
        argument: arg,
        position: arg.kwargOnly || keyword !== undefined ? null : i + 1,
        input,
      };
    bound.push(converted);
    given.push(true);
  }
  for (const name of kwargs.keys()) {
    if (!used.has(name) && !(name === "out" && kwargs.get(name) === null))
      return { schema, kind: "unexpected", argument: name };
  }
  return { entry, args: bound, given };
}

/** The Python bindings call `self` `input`; numpy's names `dim`/`axis` and `keepdim`/`keepdims` are synonyms. */
const SYNONYMS: Readonly<Record<string, string>> = { dim: "axis", keepdim: "keepdims", input: "x", other: "x2" };

function keywordOf(arg: SchemaArgument, index: number, kwargs: ReadonlyMap<string, OpInput>): string | undefined {
  if (kwargs.size === 0) return undefined;
  if (kwargs.has(arg.name)) return arg.name;
  if (arg.name === "self" && index <= 1 && kwargs.has("input")) return "input";
  const synonym = SYNONYMS[arg.name];
  return synonym !== undefined && kwargs.has(synonym) ? synonym : undefined;
}

function missing(schema: OpSchema, args: readonly OpInput[], kwargs: ReadonlyMap<string, OpInput>): readonly string[] {
  return schema.args
    .filter(
      (a, i) =>
        a.default === undefined &&
        !a.type.optional &&
        (a.kwargOnly || i >= args.length) &&
        keywordOf(a, i, kwargs) === undefined,
    )
    .map((a) => (a.name === "self" ? "input" : a.name));
}

/** `x.view(2, 3)`: when the only parameter after self is a list of sizes, loose integers make it. */
function collectVarargs(schema: OpSchema, args: readonly OpInput[]): readonly OpInput[] {
  const at = schema.args[0]?.type.base === "Tensor" && schema.args[0].type.list === undefined ? 1 : 0;
  const param = schema.args[at];
  if (param?.type.list === undefined || (param.type.base !== "int" && param.type.base !== "SymInt")) return args;
  const rest = args.slice(at);
  const nextPositional = schema.args[at + 1];
  const onlyOne = !nextPositional || nextPositional.kwargOnly || rest.length >= 2;
  if (rest.length === 0 || !onlyOne || !rest.every(isIntLike)) return args;
  if (rest.length === 1 && typeof param.type.list === "number" && param.type.list > 1) return args;
  if (nextPositional && !nextPositional.kwargOnly) return args;
  return [...args.slice(0, at), rest];
}

function isIntLike(input: OpInput): boolean {
  return typeof input === "number" || typeof input === "bigint" || isKind(input, "symint");
}

function isInputList(input: OpInput): input is readonly OpInput[] {
  return Array.isArray(input);
}

function isKind<K extends string>(input: OpInput, kind: K): input is Extract<OpInput, { kind: K }> {
  return typeof input === "object" && input !== null && "kind" in input && input.kind === kind;
}

/** The input as the schema's type has it; undefined when it does not fit. */
function accept(input: OpInput, type: SchemaType, mode: Mode): OpInput | undefined {
  if (input === null) return type.optional ? null : type.base === "Generator" ? null : undefined;
  if (type.list !== undefined) {
    const element: SchemaType = { base: type.base, optional: type.optionalElements, optionalElements: false };
    if (isInputList(input)) {
      const items = input.map((i) => accept(i, element, mode));
      const complete = items.filter((i): i is OpInput => i !== undefined);
      if (complete.length !== items.length) return undefined;
      const [one] = complete;
      return typeof type.list === "number" && complete.length === 1 && one !== undefined
        ? new Array<OpInput>(type.list).fill(one)
        : complete;
    }
    if (typeof type.list !== "number") return undefined;
    const item = accept(input, element, mode);
    return item === undefined || isTensorLike(item) ? undefined : new Array<OpInput>(type.list).fill(item);
  }
  return acceptBase(input, type, mode);
}

function acceptBase(input: OpInput, type: SchemaType, mode: Mode): OpInput | undefined {
  const isNumber = typeof input === "number" || typeof input === "bigint";
  switch (type.base) {
    case "Tensor":
      if (isTensorLike(input)) return input;
      return mode.numbersAsTensors && isScalar(input) ? input : undefined;
    case "int":
      return isNumber || isKind(input, "symint") ? input : undefined;
    case "SymInt":
      return isNumber || isKind(input, "symint") ? input : undefined;
    case "float":
      if (isKind(input, "float")) return input;
      if (isKind(input, "symint")) return input;
      return isNumber || typeof input === "boolean" ? { kind: "float", value: Number(input) } : undefined;
    case "bool":
      return typeof input === "boolean" || isKind(input, "symbool") ? input : undefined;
    case "SymBool":
      return typeof input === "boolean" || isKind(input, "symbool") ? input : undefined;
    case "Scalar":
      if (isScalar(input)) return input;
      return !mode.exact && isTensorLike(input) && input.meta.shape.length === 0 && input.meta.wrappedNumber
        ? input
        : undefined;
    case "complex":
      return isKind(input, "complex") ? input : undefined;
    case "str":
      return typeof input === "string" ? input : undefined;
    case "ScalarType":
      return isKind(input, "dtype") ? input : undefined;
    case "Device":
      if (typeof input === "string") return { kind: "device", device: input };
      if (typeof input === "number") return { kind: "device", device: `cuda:${input}` };
      return isKind(input, "device") ? input : undefined;
    case "MemoryFormat":
      return isKind(input, "memory_format") ? input : undefined;
    case "Layout":
      return isKind(input, "layout") ? input : undefined;
    default:
      return input;
  }
}

function isScalar(input: OpInput): boolean {
  const t = typeof input;
  return (
    t === "boolean" ||
    t === "number" ||
    t === "bigint" ||
    isKind(input, "float") ||
    isKind(input, "complex") ||
    isKind(input, "symint") ||
    isKind(input, "symbool")
  );
}
