/** The same schema text at type level: the named arguments that an entry's functions receive. */

import type { DType } from "../fx/dtype.ts";
import type { ComplexScalar, FloatScalar } from "../fx/graph.ts";

/** What a view of the arguments puts for tensors and sizes; the rest is the same in all views. */
export interface ArgView {
  tensor: unknown;
  symint: unknown;
}

/** A `Scalar` argument: Python's bool, int, float or complex, or a size. */
export type ScalarOf<V extends ArgView> =
  | boolean
  | number
  | bigint
  | FloatScalar
  | ComplexScalar
  | Exclude<V["symint"], number>;

interface Bases<V extends ArgView> {
  Tensor: V["tensor"];
  SymInt: V["symint"];
  int: number;
  float: number;
  bool: boolean;
  SymBool: boolean;
  str: string;
  Scalar: ScalarOf<V>;
  ScalarType: DType;
  Device: string;
  Layout: string;
  MemoryFormat: string;
  Generator: unknown;
  complex: ComplexScalar;
  Dimname: string;
  Any: unknown;
}

type Base<T extends string, V extends ArgView> = T extends keyof Bases<V> ? Bases<V>[T] : never;

/** Drops `(a!)`. */
type NoAlias<T extends string> = T extends `${infer H}(${string})${infer R}` ? `${H}${R}` : T;

type TypeOf<T extends string, V extends ArgView> = T extends `${infer E}?[${string}]?`
  ? readonly (Base<E, V> | null)[] | null
  : T extends `${infer E}?[${string}]`
    ? readonly (Base<E, V> | null)[]
    : T extends `${infer E}[${string}]?`
      ? readonly Base<E, V>[] | null
      : T extends `${infer E}[${string}]`
        ? readonly Base<E, V>[]
        : T extends `${infer E}?`
          ? Base<E, V> | null
          : Base<T, V>;

/** `Tensor(a!) self`, `Tensor(a -> *) self` or `int dim=-1` → the pair; a rest of a list default (`1]`) has no space and gives nothing. */
type ArgEntry<P extends string, V extends ArgView> = P extends `Tensor(${string} -> *) ${infer N}`
  ? { readonly [K in N]: V["tensor"] }
  : P extends `${infer T} ${infer N}=${string}`
    ? { readonly [K in N]: TypeOf<NoAlias<T>, V> }
    : P extends `${infer T} ${infer N}`
      ? { readonly [K in N]: TypeOf<NoAlias<T>, V> }
      : unknown;

type ArgList<S extends string, V extends ArgView, Acc = unknown> = S extends `${infer P}, ${infer R}`
  ? ArgList<R, V, Acc & ArgEntry<P, V>>
  : Acc & ArgEntry<S, V>;

/** The named arguments of a schema. */
export type Args<S extends string, V extends ArgView> = S extends `${string}(${infer R}`
  ? R extends `) -> ${string}`
    ? unknown
    : R extends `${infer A}) -> ${string}`
      ? ArgList<A, V>
      : never
  : never;
