/** The `torch` module itself: every attribute made on first use. */

import { type Lazy, lazy, type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { float } from "../../dynamo/objects/float.ts";
import { defineRawMethods, defineStaticMethods, rawFn } from "../../dynamo/objects/native.ts";
import type { PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { getAttr } from "../../dynamo/protocols/attribute.ts";
import { DTYPES, type DType } from "../../fx/dtype.ts";
import { unmodelled } from "../nn/modules.ts";
import { legacyDType } from "../nn/type_name.ts";
import { deviceType } from "../objects/device.ts";
import {
  DTYPE_ALIASES,
  dtypeType,
  LAYOUTS,
  layoutType,
  MEMORY_FORMATS,
  memoryFormatType,
  pyDType,
} from "../objects/dtype.ts";
import { generatorType } from "../objects/generator.ts";
import { sizeType } from "../objects/size.ts";
import { symFloatType } from "../objects/sym_float.ts";
import { symBoolType, symIntType } from "../objects/symbolic.ts";
import { publicNames } from "../public_names.ts";
import { torchState } from "../state.ts";
import { dispatch } from "../tensor/dispatch.ts";
import { tensorType } from "../tensor/factory.ts";
import "../tensor/methods/autograd.ts";
import "../tensor/methods/convert.ts";
import "../tensor/methods/data.ts";
import "../tensor/methods/indexing.ts";
import "../tensor/methods/operators.ts";
import "../tensor/methods/random.ts";
import "../tensor/methods/shape.ts";
// Last: it fills in what the others left.
import { operatorFor } from "../tensor/methods/generic.ts";
import { tensorBaseType } from "../tensor/tensor.ts";
import { TORCH_VERSION } from "../version.ts";
import { FACTORIES } from "./factories.ts";
import { defaultGenerator, FUNCTIONS, legacyTensor } from "./functions.ts";
import { finfoType, iinfoType } from "./info.ts";
import { autocastType, enableGradType, inferenceModeType, noGradType, setGradEnabledType } from "./modes.ts";
import { poisson } from "./poisson.ts";

type Attributes = Record<string, PyValue | Lazy>;

/** Submodules that `import torch` brings along. */
const SUBMODULES =
  "nn onnx export func fx jit accelerator cuda backends autograd optim utils fft linalg special random compiler amp version hub library distributions ops _C mps xpu cpu overrides types testing serialization storage _dynamo distributed return_types masked ao".split(
    " ",
  );

/** `torch.FloatTensor`: a constructor; instances are `torch.Tensor`. */
function legacyType(name: string, dtype: DType): PyType {
  const type = nativeType(name, { module: "torch" });
  defineStaticMethods(type, {
    "__new__(cls, *args, **kwargs)": (vm: Interpreter, _cls: PyValue, args: PyValue[]) => legacyTensor(vm, dtype, args),
  });
  return type;
}

/** `torch.Tensor(2, 3)` and `torch.Tensor([1, 2])`. */
function tensorClass(vm: Interpreter): PyType {
  const state = torchState(vm);
  const type = tensorType(state);
  if (!type.attrs.has("__new__")) {
    defineRawMethods(type, {
      __new__: (v, [, ...args]) => legacyTensor(v, state.defaultDtype, args),
      __init__: () => null,
    });
  }
  return type;
}

function attributes(vm: Interpreter): Attributes {
  const known: Attributes = {
    __version__: `${TORCH_VERSION}+cpu`,
    Tensor: lazy(() => tensorClass(vm)),
    TensorBase: tensorBaseType,
    dtype: dtypeType,
    device: deviceType,
    layout: layoutType,
    memory_format: memoryFormatType,
    Size: sizeType,
    SymInt: symIntType,
    SymBool: symBoolType,
    SymFloat: symFloatType,
    Generator: generatorType,
    default_generator: lazy(() => defaultGenerator(vm)),
    finfo: finfoType,
    iinfo: iinfoType,
    no_grad: noGradType,
    enable_grad: enableGradType,
    inference_mode: inferenceModeType,
    set_grad_enabled: setGradEnabledType,
    autocast: autocastType,
    pi: float(Math.PI),
    e: float(Math.E),
    inf: float(Number.POSITIVE_INFINITY),
    nan: float(Number.NaN),
    newaxis: null,
    poisson,
  };
  for (const dtype of Object.keys(DTYPES) as DType[]) known[dtype] = pyDType(dtype);
  for (const [alias, dtype] of Object.entries(DTYPE_ALIASES)) known[alias] = pyDType(dtype);
  for (const [name, value] of MEMORY_FORMATS) known[name] = value;
  for (const [name, value] of LAYOUTS) known[name] = value;
  for (const [name, native] of FACTORIES) known[name] = native;
  for (const [name, native] of FUNCTIONS) known[name] = native;
  known["cond"] = lazy(() => getAttr(vm, vm.importModule("torch._higher_order_ops"), "cond"));
  known["_higher_order_ops"] = lazy(() => vm.importModule("torch._higher_order_ops"));
  known["vmap"] = lazy(() => getAttr(vm, vm.importModule("torch.func"), "vmap"));
  for (const name of SUBMODULES) known[name] = lazy(() => vm.importModule(`torch.${name}`));
  for (const name of publicNames("torch")) {
    if (name in known) continue;
    const legacy = legacyDType(name);
    if (legacy !== undefined) {
      known[name] = lazy(() => legacyType(name, legacy));
      continue;
    }
    const operator = operatorFor(name);
    if (operator !== null) known[name] = lazy(() => functionOf(name, operator));
  }
  return { ...known, ...unmodelled("torch", known) };
}

/** A function of the torch module that is an operator. */
export function functionOf(name: string, operator: string): PyValue {
  const native = rawFn(name, (vm, args, kwargs) => dispatch(vm, operator, args, kwargs));
  native.module = "torch";
  return native;
}

export function torchModule(): NativeModule {
  return nativeModule("torch", attributes);
}
