/** The way of a node through the stages: Python's calls, the FX node, its ONNX node, and where it stopped. */

import type { FlowStep, LogicalLocation } from "../diagnostics/diagnostic.ts";
import type { NodeSource } from "../onnx/ir.ts";

export interface LaterStep {
  readonly stage: string;
  readonly message: string;
  readonly logical?: LogicalLocation;
}

/** `later` are the steps behind the FX graph, at the same expression. */
export function stageFlow(source: NodeSource, later: readonly LaterStep[]): FlowStep[] {
  const frames = [...source.stack].reverse();
  const calls = frames.map(
    ({ span, name }, i): FlowStep => ({ stage: "capture", message: `in ${name}`, span, nesting: i }),
  );
  const nesting = Math.max(0, frames.length - 1);
  const made: FlowStep[] =
    source.fxNode === null
      ? []
      : [
          {
            stage: "FX graph",
            message: `captured as ${source.fxNode} = ${source.target ?? "?"}`,
            span: source.span,
            nesting,
            logical: fxLocation(source, source.fxNode),
          },
        ];
  return [...calls, ...made, ...later.map((step): FlowStep => ({ ...step, span: source.span, nesting }))];
}

/** `encoder.layers.0/linear_3` */
export function fxLocation({ modules }: Pick<NodeSource, "modules">, name: string): LogicalLocation {
  const path = modules.map((frame) => frame.path).filter((part) => part !== "");
  return { name, fullyQualifiedName: [...path.slice(-1), name].join("/"), kind: "fxNode" };
}
