/** Makes every `nn.Module` call an ONNX function, nested as the modules are; the root module stays the main graph. */

import { allNodes, reads } from "../graph_access.ts";
import { type FunctionDef, functionKey, type Model, type ModuleScope, type Node, type Value } from "../ir.ts";
import type { PassResult } from "../pass.ts";
import { contract, type Item } from "./contract.ts";
import { extractFunction } from "./extract_function.ts";
import { callSource, functionDomain, functionName } from "./module_names.ts";

/** Function domains have one version. */
const DOMAIN_VERSION = 1;

export function outlineModules(model: Model): PassResult {
  const before = model.functions.size;
  const outliner = new Outliner(model);
  const nodes = outliner.level(model.graph.nodes, 0);
  if (model.functions.size === before) return { model, changed: false };
  model.graph.nodes.splice(0, model.graph.nodes.length, ...nodes);
  for (const def of model.functions.values()) if (def.domain !== "") model.opsetImports.set(def.domain, DOMAIN_VERSION);
  return { model, changed: true };
}

class Outliner {
  private readonly model: Model;
  /** All nodes that read a value, at the start. */
  private readonly consumers = new Map<Value, Node[]>();
  private readonly graphOutputs: ReadonlySet<Value>;

  constructor(model: Model) {
    this.model = model;
    this.graphOutputs = new Set(model.graph.outputs);
    for (const node of model.graph.nodes) {
      for (const value of reads(node)) {
        const known = this.consumers.get(value);
        if (known === undefined) this.consumers.set(value, [node]);
        else known.push(node);
      }
    }
  }

  /** The nodes of one module call (or the main graph) with the calls of modules inside it made function calls. */
  level(nodes: readonly Node[], depth: number): Node[] {
    const items = contract(nodes, (node) => innerScopes(node).slice(depth));
    return items.flatMap((item) => (item.scope === null ? item.nodes : [this.outline(item, item.scope, depth)]));
  }

  private outline(item: Item, scope: ModuleScope, depth: number): Node {
    const members = new Set(item.nodes);
    const leavesItem = (value: Value) =>
      this.graphOutputs.has(value) || (this.consumers.get(value) ?? []).some((node) => !members.has(node));
    const produced = item.nodes.flatMap((node) => node.outputs).filter((value) => value !== null);
    const outputs = produced.filter(leavesItem);
    const source = callSource(item.nodes, scope);
    const nodeDepth = innerScopes(item.nodes[0] ?? null).indexOf(scope);
    const inner = this.level(item.nodes, Math.max(depth, nodeDepth) + 1);
    const name = this.freeName(functionDomain(scope), functionName(scope));
    const opsetImports = this.importsOf(inner);
    const extracted = extractFunction(this.model.graph, inner, outputs);
    const def: FunctionDef = {
      domain: functionDomain(scope),
      name,
      inputs: extracted.inputs,
      outputs: extracted.outputs,
      attributes: [],
      nodes: extracted.nodes,
      opsetImports,
      module: scope,
    };
    this.model.functions.set(functionKey(def.domain, def.name), def);
    return {
      name: `node_${name}`,
      opType: name,
      domain: def.domain,
      inputs: extracted.arguments,
      outputs,
      attributes: new Map(),
      source,
    };
  }

  private freeName(domain: string, name: string): string {
    let free = name;
    for (let i = 2; this.model.functions.has(functionKey(domain, free)); i++) free = `${name}_part_${i}`;
    return free;
  }

  private importsOf(nodes: readonly Node[]): Map<string, number> {
    const imports = new Map<string, number>();
    // Literals become Constant nodes of the standard domain.
    const standard = this.model.opsetImports.get("");
    if (standard !== undefined) imports.set("", standard);
    for (const node of allNodes(nodes))
      imports.set(node.domain, this.model.opsetImports.get(node.domain) ?? DOMAIN_VERSION);
    return imports;
  }
}

/** The module calls around a node, the root aside. */
function innerScopes(node: Node | null): readonly ModuleScope[] {
  const scopes = node?.source?.modules ?? [];
  return scopes[0]?.path === "" ? scopes.slice(1) : scopes;
}
