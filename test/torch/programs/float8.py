# Conversions to and from the 8-bit floats: rounding to even, subnormals, and what is too large.
import torch

x = torch.tensor([0.0, 0.3, -1.7, 3.25, 100.0, 17.5, 448.0, 470.0, -1e6, 2.0**-9, 2.0**-10, 3e-8, float("inf"), float("nan")])
for dtype in (torch.float8_e4m3fn, torch.float8_e5m2, torch.float8_e4m3fnuz, torch.float8_e5m2fnuz):
    q = x.to(dtype)
    print(q.dtype, q.element_size(), q.float())
