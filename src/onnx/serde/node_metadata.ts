/** A node's source as metadata_props: the keys that PyTorch's exporter writes, and the exact span besides. */

import type { Span, StackFrame } from "../../diagnostics/span.ts";
import type { ModuleScope, NodeSource } from "../ir.ts";
import type { EntryProto } from "./proto_types.ts";

const NAME_SCOPES = "pkg.torch.onnx.name_scopes";
const CLASS_HIERARCHY = "pkg.torch.onnx.class_hierarchy";
const FX_NODE = "pkg.torch.onnx.fx_node";
const STACK_TRACE = "pkg.torch.onnx.stack_trace";
const NAMESPACE = "namespace";
const SPAN = "dynamo_onnx.span";
const CALLS = "dynamo_onnx.module_calls";

export function sourceToEntries(source: NodeSource): EntryProto[] {
  const entries: EntryProto[] = [];
  const add = (key: string, value: string) => entries.push({ key, value });
  const leaf = source.fxNode ?? "";
  const target = source.target ?? "";
  if (source.modules.length > 0 || source.fxNode !== null) {
    const own = source.fxNode === null ? [] : [[leaf, target]];
    const levels = [...source.modules.map((scope) => [scope.path, scope.className]), ...own];
    add(NAMESPACE, levels.map(([name, type]) => `${name}: ${type}`).join("/"));
    add(NAME_SCOPES, stringList(levels.map(([name]) => name ?? "")));
    add(CLASS_HIERARCHY, stringList(levels.map(([, type]) => type ?? "")));
    if (source.modules.length > 0) add(CALLS, source.modules.map(moduleCall).join(" "));
  }
  if (source.fxNode !== null) add(FX_NODE, `%${leaf} : call_function[target=${target}]`);
  if (source.stack.length > 0) add(STACK_TRACE, [...source.stack].reverse().map(frameText).join("\n"));
  if (source.span !== null) add(SPAN, spanText(source.span));
  return entries;
}

/** The source, when the entries tell one, and the entries that don't belong to it. */
export function sourceFromEntries(entries: readonly EntryProto[]): {
  source: NodeSource | null;
  rest: ReadonlyMap<string, string>;
} {
  const fields = new Map(entries.map((entry) => [entry.key ?? "", entry.value ?? ""]));
  const names = parseStringList(fields.get(NAME_SCOPES));
  const classes = parseStringList(fields.get(CLASS_HIERARCHY));
  const span = parseSpan(fields.get(SPAN));
  const trace = fields.get(STACK_TRACE);
  const hasLeaf = names.length > 0 && names.length === classes.length && fields.has(FX_NODE);
  if (names.length === 0 && span === null && trace === undefined) return { source: null, rest: fields };
  const calls = (fields.get(CALLS) ?? "").split(" ");
  const depth = hasLeaf ? names.length - 1 : names.length;
  const modules: ModuleScope[] = [];
  for (let i = 0; i < depth; i++) {
    const [call, version] = (calls[i] ?? "").split("@");
    modules.push({
      path: names[i] ?? "",
      className: classes[i] ?? "",
      packageVersion: version === undefined || version === "" ? null : version,
      call: Number(call) || 1,
    });
  }
  for (const key of [NAMESPACE, NAME_SCOPES, CLASS_HIERARCHY, FX_NODE, STACK_TRACE, SPAN, CALLS]) fields.delete(key);
  return {
    source: {
      span,
      stack: parseTrace(trace ?? ""),
      modules,
      fxNode: hasLeaf ? (names.at(-1) ?? null) : null,
      target: hasLeaf ? (classes.at(-1) ?? null) : null,
    },
    rest: fields,
  };
}

function moduleCall(scope: ModuleScope): string {
  return `${scope.call}@${scope.packageVersion ?? ""}`;
}

function spanText(span: Span): string {
  return `${span.file}:${span.line}:${span.column}-${span.endLine}:${span.endColumn}`;
}

function parseSpan(text: string | undefined): Span | null {
  const match = text === undefined ? null : /^(.*):(\d+):(\d+)-(\d+):(\d+)$/s.exec(text);
  if (match === null) return null;
  const [line = 1, column = 1, endLine = 1, endColumn = 1] = match.slice(2).map(Number);
  return { file: match[1] ?? "", line, column, endLine, endColumn };
}

function frameText(frame: StackFrame): string {
  return `File "${frame.span.file}", line ${frame.span.line}, in ${frame.name}`;
}

/** Innermost first; columns are not in the text. */
function parseTrace(text: string): StackFrame[] {
  const frames: StackFrame[] = [];
  for (const match of text.matchAll(/^\s*File "(.*)", line (\d+), in (.*)$/gm)) {
    const line = Number(match[2]);
    const span = { file: match[1] ?? "", line, column: 1, endLine: line, endColumn: 1 };
    frames.push({ span, name: match[3] ?? "" });
  }
  return frames.reverse();
}

/** Python's `repr` of a list of strings. */
function stringList(items: readonly string[]): string {
  return `[${items.map((item) => `'${item.replace(/[\\']/g, "\\$&")}'`).join(", ")}]`;
}

function parseStringList(text: string | undefined): string[] {
  if (text === undefined) return [];
  const items: string[] = [];
  for (const match of text.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)) {
    items.push((match[1] ?? match[2] ?? "").replace(/\\(.)/g, "$1"));
  }
  return items;
}
