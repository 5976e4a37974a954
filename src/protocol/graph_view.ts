/** The compact form of an ONNX model that the graph view draws: no tensor data, values by index. */

import type { FrameView, LocationView } from "./location.ts";

export interface GraphViewModel {
  readonly title: string;
  readonly producer: string;
  readonly irVersion: number;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly metadata: readonly { readonly key: string; readonly value: string }[];
  /** The model's graph first; then functions and the graphs in attributes. */
  readonly graphs: readonly GraphView[];
}

export interface GraphView {
  readonly name: string;
  readonly domain: string;
  readonly kind: "main" | "function" | "subgraph";
  readonly values: readonly ValueView[];
  /** Indices into `values`. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly initializers: readonly InitializerView[];
  readonly nodes: readonly NodeView[];
  /** The module call that a function stands for. */
  readonly module: ModuleView | null;
}

export interface ValueView {
  readonly name: string;
  /** `f32[97, 8]`; "" when unknown. */
  readonly type: string;
}

export interface InitializerView {
  /** Index into `values`. */
  readonly value: number;
  readonly byteLength: number;
}

export interface ModuleView {
  readonly path: string;
  readonly className: string;
}

export interface AttributeView {
  readonly name: string;
  readonly type: string;
  readonly text: string;
  /** Index into `graphs` when the attribute is a graph. */
  readonly graph: number | null;
}

export interface NodeView {
  readonly name: string;
  readonly op: string;
  readonly domain: string;
  /** Indices into `values`; -1 is an omitted one. A value that the graph captures from outside is listed too. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Values of this graph that the graphs in the node's attributes use. */
  readonly captures: readonly number[];
  readonly attributes: readonly AttributeView[];
  /** Index into `graphs` of the function that the node calls. */
  readonly callee: number | null;
  readonly location: LocationView | null;
  readonly stack: readonly FrameView[];
  /** Innermost module last. */
  readonly modules: readonly ModuleView[];
  readonly fxNode: string | null;
  readonly target: string | null;
}
