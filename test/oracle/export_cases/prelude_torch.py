"""Real PyTorch's side of the export cases: eager outputs for every set of inputs, and whether `torch.export.export` takes it.

One JSON line a case. The cases' own text follows this prelude.
"""

import copy
import json
import math
import os
import sys
import warnings

import torch
import torch.nn as nn
import torch.nn.functional as F

sys.path.insert(0, os.environ["RECORDING"])
from recording import tensors

Dim = torch.export.Dim
warnings.simplefilter("ignore")


def case(*args, others=(), dynamic_shapes=None, exports=True, opset=None):
    """Enters a module class with its example arguments, other arguments to run it with, and its dynamic shapes.

    `exports=False`: the peer refuses to export it (which is not checked); None: the peer must refuse.
    """

    def enter(make):
        torch.manual_seed(0)
        model = make().eval()
        runs, error = [], None
        if exports is not None:
            for inputs in (args, *others):
                recorded = tensors(copy.deepcopy(inputs))
                with torch.no_grad():
                    runs.append({"inputs": recorded, "outputs": tensors(model(*copy.deepcopy(inputs)))})
        if exports is not False:
            try:
                torch.export.export(model, args, dynamic_shapes=dynamic_shapes)
            except Exception as e:
                error = f"{type(e).__name__}: {e}"
        print(json.dumps({"name": make.__name__, "runs": runs, "error": error, "exports": exports}))
        return make

    return enter
