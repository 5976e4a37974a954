"""Loads the programs that `saved_here.py` left in this folder; results are those of the same modules in PyTorch."""

import glob
import runpy
import sys

import torch

folder, source = sys.argv[1:]
saved = {}
torch.export.save = lambda program, path: saved.__setitem__(path, program)
torch.onnx.export = lambda *args, **kwargs: None
names = runpy.run_path(source)
x = names["x"]
for path, calls in {
    "everything.pt2": [((n_x, {"q": [torch.ones(2)]}), {"flag": True, "nothing": None}) for n_x in (x, torch.randn(7, 4))],
    "types.pt2": [((x, torch.arange(4), torch.tensor([True, False, True, True])), {})],
}.items():
    ours = torch.export.load(f"{folder}/{path}")
    theirs = saved[path]
    for (args, kwargs) in calls:
        torch.testing.assert_close(ours.module()(*args, **kwargs), theirs.module()(*args, **kwargs))
    torch.testing.assert_close(ours.example_inputs, theirs.example_inputs)
    print(path, ours.graph_signature.user_inputs == theirs.graph_signature.user_inputs, sorted(ours.state_dict) == sorted(theirs.state_dict))
    print([n.target for n in ours.graph.nodes if "aten" in str(n.target) and "sym_size" not in str(n.target) and "metadata" not in str(n.target)] == [n.target for n in theirs.graph.nodes if "aten" in str(n.target) and "sym_size" not in str(n.target) and "metadata" not in str(n.target)])
(dumped,) = glob.glob(f"{folder}/dumped/onnx_export_*.pt2")
print(tuple(torch.export.load(dumped).module()(x).shape))
