/** The controls of all views, so that the library behind them can be exchanged in one place. */

import {
  type Button,
  type Checkbox,
  type Dropdown,
  provideVSCodeDesignSystem,
  type TextField,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
} from "@vscode/webview-ui-toolkit";

/** Registers the elements; call once before any control is made. */
export function startControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeTextField(),
  );
}

export function button(text: string, title: string, onClick: () => void): HTMLElement {
  const element = document.createElement("vscode-button") as Button;
  element.appearance = "secondary";
  element.textContent = text;
  element.title = title;
  element.setAttribute("aria-label", title);
  element.addEventListener("click", onClick);
  return element;
}

export interface SearchBox {
  readonly element: HTMLElement;
  value(): string;
  set(text: string): void;
  focus(): void;
}

/** A text field that reports each change; Escape empties it. */
export function searchBox(
  label: string,
  onInput: (text: string) => void,
  onEnter: (backwards: boolean) => void,
): SearchBox {
  const element = document.createElement("vscode-text-field") as TextField;
  element.placeholder = label;
  element.setAttribute("aria-label", label);
  element.classList.add("search");
  element.addEventListener("input", () => onInput(element.value));
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter") onEnter(event.shiftKey);
    if (event.key === "Escape" && element.value !== "") {
      element.value = "";
      onInput("");
      event.stopPropagation();
    }
  });
  return {
    element,
    value: () => element.value,
    set: (text) => {
      element.value = text;
    },
    focus: () => element.focus(),
  };
}

export interface Choice {
  readonly value: string;
  readonly text: string;
}

/** A drop-down list that reports the chosen value. */
export function dropdown(
  label: string,
  choices: readonly Choice[],
  selected: string,
  onChange: (value: string) => void,
): HTMLElement {
  const element = document.createElement("vscode-dropdown") as Dropdown;
  element.setAttribute("aria-label", label);
  for (const { value, text } of choices) {
    const option = document.createElement("vscode-option");
    option.setAttribute("value", value);
    if (value === selected) option.setAttribute("selected", "");
    option.textContent = text;
    element.append(option);
  }
  element.addEventListener("change", () => onChange(element.value));
  return element;
}

export function checkbox(label: string, checked: boolean, onChange: (checked: boolean) => void): HTMLElement {
  const element = document.createElement("vscode-checkbox") as Checkbox;
  element.textContent = label;
  element.checked = checked;
  element.addEventListener("change", () => onChange(element.checked));
  return element;
}
