/** The settings, read with their types. */

import * as vscode from "vscode";
import type { SETTINGS, SettingName } from "./contributions.ts";

type Widen<T> = T extends readonly unknown[]
  ? readonly string[]
  : T extends boolean
    ? boolean
    : T extends number
      ? number
      : T extends string
        ? string
        : number | null;
type SettingValue<N extends SettingName> = (typeof SETTINGS)[N] extends { readonly enum: readonly (infer Choice)[] }
  ? Choice
  : Widen<(typeof SETTINGS)[N]["default"]>;

/** The setting's value for a resource; a value of the wrong type never gets here, as the editor checks the schema's type. */
export function setting<N extends SettingName>(name: N, scope: vscode.Uri | undefined): SettingValue<N> {
  const value = vscode.workspace.getConfiguration(undefined, scope ?? null).get<SettingValue<N>>(name);
  if (value === undefined) throw new Error(`the setting ${name} is not declared in package.json`);
  return value;
}
