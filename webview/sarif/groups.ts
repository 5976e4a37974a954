/** Which results are listed, and under which headings. */

import type { LevelView, ResultView, SarifViewModel } from "../../src/protocol/sarif_view.ts";
import { fileName } from "../format.ts";

export type GroupBy = "rule" | "file" | "none";

export interface Filter {
  readonly levels: ReadonlySet<LevelView>;
  readonly query: string;
}

export interface Group {
  readonly key: string;
  readonly title: string;
  readonly subtitle: string;
  /** Indices into the model's results. */
  readonly results: readonly number[];
}

/** Every word of the query must occur in the result's message, rule, file, stack or logical locations. */
export function listed(model: SarifViewModel, { levels, query }: Filter): number[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const indices: number[] = [];
  model.results.forEach((result, i) => {
    if (!levels.has(result.level)) return;
    if (words.length > 0) {
      const text = searchText(result);
      if (!words.every((word) => text.includes(word))) return;
    }
    indices.push(i);
  });
  return indices;
}

function searchText(result: ResultView): string {
  const parts = [result.message, result.ruleId, result.location?.file ?? ""];
  for (const frame of result.stack) parts.push(frame.name);
  for (const logical of result.logical) parts.push(logical.name);
  return parts.join("\n").toLowerCase();
}

/** Groups in the order of their first result; results within in the order of the log. */
export function groupResults(model: SarifViewModel, indices: readonly number[], by: GroupBy): Group[] {
  if (by === "none") return indices.length === 0 ? [] : [{ key: "", title: "", subtitle: "", results: indices }];
  const rules = new Map(model.rules.map((rule) => [rule.id, rule]));
  const groups = new Map<string, { title: string; subtitle: string; results: number[] }>();
  for (const index of indices) {
    const result = model.results[index];
    if (result === undefined) continue;
    const key = by === "rule" ? result.ruleId : (result.location?.file ?? "");
    let group = groups.get(key);
    if (group === undefined) {
      const rule = rules.get(key);
      group =
        by === "rule"
          ? { title: key || "(no rule)", subtitle: rule?.name || (rule?.summary ?? ""), results: [] }
          : { title: key === "" ? "(no file)" : fileName(key), subtitle: key, results: [] };
      groups.set(key, group);
    }
    group.results.push(index);
  }
  return [...groups].map(([key, group]) => ({ key, ...group }));
}
