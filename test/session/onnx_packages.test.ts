/** The `onnx`, `onnx_ir` and `onnxruntime` packages: programs that read, change, check and run what they exported print what they print in Python. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { printed } from "./helpers.ts";

const FOLDER = join(import.meta.dirname, "onnx_packages");

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".py"))) {
  it(file, async () => {
    const expected = readFileSync(join(FOLDER, file.replace(".py", ".expected.txt")), "utf8");
    expect(await printed(readFileSync(join(FOLDER, file), "utf8"))).toBe(expected);
  });
}

it("warns of what ONNX Runtime's binding can't be told for one run", async () => {
  const text = await printed(`import warnings
import onnxruntime as ort, torch
program = torch.onnx.export(torch.nn.ReLU(), (torch.ones(2),), verbose=False)
session = ort.InferenceSession(program.model_proto.SerializeToString())
options = ort.RunOptions()
feeds = {session.get_inputs()[0].name: torch.ones(2).numpy()}
def warned():
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        session.run(None, feeds, options)
    return [str(w.message).split(" has ")[0] for w in seen]
print(warned())
options.log_severity_level = 0
options.log_verbosity_level = 1
options.logid = "mine"
options.only_execute_path_to_fetches = True
options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
print("\\n".join(warned()))
try:
    session.run(None, feeds, 3)
except TypeError as e:
    print(e)
`);
  expect(text).toBe(
    [
      "[]",
      "onnxruntime: RunOptions.log_severity_level",
      "onnxruntime: RunOptions.log_verbosity_level",
      "onnxruntime: RunOptions.logid",
      "onnxruntime: RunOptions.only_execute_path_to_fetches",
      "onnxruntime: RunOptions.add_run_config_entry",
      "run_options must be a RunOptions, not int",
      "",
    ].join("\n"),
  );
});
