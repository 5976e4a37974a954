/** The webview's end of the channel to the extension host, and the state that survives while the view is hidden. */

import { type Handlers, type Message, MessageHandler } from "../src/protocol/message_handler.ts";

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** Starts to receive; say `ready` on the returned handler when the page can show data. */
export function connect<ToHost extends Message, FromHost extends Message>(
  handlers: Handlers<FromHost>,
): MessageHandler<ToHost, FromHost> {
  const handler = new MessageHandler<ToHost, FromHost>((message) => api.postMessage(message), handlers);
  window.addEventListener("message", (event) => handler.receive(event.data));
  return handler;
}

/** The state saved before, as far as it has the fields of `initial` with their types; the rest from `initial`. */
export function loadState<State extends object>(initial: State): State {
  const saved = api.getState();
  if (typeof saved !== "object" || saved === null) return initial;
  const state: State = { ...initial };
  for (const key of Object.keys(initial) as (keyof State)[]) {
    const value = (saved as Partial<State>)[key];
    if (
      value !== undefined &&
      typeof value === typeof initial[key] &&
      Array.isArray(value) === Array.isArray(initial[key])
    ) {
      state[key] = value;
    }
  }
  return state;
}

export function saveState(state: object): void {
  api.setState(state);
}
