/** Checks a model against the ONNX specification: names, order, producers, imports, functions, operator schemas. */

import { subgraphs } from "../graph_access.ts";
import { type FunctionDef, functionKey, type Graph, type Model, type Node, type Value } from "../ir.ts";
import { checkStandardNode, type Report } from "./check_node.ts";

export interface CheckIssue {
  /** Where: the graph's or function's name, and the node's when it is about one. */
  readonly where: string;
  readonly node: Node | null;
  readonly message: string;
}

/** Empty when the model is valid as far as this checker sees. */
export function checkModel(model: Model): CheckIssue[] {
  const issues: CheckIssue[] = [];
  const report = (where: string, node: Node | null) => (message: string) => issues.push({ where, node, message });
  const onModel = report("model", null);
  if (model.opsetImports.size === 0) onModel("it imports no operator set");
  if (model.irVersion < 8 && model.functions.size > 0) onModel(`functions need IR version 8, not ${model.irVersion}`);
  checkCallOrder(model, onModel);
  for (const def of model.functions.values()) checkFunction(def, model, issues);
  const context: Context = {
    model,
    imports: model.opsetImports,
    issues,
    where: `graph ${model.graph.name}`,
    outermost: true,
    names: new Map(),
  };
  checkGraph(model.graph, new Set(), context);
  return issues;
}

interface Context {
  readonly model: Model;
  readonly imports: ReadonlyMap<string, number>;
  readonly issues: CheckIssue[];
  readonly where: string;
  /** The main graph: its inputs need types, those of subgraphs follow from the node. */
  readonly outermost: boolean;
  /** Names in use, and by what; a subgraph may not reuse a name that it can see. */
  readonly names: Map<string, Value>;
}

function reporter(context: Context, node: Node | null): Report {
  return (message) => context.issues.push({ where: context.where, node, message });
}

function checkGraph(graph: Graph, outer: ReadonlySet<Value>, context: Context): void {
  const known = new Set(outer);
  const report = reporter(context, null);
  for (const value of graph.inputs) {
    define(value, known, context, report);
    if (value.type === null && context.outermost) report(`the input ${value.name} has no type`);
  }
  for (const [name, { value, content }] of graph.initializers) {
    if (name !== value.name) report(`the initializer ${value.name} is filed under ${name}`);
    if (!known.has(value)) define(value, known, context, report);
    const type = value.type;
    if (type !== null && type.dtype !== content.dtype)
      report(`the initializer ${name} is ${content.dtype}, its value ${type.dtype}`);
    const shape = type?.shape ?? null;
    if (shape?.some((dim, i) => typeof dim === "number" && dim !== content.shape[i])) {
      report(`the initializer ${name} has shape [${content.shape.join(",")}], its value [${shape.join(",")}]`);
    }
  }
  checkNodes(graph.nodes, known, context);
  for (const value of graph.outputs) if (!known.has(value)) report(`the output ${value.name} has no producer`);
  if (new Set(graph.outputs.map((value) => value.name)).size !== graph.outputs.length)
    report("an output is listed twice");
}

function checkNodes(nodes: readonly Node[], known: Set<Value>, context: Context): void {
  for (const node of nodes) {
    const report = reporter(context, node);
    for (const value of node.inputs) {
      if (value !== null && !known.has(value))
        report(`the input ${value.name} is used before it is made, or never made`);
    }
    for (const graph of subgraphs(node)) {
      checkGraph(graph, known, {
        ...context,
        where: `${context.where}/${node.name}`,
        outermost: false,
        names: new Map(context.names),
      });
    }
    for (const value of node.outputs) if (value !== null) define(value, known, context, report);
    checkOperator(node, context, report);
  }
}

function define(value: Value, known: Set<Value>, context: Context, report: Report): void {
  if (value.name === "") report("a value has no name");
  if (known.has(value)) report(`${value.name} has more than one producer`);
  const other = context.names.get(value.name);
  if (other !== undefined && other !== value) report(`two values are named ${value.name}`);
  context.names.set(value.name, value);
  known.add(value);
}

function checkOperator(node: Node, context: Context, report: Report): void {
  if (node.opType === "") return void report("it has no operator");
  const opset = context.imports.get(node.domain);
  if (opset === undefined) return void report(`the domain ${JSON.stringify(node.domain)} is not imported`);
  const def = context.model.functions.get(functionKey(node.domain, node.opType, node.overload));
  if (def !== undefined) {
    if (node.inputs.length > def.inputs.length)
      report(`it has ${node.inputs.length} inputs; the function takes ${def.inputs.length}`);
    if (node.outputs.length > def.outputs.length)
      report(`it has ${node.outputs.length} outputs; the function gives ${def.outputs.length}`);
    for (const name of def.attributes) {
      if (!node.attributes.has(name) && !def.attributeDefaults?.has(name)) report(`the attribute ${name} is missing`);
    }
  } else if (node.domain === "") checkStandardNode(node, opset, report);
}

function checkFunction(def: FunctionDef, model: Model, issues: CheckIssue[]): void {
  const context: Context = {
    model,
    imports: def.opsetImports,
    issues,
    where: `function ${def.name}`,
    outermost: false,
    names: new Map(),
  };
  const report = reporter(context, null);
  const known = new Set<Value>();
  for (const value of def.inputs) define(value, known, context, report);
  checkNodes(def.nodes, known, context);
  for (const value of def.outputs) if (!known.has(value)) report(`the output ${value.name} has no producer`);
  if (!model.opsetImports.has(def.domain)) report(`the model does not import its domain ${def.domain}`);
  for (const [domain, version] of def.opsetImports) {
    const outer = model.opsetImports.get(domain);
    if (outer === undefined) report(`it imports ${JSON.stringify(domain)}, which the model does not`);
    else if (outer !== version) report(`it imports ${JSON.stringify(domain)} ${version}, the model ${outer}`);
  }
}

/** A function may only call functions that stand before it, which also rules out recursion. */
function checkCallOrder(model: Model, report: Report): void {
  const before = new Set<string>();
  const visit = (nodes: readonly Node[], name: string) => {
    for (const node of nodes) {
      const key = functionKey(node.domain, node.opType, node.overload);
      if (model.functions.has(key) && !before.has(key))
        report(`function ${name} calls ${node.opType}, which stands behind it`);
      for (const graph of subgraphs(node)) visit(graph.nodes, name);
    }
  };
  for (const [key, def] of model.functions) {
    visit(def.nodes, def.name);
    before.add(key);
  }
}

/** An issue as one line. */
export function issueText(issue: CheckIssue): string {
  const node = issue.node === null ? "" : `, node ${issue.node.name} (${issue.node.opType})`;
  return `${issue.where}${node}: ${issue.message}`;
}
