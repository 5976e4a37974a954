/** The ONNX intermediate representation. Knows neither FX nor protobuf; `serde/` reads and writes files. */

import type { Span, StackFrame } from "../diagnostics/span.ts";
import type { DataType } from "./data_type.ts";

/** A dimension: a size, a name (dim_param), or unknown. */
export type Dim = number | string | null;

export interface ValueType {
  readonly kind: "tensor" | "sequence" | "optional" | "sparse_tensor" | "map" | "opaque";
  /** Element type of the tensor (of the sequence's or optional's tensor, of the map's values). */
  readonly dtype: DataType;
  /** Null when the rank is unknown. */
  readonly shape: readonly Dim[] | null;
  /** The element's type where it is no plain tensor, as in a sequence of sequences; a map's value type. */
  readonly element?: ValueType;
  /** A map's key type. */
  readonly keyType?: DataType;
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

/** A stretch of a file beside the model (TensorProto.external_data). */
export interface ExternalReference {
  /** Relative to the model's directory, with forward slashes. */
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

/** A tensor's content. Bytes are asked for when they are written, never copied before. */
export interface TensorContent {
  readonly dtype: DataType;
  readonly shape: readonly number[];
  /** Little-endian, as TensorProto.raw_data; empty for strings. */
  bytes(): Uint8Array;
  /** The same bytes piece by piece, for a writer: each piece is there until the next is asked for. */
  pieces?(): Iterable<Uint8Array>;
  readonly byteLength: number;
  /** The elements of a string tensor. */
  readonly strings?: readonly string[];
  /** Where the bytes already lie in a file that the model may point at. */
  readonly external?: ExternalReference;
  /** Contents that share this are the same tensor. */
  readonly identity?: object;
}

/** A tensor given by its non-zero elements; kept as read. */
export interface SparseContent {
  readonly values: TensorContent;
  readonly indices: TensorContent;
  readonly shape: readonly number[];
}

export interface Initializer {
  readonly value: Value;
  readonly content: TensorContent;
  /** True for a constant that a translation made; the model's own state (weights) is not. */
  readonly literal?: boolean;
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
  | { readonly type: "sparse_tensor"; readonly value: SparseContent }
  | { readonly type: "tensors"; readonly value: readonly TensorContent[] }
  | { readonly type: "graphs"; readonly value: readonly Graph[] }
  | { readonly type: "sparse_tensors"; readonly value: readonly SparseContent[] }
  | { readonly type: "type_protos"; readonly value: readonly ValueType[] }
  /** Inside a function: the value of the function's own attribute of that name. */
  | {
      readonly type: "reference";
      readonly attribute: string;
      readonly of: AttributeKind;
    };

/** AttributeProto.AttributeType in lower case. */
export type AttributeKind =
  | "float"
  | "int"
  | "string"
  | "tensor"
  | "graph"
  | "sparse_tensor"
  | "type_proto"
  | "floats"
  | "ints"
  | "strings"
  | "tensors"
  | "graphs"
  | "sparse_tensors"
  | "type_protos";

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
  /** Which of several functions of this name is meant; "" in most files. */
  readonly overload?: string;
  readonly docString?: string;
  /** Metadata of a file's node beyond what `source` says. */
  readonly metadata?: ReadonlyMap<string, string>;
}

export interface Graph {
  name: string;
  readonly inputs: Value[];
  readonly outputs: Value[];
  readonly nodes: Node[];
  readonly initializers: Map<string, Initializer>;
  readonly docString?: string;
  readonly metadata?: ReadonlyMap<string, string>;
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
  /** Defaults of attributes; those in `attributes` have none. */
  readonly attributeDefaults?: ReadonlyMap<string, Attribute>;
  readonly overload?: string;
  readonly docString?: string;
  readonly metadata?: ReadonlyMap<string, string>;
}

export interface Model {
  irVersion: number;
  readonly opsetImports: Map<string, number>;
  producerName: string;
  producerVersion: string;
  readonly graph: Graph;
  /** By `functionKey`, callees before callers. */
  readonly functions: Map<string, FunctionDef>;
  readonly metadata: Map<string, string>;
  readonly domain?: string;
  readonly modelVersion?: number;
  readonly docString?: string;
}

/** The key of `Model.functions`: `domain::name`, and `::overload` where there is one. */
export function functionKey(domain: string, name: string, overload = ""): string {
  return overload === "" ? `${domain}::${name}` : `${domain}::${name}::${overload}`;
}
