/** Runs one recorded sample: shape functions, export, ONNX Runtime, comparison. */

import type { OnnxProgram } from "../../../src/exporter/onnx_program.ts";
import { exportProgram } from "../../../src/exporter/pipeline.ts";
import type { ExportedProgram } from "../../../src/fx/exported_program.ts";
import type { NamedTensors } from "../../../src/onnx/named_tensors.ts";
import { MIN_OPSET } from "../../../src/onnx/opsets.ts";
import { onnxType } from "../../../src/ops/onnx_dtype.ts";
import { OpError } from "../../../src/ops/types.ts";
import { type OrtClient, OrtError } from "../../../src/runtime/ort_client.ts";
import { DataDependentError, ShapeConditionError } from "../../../src/shapes/env.ts";
import { dataBytes, isRecordedTensor, type RecordedCase } from "./case_file.ts";
import { difference } from "./compare.ts";
import { metasDiffer, pointOf } from "./other_sizes.ts";
import { programOfCase, type RebuiltProgram } from "./program_of_case.ts";
import { seedDraws } from "./seed_draws.ts";

/** Null where all is well, else the first reason. */
export interface Outcome {
  /** Results in ONNX Runtime, with the sizes that the sample has. */
  readonly values: string | null;
  /** Shape, dtype and strides, with static sizes. */
  readonly meta: string | null;
  /** The same with every size a symbol. */
  readonly dynamicMeta: string | null;
  /** Sizes that the shape functions fix to numbers, though PyTorch's leave them free. */
  readonly free: string | null;
  /** The symbolic shapes at the sizes of other samples, whose calls are the same. */
  readonly otherMeta: string | null;
  /** How many samples `otherMeta` speaks of. */
  readonly otherMetaRun: number;
  /** Results of the model that was exported with every size a symbol; null as well when it was not asked for. */
  readonly dynamicValues: string | null;
  /** That model's results on the tensors of other samples, of other sizes, whose calls are the same. */
  readonly otherSizes: string | null;
  /** How many samples `otherSizes` speaks of. */
  readonly otherSizesRun: number;
}

const MOST_OTHER_SIZES = 2;

export interface RunOptions {
  readonly opset?: number;
  /** Whether the model is exported with symbols as well. */
  readonly dynamic?: boolean;
  /** Recordings of the same variant, for other sizes. */
  readonly others?: readonly RecordedCase[];
}

export function runCase(recorded: RecordedCase, client: OrtClient, options: RunOptions = {}): Outcome {
  const { opset = MIN_OPSET, dynamic = false, others = [] } = options;
  const fixed = rebuild(recorded, false);
  const free = rebuild(recorded, true);
  const points =
    typeof free === "string"
      ? []
      : others.flatMap((other) => {
          const point = pointOf(free.program, recorded, other);
          return point === null ? [] : [{ other, point, program: free.program }];
        });
  const outcome = {
    meta: metaReason(fixed),
    dynamicMeta: metaReason(free),
    free: typeof free === "string" ? free : (free.fixed[0] ?? null),
    otherMeta: firstReason(points.map((p) => metasDiffer(p.program, p.other, p.point))),
    otherMetaRun: points.length,
    values: typeof fixed === "string" ? fixed : valuesReason(exportCase(fixed.program, opset), recorded, client),
  };
  if (!dynamic) return { ...outcome, dynamicValues: null, otherSizes: null, otherSizesRun: 0 };
  if (typeof free === "string") return { ...outcome, dynamicValues: free, otherSizes: null, otherSizesRun: 0 };
  const exported = exportCase(free.program, opset);
  const tried = typeof exported === "string" ? [] : points.slice(0, MOST_OTHER_SIZES);
  return {
    ...outcome,
    dynamicValues: valuesReason(exported, recorded, client),
    otherSizes: firstReason(tried.map(({ other }) => valuesReason(exported, other, client))),
    otherSizesRun: tried.length,
  };
}

const firstReason = (reasons: readonly (string | null)[]) => reasons.find((reason) => reason !== null) ?? null;

function rebuild(recorded: RecordedCase, dynamic: boolean): RebuiltProgram | string {
  return caught("meta", () => programOfCase(recorded, dynamic));
}

function metaReason(rebuilt: RebuiltProgram | string): string | null {
  return typeof rebuilt === "string" ? rebuilt : (rebuilt.differences[0] ?? null);
}

/** The result, or the reason: refusals, and faults as well, so that one case does not hide the others. */
function caught<T>(stage: string, work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const known =
      error instanceof OpError ||
      error instanceof OrtError ||
      error instanceof DataDependentError ||
      error instanceof ShapeConditionError;
    return `${stage}: ${known ? "" : `${error.name}: `}${error.message}`;
  }
}

interface ExportedCase {
  readonly program: ExportedProgram;
  readonly model: OnnxProgram;
  readonly bytes: Uint8Array;
}

function exportCase(program: ExportedProgram, opset: number): ExportedCase | string {
  const exported = caught("export", () => exportProgram(program, { moduleFunctions: false, opset }));
  if (typeof exported === "string") return exported;
  const model = exported.program;
  if (model === null) {
    return `export: ${exported.diagnostics.find((d) => d.level === "error")?.message ?? "no model"}`;
  }
  seedDraws(model.model);
  return { program, model, bytes: model.bytes() };
}

function valuesReason(exported: ExportedCase | string, recorded: RecordedCase, client: OrtClient): string | null {
  if (typeof exported === "string") return exported;
  const { program, model, bytes } = exported;
  const wanted = new Set(model.inputs.map((input) => input.name));
  const feeds: Record<string, NamedTensors[string]> = {};
  for (const placeholder of recorded.placeholders) {
    if (!wanted.has(placeholder.name)) continue;
    const shape = [...placeholder.shape.map(Number), ...(placeholder.dtype.startsWith("complex") ? [2] : [])];
    feeds[placeholder.name] = { dtype: onnxType(placeholder.dtype), shape, bytes: dataBytes(placeholder) };
  }
  const outputs = caught("run", () => client.run(bytes, feeds));
  if (typeof outputs === "string") return outputs;
  return resultsDiffer(
    recorded,
    program,
    model.outputs.map((o) => o.name),
    outputs,
  );
}

function resultsDiffer(
  recorded: RecordedCase,
  program: ExportedProgram,
  names: readonly string[],
  outputs: NamedTensors,
): string | null {
  const declared = program.graph.outputs;
  const elements = Array.isArray(declared) ? declared : [declared];
  // Outputs for inputs that change come before the program's own.
  const own = elements.filter((e: unknown) => typeof e === "object" && e !== null && "op" in e).length;
  let next = names.length - own;
  for (const [i, expected] of recorded.expected.entries()) {
    const element: unknown = elements[i];
    const isNode = typeof element === "object" && element !== null && "op" in element;
    const name = isNode ? names[next++] : undefined;
    const actual = name === undefined ? undefined : outputs[name];
    if (!isRecordedTensor(expected)) {
      // A Python number or None: in the graph as it is, or a tensor without dimensions.
      if (actual === undefined ? element === undefined : actual.shape.length > 0) return `output ${i} is no scalar`;
      continue;
    }
    if (actual === undefined) return `output ${i} is missing`;
    const by = recorded.uninitialised ? "shape" : recorded.random ? "moments" : "values";
    const found = difference(actual, expected, by, recorded.tolerance);
    if (found !== null) return `values: ${recorded.expected.length > 1 ? `output ${i}: ` : ""}${found}`;
  }
  return null;
}
