/** Source positions as the views hold them. Lines and columns count from 1; the end is exclusive. */

export interface LocationView {
  /** As the log or the model names it: absolute, relative to the workspace, or a file URI. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One level of a Python call stack. */
export interface FrameView {
  readonly name: string;
  readonly location: LocationView | null;
}
