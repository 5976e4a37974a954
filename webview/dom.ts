/** Builds elements in one expression; text is always set as text, never as HTML. */

export type Child = Node | string | null;

export interface Attributes {
  readonly class?: string;
  readonly title?: string;
  readonly role?: string;
  readonly id?: string;
  readonly tabindex?: string;
  readonly [name: `aria-${string}`]: string;
  readonly [name: `data-${string}`]: string;
}

/** Makes an element with attributes and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  children: readonly Child[] = [],
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  for (const child of children) if (child !== null) element.append(child);
  return element;
}

/** The element of the page with this id; the page's own HTML must have it. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no element #${id}`);
  return element;
}

/** Adds a listener and returns the element, for use inside `h`. */
export function on<E extends HTMLElement, K extends keyof HTMLElementEventMap>(
  element: E,
  event: K,
  listener: (event: HTMLElementEventMap[K]) => void,
): E {
  element.addEventListener(event, listener);
  return element;
}

/** `1 node`, `2 nodes`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
