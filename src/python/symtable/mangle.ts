/** Class-private names: `__x` inside class `C` is `_C__x` (Python reference, "Private name mangling"). */

/** The name as it is stored; `className` is null outside classes. */
export function mangle(className: string | null, name: string): string {
  if (className === null || !name.startsWith("__")) return name;
  if (name.endsWith("__") || name.includes(".")) return name;
  const bare = className.replace(/^_+/, "");
  return bare === "" ? name : `_${bare}${name}`;
}
