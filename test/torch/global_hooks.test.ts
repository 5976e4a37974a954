/** Hooks of every module: their order, what they replace, and their removal. */

import { expect, it } from "vitest";
import { runTorch } from "./helpers.ts";

const cases: readonly (readonly [string, string, string])[] = [
  [
    "forward hooks of all modules come before a module's own",
    `
import torch
from torch import nn
from torch.nn.modules import module as m
layer = nn.Sequential(nn.ReLU())
layer.register_forward_pre_hook(lambda mod, args: print("own pre", type(mod).__name__))
layer.register_forward_hook(lambda mod, args, out: print("own", out.tolist()))
a = m.register_module_forward_pre_hook(lambda mod, args: print("pre", type(mod).__name__))
b = m.register_module_forward_hook(lambda mod, args, out: out + 1)
c = m.register_module_forward_hook(lambda mod, args, kwargs, out: print("kwargs", kwargs), with_kwargs=True)
print(layer(torch.tensor([-1.0, 2.0])).tolist())
for handle in (a, b, c):
    handle.remove()
print(layer(torch.tensor([-1.0, 2.0])).tolist())
`,
    `pre Sequential
own pre Sequential
pre ReLU
kwargs {}
kwargs {}
own [2.0, 4.0]
[2.0, 4.0]
own pre Sequential
own [0.0, 2.0]
[0.0, 2.0]
`,
  ],
  [
    "registration hooks see and replace what is registered",
    `
import torch
from torch import nn
from torch.nn.modules.module import (
    register_module_buffer_registration_hook, register_module_module_registration_hook,
    register_module_parameter_registration_hook,
)
def watch(kind):
    return lambda mod, name, value: print(kind, type(mod).__name__, name, type(value).__name__)
handles = [
    register_module_parameter_registration_hook(watch("parameter")),
    register_module_buffer_registration_hook(watch("buffer")),
    register_module_module_registration_hook(lambda mod, name, value: nn.Tanh() if isinstance(value, nn.ReLU) else None),
]
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1, bias=False)
        self.act = nn.ReLU()
        self.add_module("more", nn.ReLU())
        self.register_buffer("scale", torch.ones(1))
        self.register_parameter("none", None)
print(Net())
`,
    `parameter Linear weight Parameter
buffer Net scale Tensor
Net(
  (linear): Linear(in_features=1, out_features=1, bias=False)
  (act): Tanh()
  (more): Tanh()
)
`,
  ],
];

it.each(cases)("%s", { timeout: 60_000 }, async (_, program, expected) => {
  const { stdout, stderr } = await runTorch(program);
  expect(stderr).toBe("");
  expect(stdout).toBe(expected);
});

it("a Poisson draw inside a graph is one clear error", { timeout: 60_000 }, async () => {
  const { stderr } = await runTorch(`
import torch
class Net(torch.nn.Module):
    def forward(self, x):
        return torch.poisson(x)
torch.onnx.export(Net(), (torch.ones(2),), dynamo=True)
`);
  expect(stderr).toContain(
    "NotImplementedError: torch.poisson in a graph (no ONNX operator draws Poisson samples) exists in PyTorch, but this exporter does not model it",
  );
});
