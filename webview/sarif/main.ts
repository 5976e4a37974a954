/** The SARIF view: results in groups on the left, the selected one in full on the right. */

import "../common.css";
import "./sarif.css";
import type { LevelView, ResultView, SarifViewModel } from "../../src/protocol/sarif_view.ts";
import type { SarifToHost, SarifToWebview } from "../../src/protocol/webview_messages.ts";
import { byId, h, on, plural } from "../dom.ts";
import { locationText } from "../format.ts";
import { connect, loadState, saveState } from "../host.ts";
import { dropdown, searchBox, startControls } from "../ui.ts";
import { resultDetails } from "./details.ts";
import { type Group, type GroupBy, groupResults, listed } from "./groups.ts";
import { LEVELS, levelName } from "./levels.ts";

/** Rows of a group that are drawn at first, and with each press of "show more". */
const PAGE = 100;

const state = loadState({
  query: "",
  groupBy: "rule" as GroupBy,
  hidden: [] as LevelView[],
  /** Whether the levels to hide were chosen by the user. */
  chosen: false,
  closed: [] as string[],
  selected: -1,
});

let model: SarifViewModel | null = null;
const pages = new Map<string, number>();

startControls();
const host = connect<SarifToHost, SarifToWebview>({
  show: (message) => show(message.model),
  failure: (message) => showFailure(message.message),
});

const list = h("main", { class: "list", "aria-label": "Results" });
const details = h("aside", { class: "details", "aria-label": "Details", tabindex: "0" });
const summary = h("div", { class: "summary muted", role: "status" });
const filters = h("div", { class: "levels", role: "group", "aria-label": "Levels" });
const search = searchBox(
  "Search results",
  (text) => {
    state.query = text;
    pages.clear();
    refresh();
  },
  () => focusRow(0),
);

function show(next: SarifViewModel): void {
  model = next;
  if (!state.chosen) {
    // Informational results are noise as long as there is anything else.
    const counts = levelCounts(next);
    state.hidden = next.results.length > counts.none ? ["none"] : [];
  }
  search.set(state.query);
  const grouping = dropdown(
    "Group by",
    [
      { value: "rule", text: "By rule" },
      { value: "file", text: "By file" },
      { value: "none", text: "No groups" },
    ],
    state.groupBy,
    (value) => {
      state.groupBy = value as GroupBy;
      refresh();
    },
  );
  byId("app").replaceChildren(
    h("div", { class: "toolbar", role: "toolbar" }, [
      search.element,
      grouping,
      filters,
      h("span", { class: "spacer" }),
      summary,
    ]),
    ...next.notices.map((notice) => h("div", { class: "notice", role: "note" }, [notice])),
    h("div", { class: "content" }, [list, details]),
  );
  if (state.selected >= next.results.length) state.selected = -1;
  if (state.selected < 0) state.selected = listed(next, filter())[0] ?? -1;
  refresh();
  document.body.dataset["ready"] = "true";
}

function showFailure(message: string): void {
  byId("app").replaceChildren(
    h("div", { class: "failure", role: "alert" }, [h("h2", {}, ["The log can't be shown"]), h("p", {}, [message])]),
  );
  document.body.dataset["ready"] = "true";
}

function filter(): { levels: ReadonlySet<LevelView>; query: string } {
  return { levels: new Set(LEVELS.filter((level) => !state.hidden.includes(level))), query: state.query };
}

function levelCounts({ results }: SarifViewModel): Record<LevelView, number> {
  const counts: Record<LevelView, number> = { error: 0, warning: 0, note: 0, none: 0 };
  for (const { level } of results) counts[level]++;
  return counts;
}

function refresh(): void {
  if (model === null) return;
  saveState(state);
  const counts = levelCounts(model);
  filters.replaceChildren(
    ...LEVELS.filter((level) => counts[level] > 0).map((level) => {
      const shown = !state.hidden.includes(level);
      const toggle = h("button", { class: `filter level-${level}`, "aria-pressed": String(shown) }, [
        h("span", { class: "dot" }),
        `${counts[level]} ${levelName(level)}`,
      ]);
      return on(toggle, "click", () => {
        state.chosen = true;
        state.hidden = shown ? [...state.hidden, level] : state.hidden.filter((other) => other !== level);
        refresh();
      });
    }),
  );
  const indices = listed(model, filter());
  summary.textContent = `${indices.length} of ${plural(model.results.length, "result")}, ${model.tools.join(", ")}`;
  const groups = groupResults(model, indices, state.groupBy);
  list.replaceChildren(...(groups.length === 0 ? [emptyText(model)] : groups.map(groupElement)));
  showDetails();
}

function emptyText({ results, tools }: SarifViewModel): HTMLElement {
  const text =
    results.length === 0
      ? `The log has no results: ${tools.join(", ") || "the tool"} reported nothing.`
      : "No result matches the search and the levels chosen.";
  return h("p", { class: "empty muted" }, [text]);
}

function groupElement({ key, title, subtitle, results }: Group): HTMLElement {
  const id = `${state.groupBy}:${key}`;
  const closed = state.closed.includes(id);
  const shown = pages.get(id) ?? PAGE;
  const rows = closed ? [] : results.slice(0, shown).map(rowElement);
  const heading = on(
    h("button", { class: "group", "aria-expanded": String(!closed), title: subtitle }, [
      h("span", { class: "twistie", "aria-hidden": "true" }, [closed ? "›" : "⌄"]),
      h("span", { class: "group-title" }, [title]),
      h("span", { class: "muted group-subtitle" }, [subtitle]),
      h("span", { class: "badge" }, [String(results.length)]),
    ]),
    "click",
    () => {
      state.closed = closed ? state.closed.filter((other) => other !== id) : [...state.closed, id];
      refresh();
    },
  );
  const more = on(
    h("button", { class: "link more" }, [`Show ${Math.min(PAGE, results.length - shown)} more`]),
    "click",
    () => {
      pages.set(id, shown + PAGE);
      refresh();
    },
  );
  return h("section", { class: "results-group" }, [
    title === "" ? null : heading,
    ...rows,
    !closed && results.length > shown ? more : null,
  ]);
}

function rowElement(index: number): HTMLElement {
  const result = model?.results[index];
  if (result === undefined) return h("div");
  const row = h(
    "button",
    {
      class: index === state.selected ? "result selected" : "result",
      "data-index": String(index),
      title: result.message,
    },
    [
      h("span", { class: `dot level-${result.level}`, role: "img", "aria-label": levelName(result.level) }),
      h("span", { class: "result-text" }, [firstLine(result.message)]),
      h("span", { class: "muted result-place" }, [result.location === null ? "" : locationText(result.location)]),
    ],
  );
  on(row, "focus", () => selectRow(index));
  return on(row, "click", () => {
    selectRow(index);
    open(result);
  });
}

function open(result: ResultView): void {
  if (result.location !== null) host.send({ type: "reveal", location: result.location });
}

function selectRow(index: number): void {
  if (state.selected === index) return;
  list.querySelector(".result.selected")?.classList.remove("selected");
  list.querySelector(`[data-index="${index}"]`)?.classList.add("selected");
  state.selected = index;
  saveState(state);
  showDetails();
}

function showDetails(): void {
  const result = model?.results[state.selected];
  if (model === null || result === undefined) {
    details.replaceChildren();
    return;
  }
  const rule = model.rules.find((r) => r.id === result.ruleId);
  details.replaceChildren(
    ...resultDetails(result, rule, {
      reveal: (location) => host.send({ type: "reveal", location }),
      openLink: (url) => host.send({ type: "openLink", url }),
    }),
  );
}

function focusRow(step: number): void {
  const rows = [...list.querySelectorAll<HTMLElement>(".result")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + step))]?.focus();
}

list.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") focusRow(1);
  else if (event.key === "ArrowUp") focusRow(-1);
  else return;
  event.preventDefault();
});

window.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "f") {
    event.preventDefault();
    search.focus();
  }
});

function firstLine(text: string): string {
  const end = text.indexOf("\n");
  return end < 0 ? text : `${text.slice(0, end)} …`;
}

host.send({ type: "ready" });
