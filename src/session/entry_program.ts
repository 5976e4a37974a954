/** The program that `export --entry NAME --input …` stands for: it imports the file and exports one thing of it. */

import { resolve } from "node:path";
import type { ExportFileOptions, InputSpec } from "./types.ts";

/** The file name in tracebacks; diagnostics of it belong to no file of the user's. */
export const ENTRY_FILE = "<entry>";

/** Sizes that a named dimension has in the example: large enough not to be taken for a constant. */
const FIRST_EXAMPLE_SIZE = 4;

export function entryProgram(
  module: string,
  { name, inputs, weights = null }: NonNullable<ExportFileOptions["entry"]>,
  allDynamic: boolean,
): string {
  const sizes = new Map<string, number>();
  for (const input of inputs) {
    for (const dim of input.shape) {
      if (typeof dim === "string" && !sizes.has(dim)) sizes.set(dim, FIRST_EXAMPLE_SIZE + sizes.size);
    }
  }
  const kwargs = inputs.map((input) => `${quoted(input.name)}: ${exampleTensor(input, sizes)}`).join(", ");
  const dynamic = inputs.map((input) => `${quoted(input.name)}: ${dynamicSpec(input, allDynamic)}`).join(", ");
  const isDynamic = allDynamic || sizes.size > 0;
  return `import importlib
import torch
program = importlib.import_module(${quoted(module)})
if not hasattr(program, ${quoted(name)}):
    raise AttributeError("the file has no module class or function named " + ${quoted(quoted(name))})
target = getattr(program, ${quoted(name)})
model = target() if isinstance(target, type) else target
if isinstance(model, torch.nn.Module):
    model.eval()
${weights === null ? "" : weightsLoading(weights)}torch.onnx.export(model, (), kwargs={${kwargs}}, dynamo=True${isDynamic ? `, dynamic_shapes={${dynamic}}` : ""})
`;
}

/** The program that exports a file of `torch.export.save`. */
export function savedProgram(file: string): string {
  return `import torch
torch.onnx.export(torch.export.load(${quoted(resolve(file))}), (), dynamo=True)
`;
}

/** A checkpoint may hold more than the weights: the one table of tensors in it is meant then. */
function weightsLoading(file: string): string {
  const load = file.endsWith(".safetensors")
    ? "__import__('safetensors.torch').torch.load_file"
    : "(lambda path: torch.load(path, map_location='cpu'))";
  return `if not isinstance(model, torch.nn.Module):
    raise TypeError("weights can be loaded into a module only")
state = ${load}(${quoted(file)})
def is_state(value):
    return isinstance(value, dict) and len(value) > 0 and all(isinstance(t, torch.Tensor) for t in value.values())
if not is_state(state):
    tables = [value for value in state.values() if is_state(value)] if isinstance(state, dict) else []
    if len(tables) != 1:
        raise ValueError("the file holds no single table of weights: " + ${quoted(file)})
    state = tables[0]
model.load_state_dict(state)
`;
}

function exampleTensor(input: InputSpec, sizes: ReadonlyMap<string, number>): string {
  const shape = `(${input.shape.map((dim) => `${typeof dim === "string" ? sizes.get(dim) : dim},`).join(" ")})`;
  const dtype = `torch.${input.dtype}`;
  if (input.dtype === "bool") return `torch.rand(${shape}) > 0.5`;
  if (/^u?int/.test(input.dtype)) return `torch.randint(0, 10, ${shape}, dtype=torch.int64).to(${dtype})`;
  return `torch.rand(${shape}).to(${dtype})`;
}

function dynamicSpec(input: InputSpec, allDynamic: boolean): string {
  const dims = input.shape.flatMap((dim, i) => {
    if (typeof dim === "string") return [`${i}: torch.export.Dim(${quoted(dim)})`];
    return allDynamic ? [`${i}: torch.export.Dim.AUTO`] : [];
  });
  return `{${dims.join(", ")}}`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
