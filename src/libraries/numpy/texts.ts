/** The modules of numpy that are written in Python, and the names that they give to `numpy` itself. */

import { NUMPY_FFT } from "./python/fft.py.ts";
import { NUMPY_LINALG } from "./python/linalg.py.ts";
import { NUMPY_MAKING } from "./python/making.py.ts";
import { NUMPY_MATH } from "./python/math.py.ts";
import { NUMPY_RANDOM } from "./python/random.py.ts";
import { NUMPY_SHAPING } from "./python/shaping.py.ts";
import { NUMPY_STATISTICS } from "./python/statistics.py.ts";
import { NUMPY_TESTING } from "./python/testing.py.ts";
import { NUMPY_TOOLS } from "./python/tools.py.ts";

const EXCEPTIONS = `
class AxisError(ValueError, IndexError):
    """Raised for an axis that an array does not have."""

class DTypePromotionError(TypeError):
    pass

class ComplexWarning(RuntimeWarning):
    pass

class VisibleDeprecationWarning(UserWarning):
    pass

class RankWarning(RuntimeWarning):
    pass

class TooHardError(RuntimeError):
    pass
`;

const TYPING = `
import numpy as _np
from typing import Any as ArrayLike, Any as DTypeLike
import types as _types
from typing import TypeVar as _TypeVar
NDArray = _np.ndarray
`;

export interface TextModule {
  readonly name: string;
  readonly text: string;
  /** Its definitions are names of `numpy` too. */
  readonly shared: boolean;
}

export const MODULES: readonly TextModule[] = [
  { name: "numpy._making", text: NUMPY_MAKING, shared: true },
  { name: "numpy._shaping", text: NUMPY_SHAPING, shared: true },
  { name: "numpy._math", text: NUMPY_MATH, shared: true },
  { name: "numpy._statistics", text: NUMPY_STATISTICS, shared: true },
  { name: "numpy._tools", text: NUMPY_TOOLS, shared: true },
  { name: "numpy.linalg", text: NUMPY_LINALG, shared: false },
  { name: "numpy.fft", text: NUMPY_FFT, shared: false },
  { name: "numpy.random", text: NUMPY_RANDOM, shared: false },
  { name: "numpy.testing", text: NUMPY_TESTING, shared: false },
  { name: "numpy.exceptions", text: EXCEPTIONS, shared: false },
  { name: "numpy.typing", text: TYPING, shared: false },
];

/** The public names that a module's text defines at its top level. */
export function definedNames(text: string): readonly string[] {
  const names = [...text.matchAll(/^(?:def|class) (\w+)|^(\w+) = /gm)].map((m) => m[1] ?? m[2] ?? "");
  return names.filter((name) => name !== "" && !name.startsWith("_"));
}
