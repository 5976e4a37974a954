// Types of layers.mjs for the tests.
export const LAYERS: Readonly<Record<string, { readonly may: readonly string[]; readonly because: string }>>;
export function wrongImports(): string[];
