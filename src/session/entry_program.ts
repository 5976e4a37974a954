/** The program that `export --entry NAME --input …` stands for: it imports the file and exports one thing of it. */

import type { InputSpec } from "./types.ts";

/** The file name in tracebacks; diagnostics of it belong to no file of the user's. */
export const ENTRY_FILE = "<entry>";

/** Sizes that a named dimension has in the example: large enough not to be taken for a constant. */
const FIRST_EXAMPLE_SIZE = 4;

export function entryProgram(
  module: string,
  { name, inputs }: { readonly name: string; readonly inputs: readonly InputSpec[] },
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
torch.onnx.export(model, (), kwargs={${kwargs}}, dynamo=True${isDynamic ? `, dynamic_shapes={${dynamic}}` : ""})
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
    return allDynamic ? [`${i}: torch.export.Dim.DYNAMIC`] : [];
  });
  return `{${dims.join(", ")}}`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
