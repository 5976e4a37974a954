/** A call of an operator or function: which arguments are inputs, which attributes, and constants in their neighbours' type. */

import { operatorSchema } from "../onnx/checker/operator_schemas.ts";
import type { Attribute, AttributeKind, Value } from "../onnx/ir.ts";
import { PyOnnxFunction, type PyOp } from "./script_function.ts";

export type Callee = PyOp | PyOnnxFunction;

interface Parameters {
  /** Null: any number. */
  readonly inputs: readonly string[];
  readonly variadic: boolean;
  readonly attributes: ReadonlyMap<string, AttributeKind>;
  /** The type variable of the input at an index. */
  readonly variable: (index: number) => string | null;
}

/** Null for an operator that no schema is known of: positions are inputs, names are attributes. */
export function parametersOf(callee: Callee): Parameters | null {
  if (callee instanceof PyOnnxFunction) {
    const { def, attributeTypes } = callee.script;
    return { inputs: def.inputs.map((v) => v.name), variadic: false, attributes: attributeTypes, variable: () => null };
  }
  const schema =
    callee.opset.domain === "" ? operatorSchema(callee.name, Math.max(18, callee.opset.version)) : undefined;
  if (schema === undefined) return null;
  const last = schema.inputs.at(-1);
  return {
    inputs: schema.inputs.map((p) => p.name),
    variadic: last?.variadic ?? false,
    attributes: new Map([...schema.attributes].map(([name, { type }]) => [name, type])),
    variable: (i) => {
      const parameter = schema.inputs[i] ?? (last?.variadic && !last.heterogeneous ? last : undefined);
      return parameter?.variable ?? null;
    },
  };
}

export interface Separated<T> {
  readonly inputs: (T | null)[];
  readonly attributes: Map<string, T>;
}

/** A string says what is wrong with the call. */
export function separate<T>(callee: Callee, args: readonly T[], named: ReadonlyMap<string, T>): Separated<T> | string {
  const parameters = parametersOf(callee);
  if (parameters === null) return { inputs: [...args], attributes: new Map(named) };
  const count = parameters.variadic ? args.length : Math.min(args.length, parameters.inputs.length);
  const inputs: (T | null)[] = args.slice(0, count);
  const attributes = new Map<string, T>();
  const names = [...parameters.attributes.keys()];
  for (const [i, arg] of args.slice(count).entries()) {
    const name = names[i];
    if (name === undefined) return `it takes ${parameters.inputs.length} inputs and ${names.length} attributes`;
    attributes.set(name, arg);
  }
  for (const [name, arg] of named) {
    const index = parameters.inputs.indexOf(name);
    if (index < 0) {
      if (!parameters.attributes.has(name)) return `it has no parameter ${name}`;
      attributes.set(name, arg);
      continue;
    }
    while (inputs.length < index) inputs.push(null);
    inputs[index] = arg;
  }
  return { inputs, attributes };
}

/** Constants among the inputs take the type of another input of the same type variable. */
export function castConstants(
  callee: Callee,
  inputs: readonly (Value | null)[],
  isConstant: (value: Value) => boolean,
  castLike: (constant: Value, like: Value) => Value,
): (Value | null)[] {
  const parameters = parametersOf(callee);
  if (parameters === null) return [...inputs];
  const typed = new Map<string, Value>();
  inputs.forEach((value, i) => {
    const variable = parameters.variable(i);
    if (value !== null && variable !== null && !isConstant(value) && !typed.has(variable)) typed.set(variable, value);
  });
  return inputs.map((value, i) => {
    const variable = parameters.variable(i);
    const like = variable === null ? undefined : typed.get(variable);
    return value !== null && like !== undefined && isConstant(value) ? castLike(value, like) : value;
  });
}

export type Attributes = ReadonlyMap<string, Attribute>;
