/** `_onnx_ir`: handles of the IR's own objects, which the Python text of the `onnx_ir` package shows to programs. */

import { type NativeModule, nativeModule } from "../dynamo/importer/native_module.ts";
import type { Interpreter } from "../dynamo/interpreter.ts";
import { PyBytes } from "../dynamo/objects/bytes.ts";
import { nativeType } from "../dynamo/objects/core_types.ts";
import { PyDict } from "../dynamo/objects/dict.ts";
import { TypeErrorType, ValueErrorType } from "../dynamo/objects/exception_types.ts";
import { PyList } from "../dynamo/objects/list.ts";
import { defineGetSet, defineMethods, fn } from "../dynamo/objects/native.ts";
import { type Attrs, PyObject, type PyValue } from "../dynamo/objects/object.ts";
import { PyTuple } from "../dynamo/objects/tuple.ts";
import { callMethod } from "../dynamo/protocols/call.ts";
import { index } from "../dynamo/protocols/convert.ts";
import { raise } from "../dynamo/protocols/errors.ts";
import { toArray } from "../dynamo/protocols/iterate.ts";
import { DATA_TYPES, type DataType, dataTypeName } from "../onnx/data_type.ts";
import {
  type FunctionDef,
  type Graph,
  type Model,
  type Node,
  type TensorContent,
  Value,
  type ValueType,
} from "../onnx/ir.ts";
import { OnnxFormatError } from "../onnx/serde/format_error.ts";
import { sourceToEntries } from "../onnx/serde/node_metadata.ts";
import { readModel } from "../onnx/serde/read_model.ts";
import { rawTensor } from "../onnx/tensor_content.ts";
import { attributeFromPython, attributeToPython } from "./ir_attributes.ts";
import { modelMessage } from "./model_message.ts";
import { tensorBytes } from "./services.ts";

type Held = Model | Graph | FunctionDef | Node | Value | TensorContent;

export const handleType = nativeType("_Handle", { module: "_onnx_ir" });

/** One object of the IR; `obj` is what Python shows of it, so that the same node is the same object. */
export class PyHandle<T extends Held = Held> extends PyObject {
  readonly held: T;
  obj: PyValue = null;
  constructor(held: T) {
    super(handleType);
    this.held = held;
  }
}

const handles = new WeakMap<Interpreter, WeakMap<Held, PyHandle>>();

export function handleOf<T extends Held>(vm: Interpreter, held: T): PyHandle<T> {
  let own = handles.get(vm);
  if (own === undefined) {
    own = new WeakMap();
    handles.set(vm, own);
  }
  let handle = own.get(held);
  if (handle === undefined) {
    handle = new PyHandle(held);
    own.set(held, handle);
  }
  return handle as PyHandle<T>;
}

/** `onnx_program.model` */
export function irModel(vm: Interpreter, model: Model): PyValue {
  return callMethod(vm, vm.importModule("onnx_ir"), "_model", [handleOf(vm, model)]);
}

defineGetSet(handleType, {
  obj: {
    get: (_vm, self) => (self as PyHandle).obj,
    set: (_vm, self, value) => {
      (self as PyHandle).obj = value ?? null;
    },
  },
});

const list = <T extends Held>(vm: Interpreter, items: readonly (T | null)[]): PyList =>
  new PyList(items.map((item) => (item === null ? null : handleOf(vm, item))));

/** The sequence type's dtype and shape are its element's. */
function typeValue(type: ValueType | null): PyValue {
  if (type === null) return null;
  const inner = type.element === undefined ? null : typeValue(type.element);
  const shape = type.shape === null ? null : new PyList([...type.shape]);
  return new PyTuple([type.kind, DATA_TYPES[type.dtype], shape, inner]);
}

function typeFromPython(vm: Interpreter, dtype: PyValue, shape: PyValue): ValueType {
  const name = dataTypeName(Number(index(vm, dtype)));
  if (name === undefined) return raise(vm, ValueErrorType, "there is no such element type");
  return { kind: "tensor", dtype: name, shape: shape === null ? null : sizesOf(vm, shape) };
}

function sizesOf(vm: Interpreter, shape: PyValue): (number | string | null)[] {
  return toArray(vm, shape).map((size) => (size === null || typeof size === "string" ? size : Number(index(vm, size))));
}

function bytesHandle(vm: Interpreter, dtype: PyValue, shape: PyValue, data: PyValue): TensorContent {
  const name = dataTypeName(Number(index(vm, dtype)));
  if (name === undefined || !(data instanceof PyBytes)) return raise(vm, TypeErrorType, "a tensor needs bytes");
  const sizes = toArray(vm, shape).map((size) => Number(index(vm, size)));
  return rawTensor(name, sizes, data.bytes);
}

function heldBy<T extends Held>(vm: Interpreter, value: PyValue): T {
  return value instanceof PyHandle ? (value.held as T) : raise(vm, TypeErrorType, "an object of onnx_ir is needed");
}

/** An initializer that is renamed keeps its place in the graph. */
function renameValue(graph: Graph | null, value: Value, name: string): void {
  const before = value.name;
  value.name = name;
  const initializer = graph?.initializers.get(before);
  if (graph === null || initializer?.value !== value) return;
  const all = [...graph.initializers];
  graph.initializers.clear();
  for (const [key, item] of all) graph.initializers.set(key === before ? name : key, item);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function irNativeModule(): NativeModule {
  return nativeModule("_onnx_ir", () => ({
    // Models
    model_fields: fn("model_fields(h)", (vm: Interpreter, h: PyHandle<Model>) => {
      const { held } = h;
      return PyDict.fromStrings([
        ["graph", handleOf(vm, held.graph)],
        ["ir_version", held.irVersion],
        ["producer_name", held.producerName],
        ["producer_version", held.producerVersion],
        ["domain", held.domain === "" ? null : (held.domain ?? null)],
        ["model_version", held.modelVersion === 0 ? null : (held.modelVersion ?? null)],
        ["doc_string", held.docString === "" ? null : (held.docString ?? null)],
        // The maps themselves: what a program changes is changed in the model.
        ["opset_imports", PyDict.wrap(held.opsetImports as unknown as Attrs)],
        ["metadata_props", PyDict.wrap(held.metadata as unknown as Attrs)],
        ["functions", list(vm, [...held.functions.values()])],
      ]);
    }),
    set_model_field: fn(
      "set_model_field(h, name, value)",
      (vm: Interpreter, h: PyHandle<Model>, name: string, value: PyValue) => {
        const model = h.held as Mutable<Model>;
        if (name === "ir_version") model.irVersion = Number(index(vm, value));
        else if (name === "model_version") model.modelVersion = Number(index(vm, value));
        else if (name === "producer_name") model.producerName = String(value ?? "");
        else if (name === "producer_version") model.producerVersion = String(value ?? "");
        else if (name === "domain") model.domain = String(value ?? "");
        else model.docString = String(value ?? "");
        return null;
      },
    ),
    read_model: fn("read_model(data)", (vm: Interpreter, data: PyBytes) => {
      try {
        return handleOf(vm, readModel(data.bytes));
      } catch (error) {
        if (!(error instanceof OnnxFormatError)) throw error;
        return raise(vm, ValueErrorType, error.message);
      }
    }),
    to_proto: fn("to_proto(h)", (vm: Interpreter, h: PyHandle<Model>) => modelMessage(vm, h.held, h.held)),
    // Graphs and functions
    graph_fields: fn("graph_fields(h)", (vm: Interpreter, { held }: PyHandle<Graph | FunctionDef>) =>
      PyDict.fromStrings([
        ["name", held.name],
        ["inputs", list(vm, held.inputs)],
        ["outputs", list(vm, held.outputs)],
        ["nodes", list(vm, held.nodes)],
        ["doc_string", held.docString ?? null],
        ["metadata_props", PyDict.fromStrings(held.metadata ?? [])],
        ["domain", "domain" in held ? held.domain : ""],
        ["overload", "domain" in held ? (held.overload ?? "") : ""],
        ["attributes", new PyList("domain" in held ? [...held.attributes] : [])],
        ["opset_imports", "domain" in held ? PyDict.wrap(held.opsetImports as unknown as Attrs) : null],
      ]),
    ),
    set_graph_name: fn("set_graph_name(h, name)", (_vm: Interpreter, h: PyHandle<Graph>, name: PyValue) => {
      h.held.name = String(name ?? "");
      return null;
    }),
    /** Replaces a graph's inputs, outputs or nodes by those of the list. */
    set_members: fn(
      "set_members(h, kind, items)",
      (vm: Interpreter, h: PyHandle<Graph>, kind: string, items: PyValue) => {
        const members = toArray(vm, items);
        if (kind === "nodes")
          h.held.nodes.splice(0, h.held.nodes.length, ...members.map((item) => heldBy<Node>(vm, item)));
        else {
          const values = kind === "inputs" ? h.held.inputs : h.held.outputs;
          values.splice(0, values.length, ...members.map((item) => heldBy<Value>(vm, item)));
        }
        return null;
      },
    ),
    initializers: fn("initializers(h)", (vm: Interpreter, h: PyHandle<Graph>) =>
      PyDict.fromStrings([...h.held.initializers].map(([name, { value }]) => [name, handleOf(vm, value)])),
    ),
    initializer_content: fn("initializer_content(h, name)", (vm: Interpreter, h: PyHandle<Graph>, name: PyValue) => {
      // A function has none.
      const found = "initializers" in h.held ? h.held.initializers.get(String(name)) : undefined;
      return found === undefined ? null : handleOf(vm, found.content);
    }),
    set_initializer: fn(
      "set_initializer(h, value, content)",
      (vm: Interpreter, h: PyHandle<Graph>, value: PyValue, content: PyValue) => {
        const held = heldBy<Value>(vm, value);
        if (content === null) h.held.initializers.delete(held.name);
        else h.held.initializers.set(held.name, { value: held, content: heldBy<TensorContent>(vm, content) });
        return null;
      },
    ),
    // Nodes
    node_fields: fn("node_fields(h)", (vm: Interpreter, { held }: PyHandle<Node>) => {
      const source = held.source === null ? [] : sourceToEntries(held.source);
      return PyDict.fromStrings([
        ["name", held.name],
        ["op_type", held.opType],
        ["domain", held.domain],
        ["overload", held.overload ?? ""],
        ["doc_string", held.docString ?? null],
        ["inputs", list(vm, held.inputs)],
        ["outputs", list(vm, held.outputs)],
        ["source", PyDict.fromStrings(source.map(({ key = "", value = "" }) => [key, value]))],
        ["metadata_props", PyDict.fromStrings(held.metadata ?? [])],
      ]);
    }),
    node_attributes: fn(
      "node_attributes(h)",
      (vm: Interpreter, { held }: PyHandle<Node>) =>
        new PyList([...held.attributes].map(([name, value]) => new PyTuple([name, ...attributeToPython(vm, value)]))),
    ),
    set_attribute: fn(
      "set_attribute(h, name, kind, value)",
      (vm: Interpreter, h: PyHandle<Node>, name: string, kind: PyValue, value: PyValue) => {
        if (kind === null) h.held.attributes.delete(name);
        else
          h.held.attributes.set(
            name,
            attributeFromPython(vm, String(kind), value, (item) => heldBy(vm, item)),
          );
        return null;
      },
    ),
    set_node: fn("set_node(h, name, value)", (vm: Interpreter, h: PyHandle<Node>, name: string, value: PyValue) => {
      const node = h.held as Mutable<Node>;
      if (name === "inputs") {
        node.inputs.splice(
          0,
          node.inputs.length,
          ...toArray(vm, value).map((item) => (item === null ? null : heldBy<Value>(vm, item))),
        );
      } else if (name === "name") node.name = String(value ?? "");
      else if (name === "op_type") node.opType = String(value);
      else if (name === "domain") node.domain = String(value);
      else if (name === "doc_string") node.docString = String(value ?? "");
      else {
        const entries =
          value instanceof PyDict ? [...value.attrMap].map(([k, v]): [string, string] => [k, String(v)]) : [];
        node.metadata = new Map(entries);
      }
      return null;
    }),
    new_node: fn(
      "new_node(domain, op_type, inputs, outputs, name)",
      (vm: Interpreter, domain: PyValue, opType: PyValue, inputs: PyValue, outputs: PyValue, name: PyValue) => {
        const values = (items: PyValue) =>
          toArray(vm, items).map((item) => (item === null ? null : heldBy<Value>(vm, item)));
        const node: Node = {
          name: String(name ?? ""),
          opType: String(opType),
          domain: String(domain),
          inputs: values(inputs),
          outputs: values(outputs),
          attributes: new Map(),
          source: null,
        };
        return handleOf(vm, node);
      },
    ),
    // Values
    value_name: fn("value_name(h)", (_vm: Interpreter, h: PyHandle<Value>) => h.held.name),
    rename_value: fn(
      "rename_value(h, name, graph)",
      (_vm: Interpreter, h: PyHandle<Value>, name: PyValue, graph: PyValue) => {
        renameValue(graph instanceof PyHandle ? (graph.held as Graph) : null, h.held, String(name ?? ""));
        return null;
      },
    ),
    value_type: fn("value_type(h)", (_vm: Interpreter, h: PyHandle<Value>) => typeValue(h.held.type)),
    set_value_type: fn(
      "set_value_type(h, dtype, shape)",
      (vm: Interpreter, h: PyHandle<Value>, dtype: PyValue, shape: PyValue) => {
        h.held.type = dtype === null ? null : typeFromPython(vm, dtype, shape);
        return null;
      },
    ),
    new_value: fn("new_value(name)", (vm: Interpreter, name: PyValue) =>
      handleOf(vm, new Value(String(name ?? ""), null)),
    ),
    // Tensors
    tensor_fields: fn(
      "tensor_fields(h)",
      (_vm: Interpreter, { held }: PyHandle<TensorContent>) =>
        new PyTuple([DATA_TYPES[held.dtype as DataType], new PyTuple([...held.shape]), held.byteLength]),
    ),
    tensor_data: fn("tensor_data(h)", (vm: Interpreter, { held }: PyHandle<TensorContent>) =>
      held.strings === undefined ? new PyBytes(tensorBytes(vm, held)) : new PyList([...held.strings]),
    ),
    new_tensor: fn("new_tensor(dtype, shape, data)", (vm: Interpreter, dtype: PyValue, shape: PyValue, data: PyValue) =>
      handleOf(vm, bytesHandle(vm, dtype, shape, data)),
    ),
  }));
}

defineMethods(handleType, { "__repr__(self)": () => "<handle of the ONNX IR>" });
