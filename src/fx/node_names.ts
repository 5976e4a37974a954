/** FX's names of nodes, from the names of what they call. */

/** Python's keywords and builtins, which FX does not take as names: the first such node is number 1 at once. */
export const RESERVED: ReadonlySet<string> = new Set(
  (
    "and as assert async await break class continue def del elif else except finally for from global if import in is lambda " +
    "nonlocal not or pass raise return try while with yield abs aiter all anext any ascii bin bool breakpoint bytearray bytes " +
    "callable chr classmethod compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float " +
    "format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map " +
    "max memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted " +
    "staticmethod str sum super tuple type vars zip inf nan torch device fx_pytree pytree"
  ).split(" "),
);

/** FX's naming of targets: `mT` gives `m_t`, `__and__` gives `and`. */
export function snakeCase(name: string): string {
  const bare = /^__.*__$/.test(name) ? name.slice(2, -2) : name;
  return bare.replace(/(?<=[a-z])([A-Z])/g, "_$1").toLowerCase();
}
