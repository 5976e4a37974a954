/** Reads JSON of unknown shape: a wrong type is as if the property were not there. */

export type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object at the key, an empty one when there is none. */
export function recordAt(record: Json | undefined, key: string): Json {
  const value = own(record, key);
  return isRecord(value) ? value : {};
}

export function arrayAt(record: Json | undefined, key: string): readonly unknown[] | undefined {
  const value = own(record, key);
  return Array.isArray(value) ? value : undefined;
}

export function stringAt(record: Json | undefined, key: string): string | undefined {
  const value = own(record, key);
  return typeof value === "string" ? value : undefined;
}

export function numberAt(record: Json | undefined, key: string): number | undefined {
  const value = own(record, key);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function own(record: Json | undefined, key: string): unknown {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
