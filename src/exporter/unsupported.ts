/** What stops a node's translation, as a diagnostic at the node's place in the user's program. */

import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Node } from "../fx/graph.ts";
import type { NodeSource } from "../onnx/ir.ts";
import { opTable } from "../ops/table.ts";
import { fxExcerpt } from "./graph_excerpt.ts";
import { fxLocation, stageFlow } from "./stage_flow.ts";

export function unsupportedOperator(node: Node): Diagnostic {
  const name = node.target.split(".").slice(0, 2).join(".");
  const siblings = opTable.overloads(name).filter((entry) => entry.lower !== null || entry.decompose !== null);
  const nearest =
    siblings.length === 0 ? "" : ` Other overloads are: ${siblings.map((entry) => entry.target).join(", ")}.`;
  return at(node, {
    ruleId: "FXE0011",
    level: "error",
    message:
      `The operator ${node.target} can't be translated to ONNX: the registry has no function for it.${nearest} ` +
      "Register one (OnnxRegistry.register_op or custom_translation_table), or write the expression with supported operators.",
  });
}

/** A lowering refused this call. */
export function failedLowering(node: Node, reason: string): Diagnostic {
  return at(node, {
    ruleId: "FXE0011",
    level: "error",
    message: `This call of ${node.target} can't be translated to ONNX: ${reason}`,
  });
}

/** The function of another overload has to do. */
export function otherOverload(node: Node, used: string): Diagnostic {
  return at(node, {
    ruleId: "FXE0016",
    level: "warning",
    message: `The registry has no function for ${node.target}; the one for ${used} is used. Register one for the overload ${node.target.split(".").at(-1)} if it differs.`,
  });
}

/** The only function is meant for complex operands and the call has none, or the other way round. */
export function otherOperands(node: Node, complex: boolean): Diagnostic {
  const [has, meant] = complex ? ["complex", "real"] : ["real", "complex"];
  return at(node, {
    ruleId: "FXE0014",
    level: "warning",
    message: `No function for ${node.target} matches the call: its operands are ${has}, and the function that is registered is meant for ${meant} ones. Register one with is_complex=${complex ? "True" : "False"}.`,
  });
}

/** All that could not be translated, in one diagnostic at the first place. */
export function unsupportedSummary(nodes: readonly Node[]): Diagnostic {
  const counts = new Map<string, number>();
  for (const node of nodes) counts.set(node.target, (counts.get(node.target) ?? 0) + 1);
  const list = [...counts].map(([target, count]) => (count === 1 ? target : `${target} (${count} calls)`)).join(", ");
  const [first] = nodes;
  const summary = {
    ruleId: "FXE0012",
    level: "error",
    message: `The graph can't be exported: it has ${counts.size === 1 ? "an operator" : `${counts.size} operators`} that can't be translated: ${list}.`,
  } as const;
  const related = nodes.flatMap((node) =>
    node.meta.span === null ? [] : [{ span: node.meta.span, message: node.target }],
  );
  return { ...(first === undefined ? { ...summary, span: null } : at(first, summary)), related };
}

function at(node: Node, diagnostic: Omit<Diagnostic, "span">): Diagnostic {
  const { span, stack, modules } = node.meta;
  const source: NodeSource = { span, stack, modules, fxNode: node.name, target: node.target };
  const logicalLocations = [fxLocation(source, node.name)];
  const flow = stageFlow(source, [
    {
      stage: "translate to ONNX",
      message: `${diagnostic.level === "error" ? "stopped here: " : ""}${diagnostic.message}`,
    },
  ]);
  return { ...diagnostic, span, stack, logicalLocations, flow, graphs: [fxExcerpt(node)] };
}
