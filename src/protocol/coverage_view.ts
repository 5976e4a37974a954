/** What the operator coverage view shows: one row an ATen operator overload. */

/** `direct`: has its own lowering to ONNX; `decomposed`: stands for other ATen operators. */
export type OpStatus = "direct" | "decomposed" | "missing";

export interface OpRowView {
  /** `aten.add.Tensor` */
  readonly name: string;
  readonly status: OpStatus;
  /** In PyTorch's core ATen set. */
  readonly core: boolean;
  /** `pointwise/binary`; "" for a missing operator. */
  readonly family: string;
  /** PyTorch's own exporter translates it. */
  readonly peer: boolean;
  /** One line an overload form; "" when unknown. */
  readonly schema: string;
  /** What the lowering leaves out. */
  readonly notes: string;
}

export interface CoverageViewModel {
  readonly rows: readonly OpRowView[];
}
