/** The operator coverage view: a table of ATen operators with how each is translated, searched and filtered. */

import "../common.css";
import "./coverage.css";
import type { CoverageViewModel, OpRowView, OpStatus } from "../../src/protocol/coverage_view.ts";
import type { CoverageToHost, CoverageToWebview } from "../../src/protocol/webview_messages.ts";
import { byId, h, on, plural } from "../dom.ts";
import { connect, loadState, saveState } from "../host.ts";
import { checkbox, dropdown, searchBox, startControls } from "../ui.ts";

const STATUSES: readonly OpStatus[] = ["direct", "decomposed", "missing"];
/** Rows that are in the document; scrolling to the end adds as many again. */
const PAGE = 200;

const state = loadState({ query: "", status: "all", family: "all", core: false });

let model: CoverageViewModel | null = null;
let shown = PAGE;

startControls();
const host = connect<CoverageToHost, CoverageToWebview>({
  show: (message) => show(message.model),
  failure: (message) => showFailure(message.message),
});

const counts = h("div", { class: "counts" });
const summary = h("div", { class: "muted", role: "status" });
const body = h("tbody");
const scroller = h("main", { class: "table" }, [
  h("table", {}, [
    h("thead", {}, [
      h(
        "tr",
        {},
        ["Operator", "Status", "In PyTorch's exporter", "Family", "Schema"].map((text) => h("th", {}, [text])),
      ),
    ]),
    body,
  ]),
]);

function show(next: CoverageViewModel): void {
  model = next;
  const search = searchBox(
    "Search operators",
    (text) => change({ query: text }),
    () => {},
  );
  search.set(state.query);
  const families = [...new Set(next.rows.map((row) => row.family))].filter((f) => f !== "").sort();
  const status = dropdown(
    "Status",
    [{ value: "all", text: "Every status" }, ...STATUSES.map((s) => ({ value: s, text: s }))],
    state.status,
    (value) => change({ status: value }),
  );
  const family = dropdown(
    "Family",
    [{ value: "all", text: "Every family" }, ...families.map((f) => ({ value: f, text: f }))],
    state.family,
    (value) => change({ family: value }),
  );
  const core = checkbox("Core ATen only", state.core, (checked) => change({ core: checked }));
  byId("app").replaceChildren(
    h("div", { class: "toolbar", role: "toolbar" }, [
      search.element,
      status,
      family,
      core,
      h("span", { class: "spacer" }),
      summary,
    ]),
    counts,
    scroller,
  );
  refresh();
  document.body.dataset["ready"] = "true";
}

function showFailure(message: string): void {
  byId("app").replaceChildren(
    h("div", { class: "failure", role: "alert" }, [
      h("h2", {}, ["The operator table can't be shown"]),
      h("p", {}, [message]),
    ]),
  );
  document.body.dataset["ready"] = "true";
}

function change(changes: Partial<typeof state>): void {
  Object.assign(state, changes);
  saveState(state);
  shown = PAGE;
  scroller.scrollTop = 0;
  refresh();
}

function refresh(): void {
  if (model === null) return;
  const scope = model.rows.filter((row) => !state.core || row.core);
  const words = state.query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const rows = scope.filter(
    (row) =>
      (state.status === "all" || row.status === state.status) &&
      (state.family === "all" || row.family === state.family) &&
      words.every((word) => `${row.name} ${row.schema} ${row.notes}`.toLowerCase().includes(word)),
  );
  counts.replaceChildren(...countBars(scope));
  summary.textContent = `${rows.length} of ${plural(model.rows.length, "operator")}`;
  body.replaceChildren(...rows.slice(0, shown).map(rowElement));
  scroller.onscroll = () => {
    if (shown >= rows.length || scroller.scrollTop + scroller.clientHeight < scroller.scrollHeight - 400) return;
    body.append(...rows.slice(shown, shown + PAGE).map(rowElement));
    shown += PAGE;
  };
}

/** How many operators have each status, as one bar; each part chooses its status. */
function countBars(rows: readonly OpRowView[]): HTMLElement[] {
  return STATUSES.flatMap((status) => {
    const count = rows.filter((row) => row.status === status).length;
    if (count === 0 && state.status !== status) return [];
    const percent = rows.length === 0 ? 0 : (100 * count) / rows.length;
    const part = h("button", { class: `count status-${status}`, "aria-pressed": String(state.status === status) }, [
      h("span", { class: "count-number" }, [String(count)]),
      h("span", {}, [`${status}, ${percent.toFixed(percent < 10 ? 1 : 0)} %`]),
    ]);
    part.style.flexGrow = String(Math.max(percent, 8));
    return on(part, "click", () => {
      // The list of choices shows what is chosen.
      change({ status: state.status === status ? "all" : status });
      if (model !== null) show(model);
    });
  });
}

function rowElement(row: OpRowView): HTMLElement {
  return h("tr", {}, [
    h("td", { class: "mono name" }, [
      row.name,
      row.core ? " " : null,
      row.core ? h("span", { class: "core", title: "Core ATen operator" }, ["core"]) : null,
    ]),
    h("td", {}, [
      h("span", { class: `status status-${row.status}` }, [row.status]),
      row.notes === ""
        ? null
        : h("span", { class: "note", title: row.notes, role: "img", "aria-label": row.notes }, ["*"]),
    ]),
    h("td", {}, [row.peer ? "yes" : ""]),
    h("td", {}, [row.family]),
    h("td", { class: "mono muted schema", title: row.schema }, [row.schema.split("\n")[0] ?? ""]),
  ]);
}

host.send({ type: "ready" });
