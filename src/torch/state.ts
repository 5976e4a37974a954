/** The torch package's state in one interpreter: generator, defaults, modes, and the classes that programs may change. */

import type { Interpreter } from "../dynamo/interpreter.ts";
import type { PyObject, PyValue } from "../dynamo/objects/object.ts";
import type { PyType } from "../dynamo/objects/type.ts";
import type { DType } from "../fx/dtype.ts";
import type { TensorMeta } from "../fx/tensor_meta.ts";
import type { BoundCall } from "../ops/bind.ts";
import { ShapeEnv } from "../shapes/env.ts";
import { fillPieces } from "./compute/evaluate.ts";
import { DEFAULT_SEED, Generator } from "./rng/generator.ts";
import { TORCH_SERVICES, type TorchServices } from "./services.ts";
import { computeRecipe, recipePieces } from "./tensor/materialize.ts";
import { defaultPrintOptions, type PrintOptions } from "./tensor/print.ts";
import { LazyValue, MaterializeError, type Materializer, type Origin } from "./tensor/value.ts";
import type { Tracer } from "./tracer.ts";

const KEY: unique symbol = Symbol("torch");

export class TorchState implements Materializer {
  readonly vm: Interpreter;
  readonly generator = new Generator(DEFAULT_SEED);
  readonly printOptions: PrintOptions = defaultPrintOptions();
  defaultDtype: DType = "float32";
  defaultDevice = "cpu";
  /** Default devices outside the `with torch.device(…)` blocks that are running. */
  readonly outerDevices: string[] = [];
  gradEnabled = true;
  inferenceMode = false;
  tracer: Tracer | null = null;
  /** While `torch.vmap` runs: how many are nested, and what does a call of which an argument is mapped over. */
  batching: { level: number; readonly call: (call: BoundCall) => PyValue } | null = null;
  /** Every dimension of the inputs is dynamic where an export call does not say otherwise. */
  dynamicByDefault = false;
  /** In fake mode, why a tensor made now has no data; else null. */
  fakeReason: string | null = null;
  /** Operators that the program registered with `torch.library`, by `namespace::name`. */
  readonly customOps = new Map<string, PyValue>();
  /** What `torch.save` was given, by absolute path or by the file object. */
  readonly saved = new Map<string | PyObject, PyValue>();
  /** `torch.serialization.add_safe_globals`. */
  readonly safeGlobals = new Map<string, PyValue>();
  /** A backward pass was asked for: gradients are not None any more. */
  wentBackward = false;
  /** What was said of things that are not performed. */
  readonly told = new Set<string>();
  /** Shapes outside any capture are numbers; this decides the few conditions there. */
  private readonly staticShapes = new ShapeEnv();
  private readonly types = new Map<string, PyType>();

  constructor(vm: Interpreter) {
    this.vm = vm;
  }

  get services(): TorchServices | null {
    return (this.vm.extensions.get(TORCH_SERVICES) as TorchServices | undefined) ?? null;
  }

  get shapes(): ShapeEnv {
    const shapes = this.tracer?.shapes ?? this.staticShapes;
    shapes.span = this.vm.currentSpan();
    return shapes;
  }

  findType(key: string): PyType | undefined {
    return this.types.get(key);
  }

  /** A class of this interpreter, made on first use. */
  type(key: string, make: () => PyType): PyType {
    let type = this.types.get(key);
    if (type === undefined) {
      type = make();
      this.types.set(key, type);
    }
    return type;
  }

  valueOf(meta: TensorMeta, origin: Origin): LazyValue {
    const fake = this.fakeReason !== null && (origin.kind === "fill" || origin.kind === "full");
    return new LazyValue(meta, fake ? { kind: "absent", reason: this.fakeReason ?? "" } : origin, this);
  }

  materialize(value: LazyValue): Uint8Array {
    const { services } = this;
    if (services === null) throw new MaterializeError("nothing can compute tensors here");
    return computeRecipe(services, value);
  }

  pieces(value: LazyValue): Iterable<Uint8Array> | null {
    const { services } = this;
    if (value.origin.kind === "fill") return fillPieces(value);
    return value.origin.kind !== "recipe" || services === null ? null : recipePieces(services, value);
  }
}

export function torchState(vm: Interpreter): TorchState {
  const known = vm.extensions.get(KEY);
  if (known instanceof TorchState) return known;
  const state = new TorchState(vm);
  vm.extensions.set(KEY, state);
  return state;
}
