/** Shows a little Markdown as elements: paragraphs, lists, code, bold, web links. Anything else stays as text; no HTML. */

import { type Child, h, on } from "./dom.ts";

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g;

export function markdown(text: string, openLink: (url: string) => void): HTMLElement[] {
  const blocks: HTMLElement[] = [];
  for (const part of text.split(/(```[\s\S]*?```)/)) {
    if (part.startsWith("```")) {
      blocks.push(h("pre", {}, [part.replace(/^```[^\n]*\n?|\n?```$/g, "")]));
      continue;
    }
    for (const block of part.split(/\n\s*\n/)) {
      const lines = block.split("\n").filter((line) => line.trim() !== "");
      if (lines.length === 0) continue;
      if (lines.every((line) => /^\s*[-*]\s/.test(line))) {
        blocks.push(
          h(
            "ul",
            {},
            lines.map((line) => h("li", {}, inline(line.replace(/^\s*[-*]\s+/, ""), openLink))),
          ),
        );
      } else {
        const title = /^#{1,6}\s+(.*)$/.exec(lines[0] ?? "");
        if (title !== null && lines.length === 1) blocks.push(h("h4", {}, inline(title[1] ?? "", openLink)));
        else blocks.push(h("p", {}, inline(lines.join("\n"), openLink)));
      }
    }
  }
  return blocks;
}

function inline(text: string, openLink: (url: string) => void): Child[] {
  const children: Child[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    children.push(text.slice(at, match.index));
    const [whole, code, bold, label, url] = match;
    if (code !== undefined) children.push(h("code", {}, [code]));
    else if (bold !== undefined) children.push(h("strong", {}, [bold]));
    else if (label !== undefined && url !== undefined) {
      children.push(on(h("button", { class: "link", title: url }, [label]), "click", () => openLink(url)));
    }
    at = match.index + whole.length;
  }
  children.push(text.slice(at));
  return children;
}
