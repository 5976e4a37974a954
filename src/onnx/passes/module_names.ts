/** Names that module calls get as functions, as PyTorch's dynamo_export made them. */

import type { StackFrame } from "../../diagnostics/span.ts";
import type { ModuleScope, Node, NodeSource } from "../ir.ts";

/** `torch_nn_modules_linear_Linear_fc0_1`: class, path and number of the call. */
export function functionName(scope: ModuleScope): string {
  return [scope.className, scope.path, String(scope.call)].map(identifier).join("_");
}

/** `pkg.torch.2.13.0`; `pkg.__main__` for a class of no versioned package. */
export function functionDomain(scope: ModuleScope): string {
  const top = scope.className.split(".")[0] ?? "";
  return scope.packageVersion === null ? `pkg.${top}` : `pkg.${top}.${scope.packageVersion}`;
}

function identifier(text: string): string {
  return text.replace(/[^0-9A-Za-z_]/g, "_");
}

/** Where a module was called: the modules around it, and the frames that all of its nodes have in common. */
export function callSource(nodes: readonly Node[], scope: ModuleScope): NodeSource | null {
  const sources = nodes.map((node) => node.source).filter((source) => source !== null);
  const [first] = sources;
  if (first === undefined) return null;
  let shared = first.stack.length;
  for (const source of sources) shared = Math.min(shared, commonFrames(first.stack, source.stack));
  const stack = first.stack.slice(first.stack.length - shared);
  return {
    span: stack[0]?.span ?? first.span,
    stack,
    modules: first.modules.slice(0, first.modules.indexOf(scope)),
    fxNode: null,
    target: null,
  };
}

/** How many outermost frames two stacks share; innermost frames come first in both. */
function commonFrames(a: readonly StackFrame[], b: readonly StackFrame[]): number {
  let count = 0;
  while (count < a.length && count < b.length && sameFrame(a[a.length - 1 - count], b[b.length - 1 - count])) count++;
  return count;
}

function sameFrame(a: StackFrame | undefined, b: StackFrame | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const [x, y] = [a.span, b.span];
  return (
    a.name === b.name && x.file === y.file && x.line === y.line && x.column === y.column && x.endColumn === y.endColumn
  );
}
