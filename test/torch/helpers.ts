/** Runs Python programs that use torch: constants are computed by ONNX Runtime, exports are kept as captured programs. */

import { computeGraph } from "../../src/exporter/compute_graph.ts";
import type { ExportedProgram } from "../../src/fx/exported_program.ts";
import { torchModules } from "../../src/torch/modules.ts";
import {
  type ExportRequest,
  type OnnxProgramHandle,
  TORCH_SERVICES,
  type TorchServices,
} from "../../src/torch/services.ts";
import { type Run, runProgram } from "../dynamo/helpers.ts";
import { testClient } from "../runtime/ort_worker_bundle.ts";

const client = testClient();

export interface TorchRun extends Run {
  /** What `torch.onnx.export` was called on, in order. */
  readonly exported: readonly ExportedProgram[];
}

export async function runTorch(source: string): Promise<TorchRun> {
  const exported: ExportedProgram[] = [];
  const services: TorchServices = {
    readsWeights: true,
    compute: (graph, inputs) => computeGraph(graph, inputs, (model, feeds) => client.run(model, feeds)),
    exportOnnx: (request: ExportRequest): OnnxProgramHandle => {
      exported.push(request.program);
      return {
        inputNames: [],
        inputShapes: [],
        outputNames: [],
        diagnostics: [],
        stages: [],
        verify: () => [],
        save: () => {},
        bytes: () => new Uint8Array(0),
        saveDiagnostics: () => {},
        run: () => [],
        text: () => "",
        proto: () => null,
        model: () => null,
        applyWeight: () => false,
        renameAxes: () => {},
        optimize: () => {},
      };
    },
    captureFailed: () => {},
    saveProgram: () => false,
    programBytes: () => new Uint8Array(0),
  };
  const result = await runProgram(
    source,
    {},
    {
      extra: torchModules(),
      prepare: (vm) => vm.extensions.set(TORCH_SERVICES, services),
    },
  );
  return { ...result, exported };
}
