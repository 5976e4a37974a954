/** Everything about one result: message, place, stack, related places, nodes, the rule's help. */

import type { LocationView } from "../../src/protocol/location.ts";
import type { ResultView, RuleView } from "../../src/protocol/sarif_view.ts";
import { type Child, h, on } from "../dom.ts";
import { locationText } from "../format.ts";
import { markdown } from "../markdown.ts";
import { levelName } from "./levels.ts";

export interface DetailActions {
  reveal(location: LocationView): void;
  openLink(url: string): void;
}

export function resultDetails(result: ResultView, rule: RuleView | undefined, actions: DetailActions): HTMLElement[] {
  const place = (location: LocationView | null, text = ""): HTMLElement => {
    const words = [location === null ? "" : locationText(location), text].filter((t) => t !== "").join("  ");
    if (location === null) return h("span", {}, [words]);
    const title = `Show ${location.file}:${location.line}:${location.column}`;
    return on(h("button", { class: "link", title }, [words]), "click", () => actions.reveal(location));
  };
  const helpUri = rule?.helpUri ?? null;
  const sections: (HTMLElement | null)[] = [
    h("header", {}, [
      h("span", { class: `level level-${result.level}` }, [levelName(result.level)]),
      h("span", { class: "rule-id" }, [result.ruleId]),
      rule === undefined || rule.name === "" ? null : h("span", { class: "muted" }, [rule.name]),
    ]),
    h("p", { class: "message" }, [result.message]),
    section(
      "Location",
      result.location === null
        ? []
        : [place(result.location), h("div", { class: "muted path" }, [result.location.file])],
    ),
    section(
      "Call stack, innermost first",
      list(result.stack.map((frame) => place(frame.location, `in ${frame.name}`))),
    ),
    section("Related", list(result.related.map((r) => place(r.location, r.message)))),
    section(
      "In the graph",
      list(result.logical.map((l) => h("span", {}, [h("span", { class: "muted" }, [`${l.kind} `]), l.name]))),
    ),
    section("Fixes", list(result.fixes.map((fix) => h("span", {}, [fix])))),
    rule === undefined || (rule.help === "" && rule.summary === "")
      ? null
      : section("About this rule", [
          rule.summary === "" ? null : h("p", {}, [rule.summary]),
          ...(rule.help === rule.summary ? [] : markdown(rule.help, actions.openLink)),
          helpUri === null
            ? null
            : on(h("button", { class: "link" }, ["More about this rule"]), "click", () => actions.openLink(helpUri)),
        ]),
  ];
  return sections.filter((s) => s !== null);
}

function section(title: string, children: readonly Child[]): HTMLElement | null {
  if (children.length === 0) return null;
  return h("section", {}, [h("h3", {}, [title]), ...children]);
}

function list(items: readonly HTMLElement[]): Child[] {
  return items.length === 0
    ? []
    : [
        h(
          "ol",
          { class: "plain" },
          items.map((item) => h("li", {}, [item])),
        ),
      ];
}
