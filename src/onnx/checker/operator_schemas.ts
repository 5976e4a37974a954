/** The standard operators' schemas (`data/operators.json`, made from the ONNX package): parameters, types, attributes. */

import data from "../data/operators.json" with { type: "json" };
import type { AttributeKind } from "../ir.ts";

export interface FormalParameter {
  readonly name: string;
  readonly optional: boolean;
  readonly variadic: boolean;
  /** Arguments of one variadic may differ in type. */
  readonly heterogeneous: boolean;
  /** A type variable (`T`), or null when `types` holds for this parameter alone. */
  readonly variable: string | null;
  /** Allowed types: `float`, `seq(tensor(float))`, … */
  readonly types: ReadonlySet<string>;
}

export interface OperatorSchema {
  readonly name: string;
  readonly since: number;
  readonly minInputs: number;
  readonly maxInputs: number;
  readonly minOutputs: number;
  readonly maxOutputs: number;
  readonly inputs: readonly FormalParameter[];
  readonly outputs: readonly FormalParameter[];
  readonly attributes: ReadonlyMap<string, { readonly type: AttributeKind; readonly required: boolean }>;
  readonly deprecated: boolean;
}

interface Row {
  readonly since: number;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly arity: readonly number[];
  readonly types?: Readonly<Record<string, number>>;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly deprecated?: boolean;
}

/** The opsets that the table knows. */
export const OLDEST_OPSET = 18;
export const NEWEST_OPSET: number = data.opset;

const ROWS: Readonly<Record<string, readonly Row[] | undefined>> = data.operators;
const parsed = new Map<Row, OperatorSchema>();

/** The schema that `opset` gives the operator; undefined when it has none. Rows before 18 are those still in force at 18. */
export function operatorSchema(name: string, opset: number): OperatorSchema | undefined {
  const row = ROWS[name]?.findLast((candidate) => candidate.since <= opset);
  if (row === undefined) return undefined;
  let schema = parsed.get(row);
  if (schema === undefined) {
    schema = parseRow(name, row);
    parsed.set(row, schema);
  }
  return schema;
}

function parseRow(name: string, row: Row): OperatorSchema {
  const [minInputs = 0, maxInputs = 0, minOutputs = 0, maxOutputs = 0] = row.arity;
  const parameter = (text: string) => parseParameter(text, row.types ?? {});
  const attributes = Object.entries(row.attributes ?? {}).map(([key, type]) => {
    return [key, { type: type.replace("!", "") as AttributeKind, required: type.endsWith("!") }] as const;
  });
  return {
    name,
    since: row.since,
    minInputs,
    maxInputs,
    minOutputs,
    maxOutputs,
    inputs: row.inputs.map(parameter),
    outputs: row.outputs.map(parameter),
    attributes: new Map(attributes),
    deprecated: row.deprecated ?? false,
  };
}

/** `min?:T`, `inputs*~:V`, `shape:=int64`. */
function parseParameter(text: string, variables: Readonly<Record<string, number>>): FormalParameter {
  const colon = text.indexOf(":");
  const head = text.slice(0, colon);
  const type = text.slice(colon + 1);
  const fixed = type.startsWith("=");
  return {
    name: head.replace(/[?*~]+$/, ""),
    optional: head.endsWith("?"),
    variadic: head.includes("*"),
    heterogeneous: head.endsWith("~"),
    variable: fixed ? null : type,
    types: fixed ? new Set([type.slice(1)]) : typeSet(variables[type] ?? -1),
  };
}

const typeSets: (ReadonlySet<string> | undefined)[] = [];

function typeSet(index: number): ReadonlySet<string> {
  let set = typeSets[index];
  if (set === undefined) {
    set = new Set((data.typeSets[index] ?? "").split(" "));
    typeSets[index] = set;
  }
  return set;
}
