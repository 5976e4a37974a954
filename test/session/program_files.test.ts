/** Programs as they lie on disk: packages, arguments, devices, checkpoints that are missing. */

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { type ExportFileOptions, type ExportOutcome, openSession, type Session } from "../../src/index.ts";
import { exportFile, type PrintedOutcome } from "./export_file.ts";

interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly main: string;
  readonly options?: Partial<ExportFileOptions>;
}

type Outcome = PrintedOutcome & { readonly directory: string };

/** Exports `main` in a directory that holds `files`. */
async function withExport(
  { files, main, options = {} }: Case,
  check: (outcome: Outcome, session: Session) => void,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "dynamo-onnx-"));
  const session = await openSession();
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
    const outcome = await exportFile(session, { file: join(directory, main), outDir: directory, ...options });
    check({ ...outcome, directory }, session);
  } finally {
    await session.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

const messages = ({ diagnostics }: ExportOutcome) => diagnostics.map((d) => `${d.ruleId} ${d.message}`);

const NET = `import torch
from .parts.layers import Block
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.block = Block(4)
    def forward(self, x):
        return self.block(x)
`;
const LAYERS = `import torch
from ..names import FACTOR
class Block(torch.nn.Module):
    def __init__(self, n):
        super().__init__()
        self.fc = torch.nn.Linear(n, n)
    def forward(self, x):
        return self.fc(x) * FACTOR
`;
const MAIN = `from .model import Net
import torch
print(__name__, __package__)
torch.onnx.export(Net(), (torch.randn(1, 4),), "m.onnx")
`;

it.each([
  ["with __init__.py", { "net/__init__.py": "", "net/parts/__init__.py": "" }],
  ["without", {}],
])("a file of a package imports relatively, as under python -m: %s", async (_name, markers) => {
  const files = {
    ...markers,
    "net/names.py": "FACTOR = 2\n",
    "net/parts/layers.py": LAYERS,
    "net/model.py": NET,
    "net/main.py": MAIN,
  };
  await withExport({ files, main: "net/main.py" }, (outcome, session) => {
    expect(messages(outcome)).toEqual([]);
    expect(outcome.printed).toBe("__main__ net\n");
    expect(outcome.exports.map((e) => e.name)).toEqual(["Net"]);
    for (const name of Object.keys(files)) expect(session.checkFile(join(outcome.directory, name))).toEqual([]);
  });
  const entry = { name: "Block", inputs: [] };
  await withExport({ files, main: "net/parts/layers.py", options: { entry } }, (outcome) => {
    // The class is found; it is its constructor that lacks an argument.
    expect(messages(outcome).join()).toContain("missing 1 required positional argument: 'n'");
  });
});

it.each([
  ["in a docstring is none", `"""Use it as\nfrom .model import Net\n"""\n`, "None"],
  [
    "in a function counts",
    "def load():\n    try:\n        from . import model\n    except ImportError:\n        pass\n",
    "net",
  ],
])("a relative import %s", async (_name, head, expected) => {
  const text = `${head}print(__package__)\n`;
  await withExport({ files: { "net/main.py": text }, main: "net/main.py" }, (outcome) => {
    expect(outcome.printed).toBe(`${expected}\n`);
  });
});

it("a program gets its arguments; one that ends without an export says so once", async () => {
  const files = {
    "main.py": `import argparse, torch
parser = argparse.ArgumentParser()
parser.add_argument("--width", type=int, required=True)
args = parser.parse_args()
torch.onnx.export(torch.nn.Linear(args.width, 1), (torch.ones(2, args.width),), "m.onnx")
`,
  };
  await withExport({ files, main: "main.py", options: { args: ["--width", "6"] } }, (outcome, session) => {
    expect(messages(outcome)).toEqual([]);
    expect(outcome.exports[0]?.inputs[0]?.shape).toEqual([2, 6]);
    expect(session.checkFile(join(outcome.directory, "main.py"), { args: ["--width", "x"] })).toEqual([]);
  });
  await withExport({ files, main: "main.py" }, (outcome) => {
    expect(outcome.printed).toContain("the following arguments are required: --width");
    expect(messages(outcome)).toEqual([
      "DYN1004 The program ended itself with exit code 2 before any torch.onnx.export call, so there is nothing to write. On the command line, a script's own arguments stand behind --. Add a call, or name what to export with --entry NAME --input 'x=f32[1,8]'.",
    ]);
  });
});

it("devices are names: a model moved to one exports", async () => {
  const files = {
    "main.py": `import torch
model = torch.nn.Linear(2, 2).cuda()
print(model.weight.device.type, model.to("cuda:1").weight.device, model.cpu().weight.is_cuda, torch.cuda.is_available())
torch.onnx.export(model.to("cuda"), (torch.ones(1, 2, device="cuda"),), "m.onnx")
`,
  };
  await withExport({ files, main: "main.py" }, (outcome) => {
    expect(messages(outcome)).toEqual([]);
    expect(outcome.printed).toBe("cuda cuda:1 False False\n");
    expect(existsSync(join(outcome.directory, "m.onnx"))).toBe(true);
  });
});

it.each([
  ["a file that is missing", `torch.load("none.pt")`, "DYN1003 FileNotFoundError: [Errno 2] No such file or directory"],
  ["a directory", "torch.load(here)", "DYN1003 IsADirectoryError: [Errno 21] Is a directory"],
  ["a checkpoint", "torch.load(__file__)", "DYN6001 RuntimeError: "],
])("torch.load of %s is one error", async (_name, expression, expected) => {
  const files = {
    "main.py": `import os, torch
here = os.path.dirname(__file__)
model = torch.nn.Linear(2, 2)
model.load_state_dict(${expression})
torch.onnx.export(model, (torch.ones(1, 2),), "m.onnx")
`,
  };
  await withExport({ files, main: "main.py" }, (outcome) => {
    const [only, ...more] = outcome.diagnostics;
    expect(more).toEqual([]);
    expect(`${only?.ruleId} ${only?.message}`).toContain(expected);
    expect([only?.span?.line, only?.span?.column]).toEqual([4, 23]);
    expect(existsSync(join(outcome.directory, "m.onnx"))).toBe(false);
  });
});

it("weights from an unknown module are an error, not the initial ones", async () => {
  const files = {
    "main.py": `import torch
from no_such_module_here import load_file
model = torch.nn.Linear(2, 2)
model.load_state_dict(load_file("w"))
torch.onnx.export(model, (torch.ones(1, 2),), "m.onnx")
`,
  };
  await withExport({ files, main: "main.py" }, (outcome) => {
    expect(outcome.diagnostics.map((d) => `${d.ruleId} ${d.level}`)).toEqual(["DYN1002 note", "DYN4001 error"]);
    expect(outcome.exports).toEqual([]);
  });
});

it("verifies each of two models that are saved to the same file", async () => {
  const main = `import torch
for model in (torch.nn.Linear(2, 3), torch.nn.Sequential(torch.nn.ReLU(), torch.nn.Softmax(-1))):
    torch.onnx.export(model, (torch.randn(1, 2),), "same.onnx", dynamo=True, verbose=False)
`;
  await withExport({ files: { "main.py": main }, main: "main.py", options: { verify: true } }, (outcome) => {
    expect(messages(outcome)).toEqual([]);
    expect(outcome.exports.length).toBe(2);
  });
});

it("a dynamic size is not hashable, so what caches by sizes computes without its cache", async () => {
  const main = `import functools
import torch

@functools.lru_cache
def halved(size):
    return size // 2

class Half(torch.nn.Module):
    def forward(self, x):
        try:
            half = halved(x.shape[0])
        except TypeError as error:
            print(error)
            half = halved.__wrapped__(x.shape[0])
        return x[:half]

torch.onnx.export(Half(), (torch.randn(4, 2),), "half.onnx", dynamic_shapes=({0: "n"},), dynamo=True, verbose=False)
`;
  await withExport({ files: { "main.py": main }, main: "main.py" }, (outcome) => {
    expect(messages(outcome)).toEqual([]);
    expect(outcome.printed).toBe("unhashable type: non-nested SymInt\n");
    expect(outcome.exports[0]?.outputs[0]?.shape).toEqual(["n//2", 2]);
  });
});

const READING = `import json, os
import torch
with open(os.path.join(os.path.dirname(__file__), "config.json")) as f:
    config = json.load(f)
print(config["hidden"], [line.strip() for line in open("labels.txt")], open("labels.txt", "rb").read(3))
for mode, name in (("r", "missing.txt"), ("r", "."), ("q", "labels.txt"), ("rb", "labels.txt")):
    try:
        open(name, mode).write(b"x")
    except (OSError, ValueError) as error:
        print(type(error).__name__, error)
open("made.txt", "w").write("x")
torch.onnx.export(torch.nn.Linear(2, config["hidden"]), (torch.ones(1, 2),), dynamo=True, verbose=False)
`;
const READ = { "main.py": READING, "config.json": '{"hidden": 5}', "labels.txt": "cat\r\ndog" };

it("an exported program reads the files that it opens, and writes none", async () => {
  await withExport({ files: READ, main: "main.py" }, (outcome) => {
    expect(outcome.printed).toBe(
      [
        "5 ['cat', 'dog'] b'cat'",
        "FileNotFoundError [Errno 2] No such file or directory: 'missing.txt'",
        "IsADirectoryError [Errno 21] Is a directory: '.'",
        "ValueError invalid mode: 'q'",
        "UnsupportedOperation write",
        "",
      ].join("\n"),
    );
    expect(messages(outcome)).toEqual([
      "DYN1006 file 'made.txt' is not opened during the analysis; what is read from it is unknown.",
    ]);
    expect(outcome.exports[0]?.outputs[0]?.shape).toEqual([1, 5]);
    expect(existsSync(join(outcome.directory, "made.txt"))).toBe(false);
  });
});

it("while it is edited, what a program reads from its files is unknown", async () => {
  await withExport({ files: READ, main: "main.py" }, ({ directory }, session) => {
    const found = session.checkFile(join(directory, "main.py"));
    expect(found.filter(({ level }) => level === "error")).toEqual([]);
    expect(found[0]?.message).toContain("config.json' is not opened during the analysis");
    expect(found.at(-1)?.message).toContain("The analysis ends here, where a value is needed that it can't know");
  });
});
