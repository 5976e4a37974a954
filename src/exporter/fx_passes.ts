/** The passes over the FX graph that come before translation: no mutation, only operators that have a translation, casts written out. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ExportedProgram } from "../fx/exported_program.ts";
import type { Graph } from "../fx/graph.ts";
import { verifyProgram } from "../fx/verify.ts";
import { decompose } from "../ops/passes/decompose.ts";
import { functionalize } from "../ops/passes/functionalize.ts";
import { type InsertedPromotion, insertTypePromotion } from "../ops/passes/insert_type_promotion.ts";
import type { ShapeEnv } from "../shapes/env.ts";
import type { OnnxRegistry } from "./registry.ts";
import { fxLocation } from "./stage_flow.ts";

export interface PreparedProgram {
  readonly program: ExportedProgram;
  readonly diagnostics: readonly Diagnostic[];
}

/** A program of its own, ready to be translated; the one handed in stays as it is. */
export function prepareProgram(
  program: ExportedProgram,
  env: ShapeEnv,
  registry: OnnxRegistry,
  onPass: (name: string, before: Graph, after: Graph) => void = () => {},
): PreparedProgram {
  verifyProgram(program);
  const functional = functionalize(program, env);
  if (functional !== program) verifyProgram(functional);
  onPass("functionalize", program.graph, functional.graph);
  const custom = registry.customTargets;
  const { graph, changed } = decompose(functional.graph, env, (entry) =>
    entry.lower === null && !custom.has(entry.target) ? entry.decompose : null,
  );
  const decomposed = changed ? { ...functional, graph } : functional;
  if (changed) verifyProgram(decomposed);
  onPass("decompose", functional.graph, decomposed.graph);
  const promoted = insertTypePromotion(decomposed.graph, env);
  onPass("insert type promotion", decomposed.graph, promoted.graph);
  if (promoted.inserted.length === 0) return { program: decomposed, diagnostics: [] };
  const explicit = { ...decomposed, graph: promoted.graph };
  verifyProgram(explicit);
  return { program: explicit, diagnostics: promoted.inserted.map(promotionDiagnostic) };
}

/** What the pass did to one operator call. */
function promotionDiagnostic({ node, rule, to, operands }: InsertedPromotion): Diagnostic {
  const converted = operands.map(({ name, from }) => `${name} from ${from}`).join(", ");
  const { span, stack } = node.meta;
  return {
    ruleId: "FXE0015",
    level: "none",
    message: `${node.target} computes in ${to} (type promotion rule ${rule}): converted ${converted}.`,
    span,
    stack,
    logicalLocations: [fxLocation(node.meta, node.name)],
  };
}
