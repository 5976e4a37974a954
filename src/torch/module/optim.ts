/** `torch.optim`: optimisers can be made, and do nothing: a program is analysed for export, not trained. */

import { type Lazy, lazy, type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { defineRawMethods } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { toArray } from "../../dynamo/protocols/iterate.ts";
import { type TorchState, torchState } from "../state.ts";

const OPTIMIZERS =
  "Adadelta Adafactor Adagrad Adam Adamax AdamW ASGD LBFGS Muon NAdam RAdam RMSprop Rprop SGD SparseAdam".split(" ");
const SCHEDULERS =
  "LRScheduler _LRScheduler LambdaLR MultiplicativeLR StepLR MultiStepLR ConstantLR LinearLR ExponentialLR SequentialLR CosineAnnealingLR ChainedScheduler ReduceLROnPlateau CyclicLR CosineAnnealingWarmRestarts OneCycleLR PolynomialLR".split(
    " ",
  );

const nothing = (): PyValue => null;

function optimizer(state: TorchState): PyType {
  return state.type("torch.optim.Optimizer", () => {
    const type = nativeType("Optimizer", {
      module: "torch.optim.optimizer",
      heap: true,
      hasDict: true,
      allocate: (t) => new PyObject(t),
    });
    defineRawMethods(type, {
      __init__: (vm, [self, parameters = null], kwargs) => {
        if (!(self instanceof PyObject)) return null;
        const params = parameters ?? kwargs?.get("params") ?? null;
        const group = PyDict.fromStrings([
          ["params", new PyList(params === null ? [] : toArray(vm, params))],
          ...(kwargs ?? []),
        ]);
        self.attrs = new Map<string, PyValue>([
          ["param_groups", new PyList([group])],
          ["state", new PyDict()],
          ["defaults", new PyDict()],
        ]);
        return null;
      },
      zero_grad: nothing,
      step: nothing,
      state_dict: () => new PyDict(),
      load_state_dict: nothing,
      add_param_group: nothing,
    });
    return type;
  });
}

function scheduler(state: TorchState, name: string): PyType {
  return state.type(`torch.optim.lr_scheduler.${name}`, () => {
    const type = nativeType(name, {
      module: "torch.optim.lr_scheduler",
      heap: true,
      hasDict: true,
      allocate: (t) => new PyObject(t),
    });
    defineRawMethods(type, {
      __init__: nothing,
      step: nothing,
      state_dict: () => new PyDict(),
      load_state_dict: nothing,
      get_last_lr: () => new PyList([]),
    });
    return type;
  });
}

export function optimModules(): readonly NativeModule[] {
  return [
    nativeModule("torch.optim", (vm) => {
      const state = torchState(vm);
      const attributes: Record<string, PyValue | Lazy> = {
        Optimizer: lazy(() => optimizer(state)),
        lr_scheduler: lazy(() => vm.importModule("torch.optim.lr_scheduler")),
      };
      for (const name of OPTIMIZERS) {
        attributes[name] = lazy(() =>
          state.type(`torch.optim.${name}`, () =>
            nativeType(name, {
              module: `torch.optim.${name.toLowerCase()}`,
              bases: [optimizer(state)],
              heap: true,
              hasDict: true,
            }),
          ),
        );
      }
      return attributes;
    }),
    nativeModule("torch.optim.lr_scheduler", (vm) =>
      Object.fromEntries(SCHEDULERS.map((name) => [name, lazy(() => scheduler(torchState(vm), name))])),
    ),
  ];
}
