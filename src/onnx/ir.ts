/** The ONNX intermediate representation. Knows neither FX nor protobuf; `serde.ts` reads and writes files. */

import type { Span, StackFrame } from "../diagnostics/span.ts";
import type { DataType } from "./data_type.ts";

/** A dimension: a size, a name (dim_param), or unknown. */
export type Dim = number | string | null;

export interface ValueType {
  readonly kind: "tensor" | "sequence" | "optional";
  /** Element type of the tensor (of the sequence's or optional's tensor). */
  readonly dtype: DataType;
  /** Null when the rank is unknown. */
  readonly shape: readonly Dim[] | null;
}

/** An edge of the graph. It has one producer: a node, a graph input, or an initializer. */
export class Value {
  name: string;
  type: ValueType | null;
  constructor(name: string, type: ValueType | null) {
    this.name = name;
    this.type = type;
  }
}

/** A tensor's content. Bytes are asked for when they are written, never copied before. */
export interface TensorContent {
  readonly dtype: DataType;
  readonly shape: readonly number[];
  /** Little-endian, as TensorProto.raw_data; strings are not raw. */
  bytes(): Uint8Array;
  readonly byteLength: number;
}

export interface Initializer {
  readonly value: Value;
  readonly content: TensorContent;
}

export type Attribute =
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "int"; readonly value: number | bigint }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "tensor"; readonly value: TensorContent }
  | { readonly type: "graph"; readonly value: Graph }
  | { readonly type: "floats"; readonly value: readonly number[] }
  | { readonly type: "ints"; readonly value: readonly (number | bigint)[] }
  | { readonly type: "strings"; readonly value: readonly string[] }
  | { readonly type: "type_proto"; readonly value: ValueType }
  /** Inside a function: the value of the function's own attribute of that name. */
  | {
      readonly type: "reference";
      readonly attribute: string;
      readonly of: "float" | "int" | "string" | "tensor" | "floats" | "ints" | "strings";
    };

/** An `nn.Module` call that a node belongs to; outermost first in `NodeSource.modules`. */
export interface ModuleScope {
  readonly path: string;
  readonly className: string;
  readonly packageVersion: string | null;
  readonly call: number;
}

/** Where a node comes from; kept in the file's metadata so that any viewer can go back to the source. */
export interface NodeSource {
  readonly span: Span | null;
  readonly stack: readonly StackFrame[];
  readonly modules: readonly ModuleScope[];
  /** Name of the FX node, null for nodes that passes made. */
  readonly fxNode: string | null;
  /** Its ATen target. */
  readonly target: string | null;
}

export interface Node {
  name: string;
  readonly opType: string;
  /** "" is ai.onnx. */
  readonly domain: string;
  /** Null is an omitted optional input. */
  readonly inputs: (Value | null)[];
  readonly outputs: (Value | null)[];
  readonly attributes: Map<string, Attribute>;
  readonly source: NodeSource | null;
}

export interface Graph {
  name: string;
  readonly inputs: Value[];
  readonly outputs: Value[];
  readonly nodes: Node[];
  readonly initializers: Map<string, Initializer>;
}

/** A FunctionProto: a node of this domain and name stands for these nodes. */
export interface FunctionDef {
  readonly domain: string;
  readonly name: string;
  readonly inputs: Value[];
  readonly outputs: Value[];
  readonly attributes: readonly string[];
  readonly nodes: Node[];
  readonly opsetImports: Map<string, number>;
  /** The module call that it stands for; null for operator functions. */
  readonly module: ModuleScope | null;
}

export interface Model {
  irVersion: number;
  readonly opsetImports: Map<string, number>;
  producerName: string;
  producerVersion: string;
  readonly graph: Graph;
  /** By `domain::name`, callees before callers. */
  readonly functions: Map<string, FunctionDef>;
  readonly metadata: Map<string, string>;
}
