/** The list of what the search found. */

import type { GraphViewModel } from "../../src/protocol/graph_view.ts";
import { h, on } from "../dom.ts";
import { nodeTitle } from "./node_text.ts";
import type { Match } from "./search.ts";

const SHOWN = 100;

export function searchResults(
  model: GraphViewModel,
  matches: readonly Match[],
  current: number,
  onChoose: (index: number) => void,
): HTMLElement {
  const count =
    matches.length === 0 ? "No match" : current < 0 ? `${matches.length} found` : `${current + 1} of ${matches.length}`;
  const first = Math.max(0, Math.min(current - SHOWN / 2, matches.length - SHOWN));
  return h("div", { class: "result-list" }, [
    h("div", { class: "result-count" }, [count]),
    ...matches.slice(first, first + SHOWN).map((match, i) => {
      const index = first + i;
      const { node } = match;
      const module = node.modules[node.modules.length - 1];
      const { title, subtitle } = nodeTitle(model, node);
      const item = h("button", { class: index === current ? "result current" : "result", title: node.name }, [
        h("span", { class: "result-op" }, [title]),
        h("span", { class: "result-name" }, [subtitle || module?.path || node.name]),
      ]);
      if (index === current) queueMicrotask(() => item.scrollIntoView({ block: "nearest" }));
      return on(item, "click", () => onChoose(index));
    }),
  ]);
}
