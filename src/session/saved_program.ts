/** A captured program as the bytes of `torch.export.save`. */

import { basename, extname } from "node:path";
import { NotWritable, writePt2 } from "../formats/pt2/write.ts";
import type { CallSchema } from "../formats/pt2/write_graph.ts";
import type { ExportedProgram } from "../fx/exported_program.ts";
import { materializeSymInts } from "../ops/passes/materialize_symints.ts";
import { programShapes } from "../ops/passes/program_shapes.ts";
import { opTable } from "../ops/table.ts";
import { ModelRefused } from "../torch/services.ts";
import { withData } from "./program_handle.ts";

/** In parts, for a file of that path. Throws `ModelRefused` for what has no form in the file, and for weights without data. */
export function savedProgramParts(program: ExportedProgram, path: string): Uint8Array[] {
  return withData(() => {
    try {
      const graph = materializeSymInts(program.graph, programShapes(program));
      return [...writePt2({ ...program, graph }, basename(path, extname(path)), schemaOf)];
    } catch (error) {
      if (!(error instanceof NotWritable)) throw error;
      throw new ModelRefused("ValueError", `the program can't be saved: ${error.message}`);
    }
  });
}

function schemaOf(target: string): CallSchema | null {
  const schema = opTable.get(target)?.schema;
  if (schema === undefined) return null;
  return {
    args: schema.args.map(({ name, type, kwargOnly }) => ({
      name,
      base: type.base,
      optionalElements: type.optionalElements,
      kwargOnly,
    })),
    returnsList: schema.returns.length === 1 && schema.returns[0]?.type.list !== undefined,
  };
}
