/** numpy, whose own arrays are compiled code: small arrays and the functions that models use while they are built. */

import type { Library } from "../../dynamo/importer/library.ts";
import { sourceModule } from "../../dynamo/importer/source_module.ts";
import { NUMPY_ARRAY } from "./array.py.ts";
import { NUMPY_FUNCTIONS, NUMPY_RANDOM } from "./functions.py.ts";
import { NUMPY_SCALARS } from "./scalars.py.ts";

const SUBMODULES = `
import sys
import types

linalg = types.ModuleType("numpy.linalg")

def _norm(x, ord=None, axis=None, keepdims=False):
    if ord not in (None, 2) or ord == 2 and axis is None and asarray(x).ndim > 1:
        raise NotImplementedError(f"numpy.linalg.norm with ord={ord!r} is not modelled")
    return sqrt((asarray(x).astype(float) ** 2).sum(axis, keepdims=keepdims))

linalg.norm = _norm

def _through_torch(name):
    def function(*arrays):
        import torch
        found = getattr(torch.linalg, name)(*(torch.tensor(asarray(a).tolist(), dtype=torch.float64) for a in arrays))
        parts = [asarray(t.tolist()) if t.dim() else float64(t.item()) for t in (found if isinstance(found, tuple) else [found])]
        return tuple(parts) if isinstance(found, tuple) else parts[0]
    function.__name__ = name
    return function

for _name in ("qr", "inv", "det", "slogdet", "solve", "cholesky", "svd", "eigh", "pinv"):
    setattr(linalg, _name, _through_torch(_name))
sys.modules["numpy.linalg"] = linalg

def einsum(subscripts, *operands, dtype=None, optimize=False):
    import torch
    arrays = [asarray(a) for a in operands]
    out = dtype or result_type(*arrays)
    wide = torch.float64 if "float" in str(out) else torch.int64
    found = torch.einsum(subscripts, *(torch.tensor(a.tolist(), dtype=wide) for a in arrays))
    return asarray(found.tolist(), dtype=out) if found.dim() else globals()["dtype"](out).type(found.item())

typing = types.ModuleType("numpy.typing")
typing.ArrayLike = typing.NDArray = ndarray
sys.modules["numpy.typing"] = typing
__path__ = []
import numpy.random as random
`;

export const NUMPY: Library = {
  name: "numpy",
  deferred: true,
  registries: [],
  modules: [
    sourceModule("numpy", NUMPY_SCALARS + NUMPY_ARRAY + NUMPY_FUNCTIONS + SUBMODULES),
    sourceModule("numpy.random", NUMPY_RANDOM),
  ],
};
