/** What the operator coverage view shows: one row an ATen operator overload. */

/** Ordered from best to worst. */
export type OpStatus = "native" | "decomposed" | "missing";

export interface OpRowView {
  /** `aten.add.Tensor` */
  readonly name: string;
  readonly status: OpStatus;
  /** Source family file, `pointwise`. */
  readonly family: string;
  /** The ONNX operators of the lowering, or the operators it is decomposed into; may be empty. */
  readonly onnx: string;
  /** The schema's text, "" when unknown. */
  readonly schema: string;
  readonly core: boolean;
}

export interface CoverageViewModel {
  readonly rows: readonly OpRowView[];
}
