/** For every rule a program to which it applies, and what to do about it. A test runs the programs. */

import type { RuleId } from "./rules.ts";

export interface RuleExample {
  /** Python. */
  readonly program: string;
  /** Markdown: how this program is put right, or what the result is good for. */
  readonly fix: string;
}

const MODULE = `import torch

class M(torch.nn.Module):
    def forward(self, x):
        return `;

const exported = (body: string, args = "(torch.ones(2, 3),)"): string => `${MODULE}${body}

torch.onnx.export(M(), ${args})`;

/** A program with an operator of its own, and what follows its definition. */
const withOperator = (rest: string): string => `import torch
from onnxscript import opset18 as op

@torch.library.custom_op("mylib::twice", mutates_args=())
def twice(x: torch.Tensor) -> torch.Tensor:
    return x * 2

@twice.register_fake
def _(x):
    return torch.empty_like(x)

class M(torch.nn.Module):
    def forward(self, x):
        return twice(x) + torch.sin(x)

x = torch.ones(3)
${rest}`;

const debugged = (body: string): string => `import logging
${MODULE}${body}

diagnostics = torch.onnx.DiagnosticOptions(verbosity_level=logging.DEBUG)
options = torch.onnx.ExportOptions(diagnostic_options=diagnostics)
torch.onnx.dynamo_export(M(), torch.arange(3), export_options=options)`;

const RECORD = "Nothing is wrong: it is recorded when the verbosity is DEBUG, and says what the stage did.";

export const RULE_EXAMPLES: Readonly<Record<RuleId, RuleExample>> = {
  DYN1001: {
    program: "import torch\n\ndef scale(x:\n    return x * 2",
    fix: "Close the parenthesis: `def scale(x):`.",
  },
  DYN1002: {
    program: `import torch
import a_library_that_is_not_installed as lib

class M(torch.nn.Module):
    def forward(self, x):
        return x * 2

torch.onnx.export(M(), (torch.ones(2),))`,
    fix: "Install the module, or select the interpreter that has it. Guard an optional import with `try: import x` and `except ImportError:`.",
  },
  DYN1003: {
    program: 'import torch\n\nsizes = {"hidden": 8}\nmodel = torch.nn.Linear(4, sizes["hiden"])',
    fix: 'Correct what raised: `sizes["hidden"]`.',
  },
  DYN1004: {
    program: "import torch\n\nmodel = torch.nn.Linear(4, 2)",
    fix: "Add `torch.onnx.export(model, (torch.ones(1, 4),))`, or name the class to export with `--entry`.",
  },
  DYN1005: {
    program: "import torch\n\nn = 0\nwhile n >= 0:\n    n += 1",
    fix: "Let the loop end: `while n < 10:`. A program that needs more steps can have them by the setting `dynamoOnnx.evaluation.stepBudget`.",
  },
  DYN1006: {
    program: `import torch
import a_library_that_is_not_installed as lib

class M(torch.nn.Module):
    def forward(self, x):
        return x * 2

torch.onnx.export(M(), (lib.example_input(),))`,
    fix: "Give the analysis the value: install the module, or make the example input in the program itself, `torch.ones(2)`.",
  },
  DYN1007: {
    program: `import torch

model = torch.nn.Linear(4, 2)
torch.save(model.state_dict(), "model.pt")
torch.onnx.export(model, (torch.ones(1, 4),))`,
    fix: "Nothing has to be changed: the export goes on as if it had been done. Run the program with Python where its effect is needed.",
  },
  DYN2001: {
    program: exported("x if x.sum() > 0 else -x"),
    fix: "Select values: `torch.where(x.sum() > 0, x, -x)`. For branches that compute different things: `torch.cond(x.sum() > 0, f, g, (x,))`.",
  },
  DYN2002: {
    program: `${MODULE}x.reshape(2, 3)

shapes = ({0: torch.export.Dim("n")},)
torch.onnx.export(M(), (torch.ones(2, 3),), dynamic_shapes=shapes)`,
    fix: "Take the size from the tensor: `x.reshape(x.shape[0], 3)`. Or declare the dimension static: `{0: None}`.",
  },
  DYN2003: {
    program: `import torch

class M(torch.nn.Module):
    def forward(self, x, y):
        return x + y

n = torch.export.Dim("n")
torch.onnx.export(M(), (torch.ones(3), torch.ones(4)), dynamic_shapes=({0: n}, {0: n}))`,
    fix: "Give example inputs of equal sizes, or declare a second `Dim`.",
  },
  DYN2004: {
    program: exported("x @ torch.ones(4, 5)"),
    fix: "Let the inner sizes agree: `x @ torch.ones(3, 5)`.",
  },
  DYN3001: {
    program: exported("None"),
    fix: "Return a tensor from `forward`. Any other result of this rule is a fault of the exporter: please report it with the program.",
  },
  DYN3002: {
    program: `${MODULE}x * 2

torch.onnx.export(M(), (torch.ones(2),), opset_version=99)`,
    fix: "Leave `opset_version` out, or give one from 18 to 23.",
  },
  DYN3003: {
    program: `${MODULE}x * 2

torch.onnx.export(M(), (torch.ones(2),), do_constant_folding=True)`,
    fix: "Remove the option, or shorten the list of names.",
  },
  DYN4001: {
    program: `import torch

with torch.onnx.enable_fake_mode():
    model, x = torch.nn.Linear(4, 2), torch.rand(1, 4)
torch.onnx.export(model, (x,)).save("model.onnx")`,
    fix: '`save("model.onnx", model_state=state_dict)`, or `include_initializers=False` for a model without weights.',
  },
  DYN5001: {
    program: withOperator(`def wrong(x):
    return op.Reshape(op.Add(x, x), op.Constant(value_ints=[5, 7]))

torch.onnx.export(M(), (x,), custom_translation_table={torch.ops.mylib.twice.default: wrong})`),
    fix: "Correct the registered function: what it makes must be valid for the sizes that the model runs with.",
  },
  DYN5002: {
    program: withOperator(`def wrong(x):
    return op.Cos(x)

table = {torch.ops.aten.sin.default: wrong, torch.ops.mylib.twice.default: lambda x: op.Mul(x, 2.0)}
class Sine(torch.nn.Module):
    def forward(self, x):
        return torch.sin(x)
torch.onnx.export(Sine(), (x,), custom_translation_table=table, verify=True)`),
    fix: "Ask for op-level debugging (`--op-level-debug`), which names the operator; then correct its function: `op.Sin(x)`.",
  },
  DYN6001: {
    program:
      'import torch\n\ntorch.onnx.export(torch.nn.Linear(4, 2), (torch.ones(1, 4),), "no/such/folder/model.onnx")',
    fix: "Make the folder first, or give a path in one that exists.",
  },
  FXE0007: { program: debugged("x + 0.5"), fix: RECORD },
  FXE0008: { program: debugged("x + 0.5"), fix: RECORD },
  FXE0010: { program: debugged("x + 0.5"), fix: RECORD },
  FXE0011: {
    program: withOperator("torch.onnx.export(M(), (x,))"),
    fix: 'Register a function: `registry.register_op(lambda x: op.Mul(x, 2.0), "mylib", "twice")`, or `custom_translation_table={torch.ops.mylib.twice.default: …}`.',
  },
  FXE0012: {
    program: withOperator("torch.onnx.export(M(), (x,))"),
    fix: "It sums up the FXE0011 results: when each operator has a function, it goes.",
  },
  FXE0013: {
    program: withOperator(`registry = torch.onnx.OnnxRegistry()
registry.register_op(lambda x: op.Mul(x, 2.0), "mylib", "twice")
registry.register_op(lambda x: op.Cos(x), "aten", "sin")
options = torch.onnx.ExportOptions(onnx_registry=registry, op_level_debug=True)
class Sine(torch.nn.Module):
    def forward(self, x):
        return torch.sin(x)
torch.onnx.dynamo_export(Sine(), x, export_options=options)`),
    fix: "Correct the function that the message names: `op.Sin(x)`.",
  },
  FXE0014: {
    program: withOperator(`registry = torch.onnx.OnnxRegistry()
registry.register_op(lambda x: op.Mul(x, 2.0), "mylib", "twice", is_complex=True)
torch.onnx.dynamo_export(M(), x, export_options=torch.onnx.ExportOptions(onnx_registry=registry))`),
    fix: "Register a function for operands of this kind as well: leave `is_complex=True` out.",
  },
  FXE0015: { program: debugged("x + 0.5"), fix: RECORD },
  FXE0016: {
    program: withOperator(`registry = torch.onnx.OnnxRegistry()
registry.register_op(lambda x: op.Mul(x, 2.0), "mylib", "twice", "other")
torch.onnx.dynamo_export(M(), x, export_options=torch.onnx.ExportOptions(onnx_registry=registry))`),
    fix: 'Register the function for the overload that is called: `register_op(f, "mylib", "twice")`.',
  },
};
