/** Reads files for the views; what is wrong with a file is one message for the user. */

import { readFileSync } from "node:fs";
import { OnnxFormatError } from "../../src/onnx/serde/format_error.ts";
import { readModel } from "../../src/onnx/serde/read_model.ts";
import type { GraphViewModel } from "../../src/protocol/graph_view.ts";
import type { SarifViewModel } from "../../src/protocol/sarif_view.ts";
import type { FileParams } from "../../src/protocol/worker_messages.ts";
import { graphViewModel } from "../../src/viewmodel/onnx_graph.ts";
import { SarifFormatError, sarifViewModel } from "../../src/viewmodel/sarif_log.ts";
import { UserError } from "./serve.ts";

export function loadGraph({ title, source }: FileParams): GraphViewModel {
  const bytes = readSource(source);
  try {
    return graphViewModel(title, readModel(bytes));
  } catch (error) {
    if (error instanceof OnnxFormatError) throw new UserError(`${title}: ${error.message}`);
    throw error;
  }
}

export function loadSarif({ title, source }: FileParams): SarifViewModel {
  const text = new TextDecoder("utf-8").decode(readSource(source));
  try {
    return sarifViewModel(title, text);
  } catch (error) {
    if (error instanceof SarifFormatError) throw new UserError(`${title}: ${error.message}`);
    throw error;
  }
}

function readSource(source: string | Uint8Array): Uint8Array {
  if (typeof source !== "string") return source;
  try {
    return readFileSync(source);
  } catch (error) {
    throw new UserError(`${source} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
