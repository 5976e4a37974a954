/** A small ONNX model with everything the graph view shows: functions, weights, a folded constant, branches, sources. */

import { type FunctionDef, functionKey, type Model, type Node, type TensorContent, Value } from "../../src/onnx/ir.ts";

const FILE = "/home/me/model.py";

function tensor(shape: number[]): TensorContent {
  const byteLength = 4 * shape.reduce((a, b) => a * b, 1);
  return { dtype: "float", shape, byteLength, bytes: () => new Uint8Array(byteLength) };
}

function float(name: string, shape: (number | string | null)[]): Value {
  return new Value(name, { kind: "tensor", dtype: "float", shape });
}

function node(opType: string, inputs: (Value | null)[], outputs: Value[], more: Partial<Node> = {}): Node {
  return {
    name: `${opType.toLowerCase()}_0`,
    opType,
    domain: "",
    inputs,
    outputs,
    attributes: new Map(),
    source: null,
    ...more,
  };
}

function linear(path: string): FunctionDef {
  const [x, w, b, wt, m, y] = ["x", "weight", "bias", "wt", "m", "y"].map((name) => new Value(name, null));
  if (!x || !w || !b || !wt || !m || !y) throw new Error("six values");
  return {
    domain: "pkg.torch.2.13.0",
    name: `torch_nn_modules_linear_Linear_${path}_1`,
    inputs: [x, w, b],
    outputs: [y],
    attributes: [],
    nodes: [
      node("Transpose", [w], [wt], { attributes: new Map([["perm", { type: "ints", value: [1, 0] }]]) }),
      node("MatMul", [x, wt], [m]),
      node("Add", [m, b], [y]),
    ],
    opsetImports: new Map([["", 18]]),
    module: { path, className: "torch.nn.modules.linear.Linear", packageVersion: "2.13.0", call: 1 },
  };
}

/** `y = If(c, fc1(sigmoid(fc0(x))), reshape)`, more or less. */
export function sampleModel(): Model {
  const x = float("x", ["batch", 8]);
  const condition = new Value("c", { kind: "tensor", dtype: "bool", shape: [] });
  const functions = ["fc0", "fc1"].map(linear);
  const weights = ["fc0", "fc1"].map((path) => ({
    weight: { value: float(`${path}.weight`, [8, 8]), content: tensor([8, 8]) },
    bias: { value: float(`${path}.bias`, [8]), content: tensor([8]) },
  }));
  const nodes: Node[] = [];
  let current = x;
  functions.forEach((def, i) => {
    const { weight, bias } = weights[i] ?? { weight: null, bias: null };
    const out = float(`linear_${i}`, ["batch", 8]);
    const span = { file: FILE, line: 16 + 2 * i, column: 20, endLine: 16 + 2 * i, endColumn: 38 };
    nodes.push(
      node(def.name, [current, weight?.value ?? null, bias?.value ?? null], [out], {
        name: `fc${i}`,
        domain: def.domain,
        source: {
          span,
          stack: [
            { name: "Model.forward", span },
            { name: "<module>", span: { file: FILE, line: 30, column: 1, endLine: 30, endColumn: 9 } },
          ],
          modules: [{ path: `fc${i}`, className: "torch.nn.modules.linear.Linear", packageVersion: null, call: 1 }],
          fxNode: `linear_${i}`,
          target: "aten.linear.default",
        },
      }),
    );
    current = out;
    if (i === 0) {
      current = float("sigmoid", ["batch", 8]);
      nodes.push(node("Sigmoid", [out], [current], { name: "sigmoid" }));
    }
  });
  const shape = new Value("shape", { kind: "tensor", dtype: "int64", shape: [2] });
  const reshaped = float("reshaped", [null, 4]);
  const shapeBytes = new Uint8Array(new BigInt64Array([-1n, 4n]).buffer);
  const content: TensorContent = { dtype: "int64", shape: [2], byteLength: 16, bytes: () => shapeBytes };
  nodes.push(
    node("Constant", [], [shape], { attributes: new Map([["value", { type: "tensor", value: content }]]) }),
    node("Reshape", [current, shape], [reshaped]),
  );
  const branch = (name: string, opType: string) => {
    const out = float(`${name}_out`, [null, 4]);
    const graph = {
      name,
      inputs: [],
      outputs: [out],
      nodes: [node(opType, [reshaped], [out])],
      initializers: new Map(),
    };
    return { type: "graph", value: graph } as const;
  };
  const y = float("y", [null, 4]);
  nodes.push(
    node("If", [condition], [y], {
      attributes: new Map([
        ["then_branch", branch("positive", "Relu")],
        ["else_branch", branch("negative", "Neg")],
      ]),
    }),
  );
  return {
    irVersion: 10,
    opsetImports: new Map([
      ["", 18],
      ["pkg.torch.2.13.0", 1],
    ]),
    producerName: "dynamo-onnx",
    producerVersion: "0.1.0",
    graph: {
      name: "main_graph",
      inputs: [condition, x],
      outputs: [y],
      nodes,
      initializers: new Map(
        weights.flatMap(({ weight, bias }) => [weight, bias]).map((init) => [init.value.name, init]),
      ),
    },
    functions: new Map(functions.map((def) => [functionKey(def.domain, def.name), def])),
    metadata: new Map([["source", "model.py"]]),
  };
}
