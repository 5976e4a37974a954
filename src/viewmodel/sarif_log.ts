/** A SARIF log, its own or another tool's, to what the SARIF view shows. Reads what it can and says what was odd. */

import type { FrameView, LocationView } from "../protocol/location.ts";
import type {
  LevelView,
  LogicalView,
  RelatedView,
  ResultView,
  RuleView,
  SarifViewModel,
} from "../protocol/sarif_view.ts";
import { arrayAt, isRecord, type Json, numberAt, recordAt, stringAt } from "./json.ts";
import { resolveUri } from "./sarif_uri.ts";

const MAX_RESULTS = 20_000;
const MAX_MESSAGE = 10_000;

/** Thrown when the text is no SARIF log; the message is for the user. */
export class SarifFormatError extends Error {}

export function sarifViewModel(title: string, text: string): SarifViewModel {
  const log = parse(text);
  const version = stringAt(log, "version") ?? "";
  const runs = arrayAt(log, "runs");
  if (runs === undefined) throw new SarifFormatError("This is not a SARIF log: it has no runs.");
  const notices: string[] = [];
  if (version !== "2.1.0")
    notices.push(`The log's version is ${version === "" ? "not given" : version}; it is read as 2.1.0.`);
  const rules = new Map<string, RuleView>();
  const results: ResultView[] = [];
  const tools: string[] = [];
  let total = 0;
  for (const run of runs.filter(isRecord)) {
    const context = runContext(run);
    tools.push(context.tool);
    for (const rule of context.rules) rules.set(rule.view.id, rule.view);
    for (const result of arrayAt(run, "results") ?? []) {
      total++;
      if (isRecord(result) && results.length < MAX_RESULTS) results.push(readResult(result, context));
    }
  }
  if (total > results.length) notices.push(`Only the first ${results.length} of ${total} results are listed.`);
  return {
    title,
    version,
    tools: [...new Set(tools)],
    rules: [...rules.values()],
    results: results.map((result) => {
      if (!rules.has(result.ruleId)) {
        rules.set(result.ruleId, { id: result.ruleId, name: "", summary: "", help: "", helpUri: null });
      }
      return result;
    }),
    totalResults: total,
    notices,
  };
}

function parse(text: string): Json {
  let log: unknown;
  try {
    log = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    throw new SarifFormatError(`This is not a SARIF log: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isRecord(log)) throw new SarifFormatError("This is not a SARIF log: its top level is not an object.");
  return log;
}

interface RuleEntry {
  readonly view: RuleView;
  readonly level: LevelView;
  readonly messages: Json;
}

interface RunContext {
  readonly tool: string;
  readonly rules: readonly RuleEntry[];
  readonly byId: ReadonlyMap<string, RuleEntry>;
  readonly artifacts: readonly unknown[];
  readonly bases: Json;
}

function runContext(run: Json): RunContext {
  const driver = recordAt(recordAt(run, "tool"), "driver");
  const rules = (arrayAt(driver, "rules") ?? []).map(readRule);
  const version = stringAt(driver, "semanticVersion") ?? stringAt(driver, "version") ?? "";
  return {
    tool: `${stringAt(driver, "name") ?? "unknown tool"} ${version}`.trim(),
    rules,
    byId: new Map(rules.map((rule) => [rule.view.id, rule])),
    artifacts: arrayAt(run, "artifacts") ?? [],
    bases: recordAt(run, "originalUriBaseIds"),
  };
}

function readRule(value: unknown): RuleEntry {
  const rule = isRecord(value) ? value : {};
  const help = recordAt(rule, "help");
  const full = stringAt(recordAt(rule, "fullDescription"), "text") ?? "";
  return {
    view: {
      id: stringAt(rule, "id") ?? "",
      name: stringAt(rule, "name") ?? "",
      summary: stringAt(recordAt(rule, "shortDescription"), "text") ?? full,
      help: stringAt(help, "markdown") ?? stringAt(help, "text") ?? full,
      helpUri: stringAt(rule, "helpUri") ?? null,
    },
    level: readLevel(stringAt(recordAt(rule, "defaultConfiguration"), "level")) ?? "warning",
    messages: recordAt(rule, "messageStrings"),
  };
}

function readResult(result: Json, context: RunContext): ResultView {
  const reference = recordAt(result, "rule");
  const index = numberAt(result, "ruleIndex") ?? numberAt(reference, "index") ?? -1;
  const givenId = stringAt(result, "ruleId") ?? stringAt(reference, "id");
  const rule = context.rules[index] ?? (givenId === undefined ? undefined : context.byId.get(givenId));
  const locations = (arrayAt(result, "locations") ?? []).filter(isRecord);
  const kind = stringAt(result, "kind") ?? "fail";
  const level = readLevel(stringAt(result, "level")) ?? (kind === "fail" ? (rule?.level ?? "warning") : "none");
  return {
    ruleId: givenId ?? rule?.view.id ?? "",
    level,
    message: readMessage(recordAt(result, "message"), rule?.messages ?? {}),
    location:
      locations.map((location) => readLocation(location, context)).find((location) => location !== null) ?? null,
    stack: readStack(result, context),
    related: (arrayAt(result, "relatedLocations") ?? []).filter(isRecord).map(
      (location): RelatedView => ({
        message: readMessage(recordAt(location, "message"), {}),
        location: readLocation(location, context),
      }),
    ),
    logical: locations.flatMap((location) =>
      (arrayAt(location, "logicalLocations") ?? []).filter(isRecord).map(readLogical),
    ),
    fixes: (arrayAt(result, "fixes") ?? [])
      .filter(isRecord)
      .map((fix) => readMessage(recordAt(fix, "description"), {})),
  };
}

function readLevel(level: string | undefined): LevelView | undefined {
  return level === "error" || level === "warning" || level === "note" || level === "none" ? level : undefined;
}

/** §3.11: the text itself, or one of the rule's texts by id, with its placeholders filled. */
function readMessage(message: Json, strings: Json): string {
  const id = stringAt(message, "id");
  const template =
    stringAt(message, "text") ?? (id === undefined ? undefined : stringAt(recordAt(strings, id), "text"));
  const text = template ?? stringAt(message, "markdown") ?? id ?? "";
  const given = arrayAt(message, "arguments") ?? [];
  const filled =
    given.length === 0 ? text : text.replace(/\{(\d+)\}/g, (whole, i: string) => String(given[Number(i)] ?? whole));
  return filled.length > MAX_MESSAGE ? `${filled.slice(0, MAX_MESSAGE)}…` : filled;
}

function readLocation(location: Json, context: RunContext): LocationView | null {
  const physical = recordAt(location, "physicalLocation");
  const file = resolveUri(recordAt(physical, "artifactLocation"), context.artifacts, context.bases);
  if (file === null) return null;
  const region = recordAt(physical, "region");
  const line = Math.max(1, numberAt(region, "startLine") ?? 1);
  const column = Math.max(1, numberAt(region, "startColumn") ?? 1);
  const endLine = Math.max(line, numberAt(region, "endLine") ?? line);
  const endColumn = Math.max(1, numberAt(region, "endColumn") ?? column);
  return { file, line, column, endLine, endColumn };
}

/** §3.44: the first frame is the innermost. */
function readStack(result: Json, context: RunContext): FrameView[] {
  const [stack] = (arrayAt(result, "stacks") ?? []).filter(isRecord);
  return (arrayAt(stack, "frames") ?? []).filter(isRecord).map((frame) => {
    const location = recordAt(frame, "location");
    const [logical] = (arrayAt(location, "logicalLocations") ?? []).filter(isRecord);
    const name =
      logical === undefined ? undefined : (stringAt(logical, "fullyQualifiedName") ?? stringAt(logical, "name"));
    return { name: name ?? readMessage(recordAt(location, "message"), {}), location: readLocation(location, context) };
  });
}

function readLogical(location: Json): LogicalView {
  return {
    kind: stringAt(location, "kind") ?? "",
    name: stringAt(location, "fullyQualifiedName") ?? stringAt(location, "name") ?? "",
  };
}
