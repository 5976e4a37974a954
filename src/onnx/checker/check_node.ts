/** One node of the standard domain against its operator's schema. */

import type { Node, Value, ValueType } from "../ir.ts";
import {
  type FormalParameter,
  NEWEST_OPSET,
  OLDEST_OPSET,
  type OperatorSchema,
  operatorSchema,
} from "./operator_schemas.ts";

export type Report = (message: string) => void;

export function checkStandardNode(node: Node, opset: number, report: Report): void {
  // The table can't judge older and newer files.
  if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) return;
  const schema = operatorSchema(node.opType, opset);
  if (schema === undefined) return void report(`ai.onnx ${opset} has no operator ${node.opType}`);
  if (schema.deprecated) report(`${node.opType} is deprecated in ai.onnx ${opset}`);
  checkAttributes(node, schema, report);
  const variables = new Map<string, string>();
  checkParameters("input", node.inputs, schema.inputs, [schema.minInputs, schema.maxInputs], variables, report);
  checkParameters("output", node.outputs, schema.outputs, [schema.minOutputs, schema.maxOutputs], variables, report);
}

function checkAttributes(node: Node, schema: OperatorSchema, report: Report): void {
  for (const [name, attribute] of node.attributes) {
    const formal = schema.attributes.get(name);
    if (formal === undefined) {
      report(`${node.opType} has no attribute ${name} (ai.onnx ${schema.since})`);
      continue;
    }
    const type = attribute.type === "reference" ? attribute.of : attribute.type;
    if (type !== formal.type) report(`attribute ${name} is of type ${type}; ${formal.type} is expected`);
  }
  for (const [name, { required }] of schema.attributes) {
    if (required && !node.attributes.has(name)) report(`the attribute ${name} is missing`);
  }
}

function checkParameters(
  side: "input" | "output",
  values: readonly (Value | null)[],
  formals: readonly FormalParameter[],
  [min, max]: readonly [number, number],
  variables: Map<string, string>,
  report: Report,
): void {
  if (values.length < min || values.length > max) {
    const expected = min === max ? String(min) : `${min} to ${max}`;
    report(`it has ${values.length} ${side}s; ${expected} are expected`);
    return;
  }
  values.forEach((value, i) => {
    const formal = formals[Math.min(i, formals.length - 1)];
    if (formal === undefined) return;
    if (value === null) {
      if (side === "input" && !formal.optional && !formal.variadic) report(`the input ${formal.name} is missing`);
      return;
    }
    if (value.type !== null) checkType(side, value, typeText(value.type), formal, variables, report);
  });
}

function checkType(
  side: string,
  value: Value,
  type: string,
  formal: FormalParameter,
  variables: Map<string, string>,
  report: Report,
): void {
  if (type.includes("undefined")) return;
  if (!formal.types.has(type)) {
    report(`the ${side} ${formal.name} (${value.name}) is ${type}, which is not allowed`);
    return;
  }
  if (formal.variable === null || formal.heterogeneous) return;
  const bound = variables.get(formal.variable);
  if (bound === undefined) variables.set(formal.variable, type);
  else if (bound !== type)
    report(`the ${side} ${formal.name} (${value.name}) is ${type}, others of type ${formal.variable} are ${bound}`);
}

/** As in the schemas: `float`, `seq(tensor(float))`. */
export function typeText(type: ValueType): string {
  const tensor = (t: ValueType): string => (t.kind === "tensor" ? `tensor(${t.dtype})` : typeText(t));
  const inner = type.element ?? { kind: "tensor" as const, dtype: type.dtype, shape: null };
  switch (type.kind) {
    case "tensor":
      return type.dtype;
    case "sequence":
      return `seq(${tensor(inner)})`;
    case "optional":
      return `optional(${tensor(inner)})`;
    case "sparse_tensor":
      return `sparse_tensor(${type.dtype})`;
    case "map":
      return `map(${type.keyType ?? "undefined"}, ${tensor(inner)})`;
    case "opaque":
      return "opaque(undefined)";
  }
}
