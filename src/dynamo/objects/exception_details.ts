/** What a native knows about an exception it raises, for the diagnostic that reports it: the rule, quick fixes, other places. */

import type { Fix, RelatedLocation } from "../../diagnostics/diagnostic.ts";
import type { RuleId } from "../../diagnostics/rules.ts";
import type { Span } from "../../diagnostics/span.ts";
import type { PyException } from "./exception.ts";

export interface ExceptionDetails {
  readonly ruleId?: RuleId;
  readonly fixes?: readonly Fix[];
  /** The expression to blame, when it is not the one that raised. */
  readonly span?: Span;
  readonly related?: readonly RelatedLocation[];
  /** Its causes are reported already; the exception itself needs no diagnostic. */
  readonly reported?: boolean;
  /** The exception that it wraps: the diagnostic tells of that one, at its place. */
  readonly subject?: PyException;
}

const details = new WeakMap<PyException, ExceptionDetails>();

export function setExceptionDetails(exc: PyException, more: ExceptionDetails): void {
  details.set(exc, { ...details.get(exc), ...more });
}

export function exceptionDetails(exc: PyException): ExceptionDetails {
  return details.get(exc) ?? {};
}
