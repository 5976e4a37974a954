/** An exported model: what `ONNXProgram` is in Python, and what the command line and the editor save, describe and run. */

import type { ExportedProgram, TensorData } from "../fx/exported_program.ts";
import { planExternalData } from "../onnx/external_data.ts";
import { allNodes } from "../onnx/graph_access.ts";
import type { Model, TensorContent, Value, ValueType } from "../onnx/ir.ts";
import { type EncodeOptions, encodeModel, MAX_MODEL_BYTES, modelToBytes } from "../onnx/serde/write_model.ts";
import { torchType } from "../ops/onnx_dtype.ts";
import { stateContent } from "./state_content.ts";

/** Puts a file in place as a whole; `path` as the program gave it. */
export interface ModelWriter {
  write(path: string, parts: Iterable<Uint8Array>): void;
}

export interface SaveModelOptions {
  readonly includeInitializers?: boolean;
  readonly keepInitializersAsInputs?: boolean;
  /** Weights in a file beside the model: null decides by size. */
  readonly externalData?: boolean | null;
  /** Bytes of weights from which on they go to a file of their own when `externalData` is null. */
  readonly threshold?: number;
}

export interface ValueDescription {
  readonly name: string;
  /** PyTorch's name. */
  readonly dtype: string;
  readonly shape: readonly (number | string | null)[];
}

/** PyTorch's exporter switches at 1.5 GB as well. */
const DEFAULT_THRESHOLD = 1_500_000_000;
/** Smaller tensors stay in the model: a reference would take as much room. */
const SMALLEST_EXTERNAL = 1024;

export class OnnxProgram {
  readonly model: Model;
  readonly exported: ExportedProgram;

  constructor(model: Model, exported: ExportedProgram) {
    this.model = model;
    this.exported = exported;
  }

  /** The whole file in memory; throws beyond 2 GB. */
  bytes(options: EncodeOptions = {}): Uint8Array {
    return modelToBytes(this.model, options);
  }

  /** Writes the model, and `<name>.data` beside it when weights are external. The paths written. */
  save(path: string, writer: ModelWriter, options: SaveModelOptions = {}): string[] {
    const encode = {
      includeInitializers: options.includeInitializers ?? true,
      keepInitializersAsInputs: options.keepInitializersAsInputs ?? false,
    };
    if (!encode.includeInitializers || !this.wantsExternalData(options)) {
      writer.write(path, encodeModel(this.model, encode).parts());
      return [path];
    }
    const dataPath = `${path}.data`;
    const location = dataPath.slice(Math.max(dataPath.lastIndexOf("/"), dataPath.lastIndexOf("\\")) + 1);
    const plan = planExternalData(this.model, location, SMALLEST_EXTERNAL);
    if (plan.references.size > 0) writer.write(dataPath, plan.parts());
    writer.write(path, encodeModel(this.model, { ...encode, external: plan.references }).parts());
    return plan.references.size > 0 ? [path, dataPath] : [path];
  }

  /** Puts other data in the place of a weight's; false when the model has no such weight. Throws a RangeError when it does not fit. */
  applyWeight(name: string, data: TensorData): boolean {
    const { initializers } = this.model.graph;
    const known = initializers.get(name);
    if (known === undefined) return false;
    const content = stateContent(name, data);
    const fits = content.dtype === known.content.dtype && String(content.shape) === String(known.content.shape);
    if (!fits) {
      const text = ({ dtype, shape }: TensorContent) => `${dtype}[${shape.join(", ")}]`;
      throw new RangeError(`the weight ${name} is ${text(known.content)}, the data given ${text(content)}`);
    }
    initializers.set(name, { ...known, content });
    return true;
  }

  /** The same model with other values as its outputs, or the first name that the graph does not have. */
  withOutputs(names: readonly string[]): Model | { readonly missing: string } {
    const { graph } = this.model;
    const values = new Map<string, Value>();
    for (const value of graph.inputs) values.set(value.name, value);
    for (const { value } of graph.initializers.values()) values.set(value.name, value);
    for (const node of graph.nodes) for (const value of node.outputs) if (value !== null) values.set(value.name, value);
    const outputs: Value[] = [];
    for (const name of names) {
      const value = values.get(name);
      if (value === undefined) return { missing: name };
      outputs.push(value);
    }
    return { ...this.model, graph: { ...graph, outputs } };
  }

  private wantsExternalData(options: SaveModelOptions): boolean {
    if (this.weightBytes > MAX_MODEL_BYTES - 64 * 1024 * 1024) return true;
    return options.externalData ?? this.weightBytes > (options.threshold ?? DEFAULT_THRESHOLD);
  }

  get weightBytes(): number {
    let sum = 0;
    for (const { content } of this.model.graph.initializers.values()) sum += content.byteLength;
    return sum;
  }

  get opset(): number {
    return this.model.opsetImports.get("") ?? 0;
  }

  get inputs(): readonly ValueDescription[] {
    return this.model.graph.inputs.map(describe);
  }

  get outputs(): readonly ValueDescription[] {
    return this.model.graph.outputs.map(describe);
  }

  /** Nodes of the main graph, of functions and of subgraphs; calls of functions are not counted. */
  get nodeCount(): number {
    let count = 0;
    const lists = [this.model.graph.nodes, ...[...this.model.functions.values()].map((def) => def.nodes)];
    const domains = new Set([...this.model.functions.values()].map((def) => def.domain));
    for (const nodes of lists) for (const node of allNodes(nodes)) if (!domains.has(node.domain)) count++;
    return count;
  }

  get functionCount(): number {
    return this.model.functions.size;
  }

  /** The weights by name. */
  get initializers(): ReadonlyMap<string, TensorContent> {
    return new Map([...this.model.graph.initializers].map(([name, { content }]) => [name, content]));
  }
}

function describe(value: Value): ValueDescription {
  return {
    name: value.name,
    dtype: value.type === null ? "unknown" : dtypeText(value.type),
    shape: value.type?.shape ?? [],
  };
}

function dtypeText(type: ValueType): string {
  return type.dtype === "string" || type.dtype === "undefined" ? type.dtype : torchType(type.dtype);
}
