/** `torch.onnx.export` in TypeScript: a captured program and PyTorch's parameters to an `ONNXProgram`. */

import { type CustomTranslation, OnnxRegistry } from "../exporter/registry.ts";
import type { ExportedProgram } from "../fx/exported_program.ts";
import { exportedProgramExtractor, type FXGraphExtractor } from "../fx/extractor.ts";
import { MIN_OPSET } from "../onnx/opsets.ts";
import type { OrtClient } from "../runtime/ort_client.ts";
import { ExportFailed, ModelRefused, type OnnxProgramHandle, type SaveOptions } from "../torch/services.ts";
import { loggingLevel } from "./diagnostic_policy.ts";
import { ConversionError, RuntimeFailure, refusal } from "./errors.ts";
import { ExportService } from "./export_service.ts";
import { ONNXProgram } from "./onnx_program.ts";
import type { Verbosity } from "./types.ts";

/** PyTorch's parameters; those of the capture (args, kwargs, dynamic_shapes) belong to the extractor. */
export interface ExportCallOptions {
  /** Where to save the model. */
  readonly f?: string;
  readonly inputNames?: readonly string[];
  readonly outputNames?: readonly string[];
  /** 18 to 23. An older one is declared where the model's operators are the same there; else it is a warning, and 18. */
  readonly opsetVersion?: number;
  /** False leaves the weights out of `f`. */
  readonly exportParams?: boolean;
  readonly keepInitializersAsInputs?: boolean;
  /** Null, the default, decides by size. */
  readonly externalData?: boolean | null;
  /** Translations by the operator's name, `aten.add.Tensor`; above those of the registry. */
  readonly customTranslationTable?: ReadonlyMap<string, CustomTranslation>;
  readonly registry?: OnnxRegistry;
  readonly optimize?: boolean;
  /** Run the model, compare its outputs with the reference. */
  readonly verify?: boolean;
  /** Write a Markdown report into `artifactsDir`. */
  readonly report?: boolean;
  /** Write the captured program into `artifactsDir`. */
  readonly dumpExportedProgram?: boolean;
  readonly artifactsDir?: string;
  readonly opLevelDebug?: boolean;
  readonly diagnosticOptions?: { readonly verbosityLevel?: Verbosity; readonly warningsAsErrors?: boolean };
  /** Called when a stage begins; `program.stages` has their times. */
  readonly onStage?: (name: string) => void;
}

/** Reports name it where an export of a program's file names that. */
const NO_FILE = "(TypeScript)";

/** Throws `ConversionError`, and `RuntimeFailure` for a file that can't be written; what the extractor throws goes on. */
export function exportCall(
  source: FXGraphExtractor | ExportedProgram,
  options: ExportCallOptions,
  runtime: () => OrtClient,
): ONNXProgram {
  const { opsetVersion = MIN_OPSET } = options;
  const older = Number.isInteger(opsetVersion) && opsetVersion > 0 && opsetVersion < MIN_OPSET ? opsetVersion : null;
  const service = new ExportService({
    file: NO_FILE,
    export: {
      file: NO_FILE,
      outDir: process.cwd(),
      opset: older === null ? (options.opsetVersion ?? null) : null,
      dynamicShapes: false,
      entry: null,
      verify: false,
      reportPath: null,
      registry: registryOf(options),
    },
    readsWeights: true,
    runtime,
    onStage: options.onStage ?? (() => {}),
    dump: null,
    // They are the program's, or the error's.
    report: () => {},
  });
  const extractor = "generateFx" in source ? source : exportedProgramExtractor(source);
  const program = extractor.generateFx();
  const saveOptions: SaveOptions = {
    includeInitializers: options.exportParams ?? true,
    keepInitializersAsInputs: options.keepInitializersAsInputs ?? false,
    externalData: options.externalData ?? null,
  };
  const made = (handle: OnnxProgramHandle): ONNXProgram => new ONNXProgram(service.programOf(handle), handle, runtime);
  try {
    const { diagnosticOptions: { verbosityLevel = "info", warningsAsErrors = false } = {} } = options;
    return made(
      service.exportOnnx({
        program,
        extractor: extractor.name,
        api: "export",
        destination: options.f ?? null,
        saveOptions,
        opsetVersion: older === null ? null : MIN_OPSET,
        olderOpset: older,
        inputNames: options.inputNames ?? null,
        outputNames: options.outputNames ?? null,
        translations: [],
        settings: {
          optimize: options.optimize ?? true,
          report: options.report ?? false,
          verify: options.verify ?? false,
          dumpProgram: options.dumpExportedProgram ?? false,
          artifactsDir: options.artifactsDir ?? ".",
          warningsAsErrors,
          verbosity: loggingLevel(verbosityLevel),
          opLevelDebug: options.opLevelDebug ?? false,
        },
        notices: [],
        vm: null,
        span: null,
        stack: [],
      }),
    );
  } catch (error) {
    if (error instanceof ModelRefused) throw new RuntimeFailure(error.message, [refusal(error)]);
    if (!(error instanceof ExportFailed)) throw error;
    const message = `Failed to export the model to ONNX: ${error.message}`;
    throw new ConversionError(message, error.diagnostics, error.partial === null ? null : made(error.partial));
  }
}

/** Throws a RangeError for a key that is no operator's name. */
function registryOf({ registry, customTranslationTable }: ExportCallOptions): OnnxRegistry {
  const all = new OnnxRegistry();
  if (registry !== undefined) all.include(registry);
  for (const [target, translate] of customTranslationTable ?? []) {
    const [namespace = "", opName = "", overload, ...more] = target.split(".");
    if (more.length > 0) throw new RangeError(`${JSON.stringify(target)} is not the name of an operator`);
    all.registerOp(translate, namespace, opName, overload);
  }
  return all;
}
