/** What a captured program assumes of its inputs' sizes, as the model's metadata and the report tell it. */

import type { ExportedProgram } from "../fx/exported_program.ts";
import { printBool } from "../shapes/print.ts";

/** A symbol as the user knows it: the name of its Dim. */
export function sizeNames(program: ExportedProgram): (name: string) => string {
  const names = new Map(program.ranges.map((range) => [range.symbol.name, range.userName ?? range.symbol.name]));
  return (name) => names.get(name) ?? name;
}

/** `batch % 2 == 0`, with what asked for it. */
export interface GuardText {
  readonly condition: string;
  readonly reason: string;
  readonly place: string | null;
}

export function guardTexts(program: ExportedProgram): readonly GuardText[] {
  const rename = sizeNames(program);
  return program.guards.map(({ condition, reason, span }) => ({
    condition: printBool(condition, rename),
    reason,
    place: span === null ? null : `${span.file}:${span.line}:${span.column}`,
  }));
}

/** Entries of the model's `metadata_props`; none for a model that holds for all sizes. */
export function guardMetadata(program: ExportedProgram): ReadonlyMap<string, string> {
  const texts = guardTexts(program);
  if (texts.length === 0) return new Map();
  const lines = texts.map((t) => `${t.condition} (${t.reason}${t.place === null ? "" : ` at ${t.place}`})`);
  return new Map([["dynamo_onnx.guards", [...new Set(lines)].join("\n")]]);
}
