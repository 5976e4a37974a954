/** The way to a problem as a SARIF code flow, and the graph around it as SARIF graphs (SARIF §3.36 to §3.41). */

import type {
  CodeFlow,
  Edge,
  Location,
  Node,
  Graph as SarifGraph,
  LogicalLocation as SarifLogicalLocation,
} from "sarif";
import type { FlowStep, GraphExcerpt, LogicalLocation } from "./diagnostic.ts";
import { type ArtifactTable, physicalLocation } from "./sarif_artifacts.ts";

/** One thread flow: a location a step, calls nested, the last step essential. */
export function toCodeFlow(steps: readonly FlowStep[], artifacts: ArtifactTable): CodeFlow {
  return {
    message: { text: "From the program to the problem, stage by stage" },
    threadFlows: [
      {
        locations: steps.map(({ stage, message, span, nesting, logical }, i) => ({
          location: {
            ...place(span, artifacts),
            ...(logical === undefined ? {} : { logicalLocations: [toLogicalLocation(logical)] }),
            message: { text: message },
          },
          kinds: [stage],
          nestingLevel: nesting,
          executionOrder: i + 1,
          importance: i === steps.length - 1 ? "essential" : "important",
        })),
      },
    ],
  };
}

export function toGraph({ title, nodes, edges }: GraphExcerpt, artifacts: ArtifactTable): SarifGraph {
  return {
    description: { text: title },
    nodes: nodes.map(
      ({ id, label, span }): Node => ({
        id,
        label: { text: label },
        ...(span === null ? {} : { location: place(span, artifacts) }),
      }),
    ),
    edges: edges.map(
      ({ from, to, label }, i): Edge => ({
        id: `e${i}`,
        sourceNodeId: from,
        targetNodeId: to,
        ...(label === "" ? {} : { label: { text: label } }),
      }),
    ),
  };
}

export function toLogicalLocation(logical: LogicalLocation): SarifLogicalLocation {
  return { name: logical.name, fullyQualifiedName: logical.fullyQualifiedName, kind: logical.kind };
}

function place(span: FlowStep["span"], artifacts: ArtifactTable): Location {
  return span === null ? {} : { physicalLocation: physicalLocation(span, artifacts) };
}
