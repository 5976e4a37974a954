"""Records samples of operators that `op_db` lacks: primitives, quantisation, windows, torchvision's regions.

Usage: python more_samples.py FOLDER      (test/ops/cases: beyond_op_db.json, opset_23.json)

torchvision's compiled library is not needed: its operators are declared here, with plain loops as reference.
"""

import json
import math
import pathlib
import sys

import numpy as np
import torch
import torch.ao.quantization.fx._decomposed  # noqa: F401  (declares quantized_decomposed)

import generate

aten, prims, quantized, vision = torch.ops.aten, torch.ops.prims, torch.ops.quantized_decomposed, torch.ops.torchvision


class Named:
    def __init__(self, name, function):
        self.name, self.op = name, function


class Call:
    def __init__(self, args, kwargs):
        self.input, self.args, self.kwargs = args[0], args[1:], kwargs
        self.output_process_fn_grad = lambda result: result


# --- torchvision's operators, by their definition ---

SCHEMAS = {
    "nms": "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "roi_align": "(Tensor input, Tensor rois, float spatial_scale, SymInt pooled_height, SymInt pooled_width, int sampling_ratio, bool aligned) -> Tensor",
    "roi_pool": "(Tensor input, Tensor rois, float spatial_scale, SymInt pooled_height, SymInt pooled_width) -> (Tensor, Tensor)",
    "ps_roi_align": "(Tensor input, Tensor rois, float spatial_scale, SymInt pooled_height, SymInt pooled_width, int sampling_ratio) -> (Tensor, Tensor)",
    "ps_roi_pool": "(Tensor input, Tensor rois, float spatial_scale, SymInt pooled_height, SymInt pooled_width) -> (Tensor, Tensor)",
    "deform_conv2d": "(Tensor input, Tensor weight, Tensor offset, Tensor mask, Tensor bias, SymInt stride_h, SymInt stride_w, SymInt pad_h, SymInt pad_w, SymInt dilation_h, SymInt dilation_w, SymInt groups, SymInt offset_groups, bool use_mask) -> Tensor",
}


def nms(boxes, scores, threshold):
    boxes = boxes.numpy()
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    kept = []
    for i in np.argsort(-scores.numpy(), kind="stable"):
        low, high = np.maximum(boxes[kept, :2], boxes[i, :2]), np.minimum(boxes[kept, 2:], boxes[i, 2:])
        common = np.clip(high - low, 0, None).prod(1)
        if not (common / (area[kept] + area[i] - common) > threshold).any():
            kept.append(i)
    return torch.tensor(np.array(kept, dtype=np.int64))


def clamped_bilinear(image, y, x):
    height, width = image.shape
    if not (-1 <= y <= height and -1 <= x <= width):
        return 0.0
    y, x = min(max(y, 0), height - 1), min(max(x, 0), width - 1)
    top, left = int(y), int(x)
    bottom, right = min(top + 1, height - 1), min(left + 1, width - 1)
    down, along = y - top, x - left
    upper = (1 - along) * image[top, left] + along * image[top, right]
    lower = (1 - along) * image[bottom, left] + along * image[bottom, right]
    return (1 - down) * upper + down * lower


def bins(input, rois, height, width, own_channels):
    """For each element of the result: its place, box, image and channel."""
    channels = input.shape[1] // (height * width) if own_channels else input.shape[1]
    for k, roi in enumerate(rois.double().tolist()):
        for c in range(channels):
            for i in range(height):
                for j in range(width):
                    source = (c * height + i) * width + j if own_channels else c
                    yield (k, c, i, j), roi[1:], input[int(roi[0]), source].double().numpy(), source


def results(input, rois, height, width, own_channels):
    channels = input.shape[1] // (height * width) if own_channels else input.shape[1]
    shape = (rois.shape[0], channels, height, width)
    return torch.zeros(shape), torch.zeros(shape, dtype=torch.int32)


def align(input, rois, scale, height, width, samples, aligned, own_channels=False):
    out, mapping = results(input, rois, height, width, own_channels)
    for at, box, image, source in bins(input, rois, height, width, own_channels):
        x1, y1, x2, y2 = (v * scale - (0.5 if aligned else 0) for v in box)
        h, w = (y2 - y1, x2 - x1) if aligned else (max(y2 - y1, 1), max(x2 - x1, 1))
        rows = samples if samples > 0 else math.ceil(h / height)
        columns = samples if samples > 0 else math.ceil(w / width)
        values = [
            clamped_bilinear(image, y1 + (at[2] + (a + 0.5) / rows) * h / height, x1 + (at[3] + (b + 0.5) / columns) * w / width)
            for a in range(rows)
            for b in range(columns)
        ]
        out[at], mapping[at] = sum(values) / max(len(values), 1), source
    return out, mapping


def pool(input, rois, scale, height, width, own_channels=False):
    out, mapping = results(input, rois, height, width, own_channels)
    for at, box, image, source in bins(input, rois, height, width, own_channels):
        x1, y1, x2, y2 = (math.copysign(math.floor(abs(v * scale) + 0.5), v) for v in box)
        inclusive = 0 if own_channels else 1

        def cut(start, end, place, count, size):
            extent = max(end - start + inclusive, 1) / count
            most = size - 1 if own_channels else size
            low, high = math.floor(place * extent) + start, math.ceil((place + 1) * extent) + start
            return slice(int(min(max(low, 0), most)), int(min(max(high, 0), most)))

        part = image[cut(y1, y2, at[2], height, image.shape[0]), cut(x1, x2, at[3], width, image.shape[1])]
        out[at] = 0 if part.size == 0 else part.mean() if own_channels else part.max()
        mapping[at] = source
    return out, mapping


def deform_conv2d(x, weight, offset, mask, bias, sh, sw, ph, pw, dh, dw, groups, offset_groups, use_mask):
    batch, channels, height, width = x.shape
    outs, _, kh, kw = weight.shape
    _, _, oh, ow = offset.shape
    columns = torch.zeros(batch, channels, kh * kw, oh, ow)

    def at(image, y, z):
        top, left = math.floor(y), math.floor(z)
        return sum(
            image[r, c] * (1 - abs(y - r)) * (1 - abs(z - c))
            for r in (top, top + 1)
            for c in (left, left + 1)
            if 0 <= r < height and 0 <= c < width
        )

    for n, c, t, i, j in np.ndindex(*columns.shape):
        tap = (c // (channels // offset_groups)) * kh * kw + t
        y = i * sh - ph + (t // kw) * dh + offset[n, 2 * tap, i, j].item()
        z = j * sw - pw + (t % kw) * dw + offset[n, 2 * tap + 1, i, j].item()
        columns[n, c, t, i, j] = at(x[n, c], y, z) * (mask[n, tap, i, j] if use_mask else 1)
    product = weight.reshape(groups, outs // groups, -1) @ columns.reshape(batch, groups, -1, oh * ow)
    return product.reshape(batch, outs, oh, ow) + bias[:, None, None]


def fake_regions(input, rois, scale, height, width, *_):
    return input.new_empty(rois.shape[0], input.shape[1], height, width)


def fake_pair(own_channels):
    def fake(input, rois, scale, height, width, *_):
        channels = input.shape[1] // (height * width) if own_channels else input.shape[1]
        out = input.new_empty(rois.shape[0], channels, height, width)
        return out, out.new_empty(out.shape, dtype=torch.int32)

    return fake


def declare():
    library = torch.library.Library("torchvision", "DEF")
    for name, schema in SCHEMAS.items():
        library.define(name + schema)
    library.impl("nms", nms, "CPU")
    library.impl("roi_align", lambda *args: align(*args)[0], "CPU")
    library.impl("roi_pool", pool, "CPU")
    library.impl("ps_roi_align", lambda *args: align(*args, True, True), "CPU")
    library.impl("ps_roi_pool", lambda *args: pool(*args, True), "CPU")
    library.impl("deform_conv2d", deform_conv2d, "CPU")
    unbacked = lambda: torch.library.get_ctx().new_dynamic_size()
    torch.library.register_fake("torchvision::nms")(lambda d, s, t: d.new_empty([unbacked()], dtype=torch.int64))
    torch.library.register_fake("torchvision::roi_align")(fake_regions)
    torch.library.register_fake("torchvision::roi_pool")(fake_pair(False))
    torch.library.register_fake("torchvision::ps_roi_align")(fake_pair(True))
    torch.library.register_fake("torchvision::ps_roi_pool")(fake_pair(True))
    torch.library.register_fake("torchvision::deform_conv2d")(
        lambda x, weight, offset, *_: x.new_empty(x.shape[0], weight.shape[0], *offset.shape[2:])
    )
    return library


# --- the samples: (variant, function, arguments[, keyword arguments]) ---


def windows():
    for name in ("hann", "hamming", "blackman", "bartlett", "kaiser"):
        make = getattr(torch, f"{name}_window")
        for length, periodic in ((1, True), (7, True), (8, False)):
            yield f"{name}_window", lambda t, f=make, n=length, p=periodic: f(n, p) + t, (torch.zeros(()),)


def primitives():
    x, y = torch.randn(3, 4), torch.randn(3, 4)
    i, j = torch.randint(-7, 8, (3, 4)), torch.randint(1, 5, (3, 4))
    names = "abs asinh atan ceil cos cosh erf erfc exp exp2 expm1 floor isfinite lgamma neg round sign sin sinh tan tanh trunc"
    for name in names.split():
        yield f"prims.{name}", getattr(prims, name), (x,)
    for name in "acosh bessel_i0 bessel_j1 log log10 log1p log2 reciprocal rsqrt sqrt".split():
        yield f"prims.{name}", getattr(prims, name), (torch.rand(3, 4) + 1.05,)
    names = "add atan2 div eq fmax fmin fmod ge gt hypot le lt maximum minimum mul ne remainder sub"
    for name in names.split():
        yield f"prims.{name}", getattr(prims, name), (x, y)
    for name in "bitwise_and bitwise_or bitwise_xor div fmod gcd remainder shift_left".split():
        yield f"prims.{name}", getattr(prims, name), (i, j)
    yield "prims.pow", prims.pow, (x.abs(), y)
    for name, args in (
        ("amax", ([1],)),
        ("amin", ([0],)),
        ("sum", ([0, 1],)),
        ("prod", ([0, 1],)),
        ("convert_element_type", (torch.int32,)),
        ("reshape", ([2, 6],)),
        ("transpose", ([1, 0],)),
        ("broadcast_in_dim", ([2, 3, 5, 4], [1, 3])),
        ("rev", ([0],)),
        ("collapse_view", (0, 1)),
    ):
        yield f"prims.{name}", getattr(prims, name), (x, *args)
    yield "prims.squeeze", prims.squeeze, (x[:, None], [1])
    yield "prims.var", prims.var, (x, [1]), {"correction": 0.0}
    yield "prims.where", prims.where, (x > 0, x, y)


def quantisation():
    x = torch.randn(3, 4) * 3
    scale, zero = torch.tensor(0.037), torch.tensor(3)
    for low, high, dtype in ((-128, 127, torch.int8), (-127, 127, torch.int8), (0, 255, torch.uint8), (-(2**15), 2**15 - 1, torch.int16)):
        q = torch.randint(max(low, -1000), min(high, 1000), (3, 4)).to(dtype)
        scales, zeros = torch.rand(4) + 0.02, torch.randint(0, 4, (4,))
        yield "quantize_per_tensor", quantized.quantize_per_tensor, (x, 0.037, 3, low, high, dtype)
        yield "quantize_per_tensor", quantized.quantize_per_tensor.tensor, (x, scale, zero, low, high, dtype)
        yield "dequantize_per_tensor", quantized.dequantize_per_tensor, (q, 0.037, 3, low, high, dtype)
        yield "dequantize_per_tensor", quantized.dequantize_per_tensor.tensor, (q, scale, zero, low, high, dtype)
        yield "quantize_per_channel", quantized.quantize_per_channel, (x, scales, zeros, 1, low, high, dtype)
        yield "dequantize_per_channel", quantized.dequantize_per_channel, (q, scales, zeros, -1, low, high, dtype)
        yield "dequantize_per_channel", quantized.dequantize_per_channel, (q, scales, None, 1, low, high, dtype)
        yield "fake_quantize", torch.fake_quantize_per_tensor_affine, (x, 0.037, 3, low, high)
        yield "fake_quantize", torch.fake_quantize_per_channel_affine, (x, scales, zeros.int(), 1, low, high)
        yield "fake_quantize", aten.fake_quantize_per_tensor_affine_cachemask, (x * 9, 0.037, 3, low, high)
    tokens = torch.randn(2, 3, 8)
    scales, zeros = quantized.choose_qparams_per_token_asymmetric(tokens, torch.int8)
    yield "choose_qparams", quantized.choose_qparams.tensor, (x, -128, 127, 1e-6, torch.int8)
    yield "choose_qparams", quantized.choose_qparams_symmetric.tensor, (x, -127, 127, 1e-6, torch.int8)
    yield "choose_qparams", quantized.choose_qparams_per_token_asymmetric, (tokens, torch.int8)
    yield "quantize_per_token", quantized.quantize_per_token, (tokens, scales, zeros, -128, 127, torch.int8)
    groups, offsets = torch.rand(4, 2) + 0.1, torch.randint(-3, 3, (4, 2))
    yield "quantize_by_groups", quantized.quantize_per_channel_group, (torch.randn(4, 8), groups, offsets, -8, 7, torch.int8, 4)


def boxes(count, size):
    corner = torch.rand(count, 2) * size
    return torch.cat([corner, corner + torch.rand(count, 2) * size * 0.7], 1)


def regions():
    for count, threshold in ((20, 0.3), (1, 0.5), (12, 0.0), (12, 1.0), (0, 0.5)):
        yield "nms", vision.nms, (boxes(count, 20), torch.rand(count), threshold)
    x = torch.randn(2, 4, 8, 9)
    own = torch.cat([torch.randint(0, 2, (3, 1)).float(), boxes(3, 20)], 1)
    rois = torch.cat([own, torch.tensor([[0, -5.0, -4, 3, 60], [1, 3.0, 3, 3, 3]])])
    for samples in (2, -1):
        for aligned in (True, False):
            yield "roi_align", vision.roi_align, (x, rois, 0.5, 3, 2, samples, aligned)
        yield "ps_roi_align", vision.ps_roi_align, (x, rois, 0.5, 2, 2, samples)
    yield "roi_pool", lambda *args: vision.roi_pool(*args)[0], (x, rois, 0.5, 3, 2)
    yield "ps_roi_pool", vision.ps_roi_pool, (x, rois, 0.5, 2, 2)


def deformed():
    for groups, shifts, masked, stride, pad, dilation in ((1, 1, True, 1, 1, 1), (2, 1, False, 2, 0, 1), (1, 2, True, 1, 2, 2)):
        x, weight = torch.randn(2, 4, 5, 4), torch.randn(2, 4 // groups, 2, 2)
        size = [(n + 2 * pad - dilation - 1) // stride + 1 for n in (5, 4)]
        offset, mask = torch.randn(2, 8 * shifts, *size) * 2, torch.rand(2, 4 * shifts, *size)
        fixed = (stride, stride, pad, pad, dilation, dilation, groups, shifts, masked)
        # The kernel is a constant of the graph, as a parameter is.
        yield "deform_conv2d", lambda x, o, m, w=weight, f=fixed: vision.deform_conv2d(x, w, o, m, torch.tensor([1.0, -1.0]), *f), (x, offset, mask)


def ctc_losses():
    """torch.export refuses this operator, whose lengths are data; the graphs are written here."""
    log_probs, targets = torch.randn(7, 3, 5).log_softmax(-1), torch.randint(1, 5, (3, 4))
    targets[0] = torch.tensor([1, 1, 2, 2])
    together = torch.randint(0, 4, (9,))
    for index, (overload, labels, inputs, lengths, blank, reduction, zero_infinity) in enumerate(
        (
            ("IntList", targets, [7, 6, 7], [4, 3, 2], 0, 1, False),
            ("Tensor", targets, [7, 6, 7], [4, 0, 2], 0, 0, False),
            ("IntList", targets, [3, 6, 7], [4, 3, 2], 0, 0, False),
            ("Tensor", targets, [3, 6, 7], [4, 3, 2], 0, 2, True),
            ("Tensor", together, [7, 6, 7], [4, 3, 2], 4, 0, False),
        )
    ):
        sizes = [inputs, lengths] if overload == "IntList" else [torch.tensor(inputs), torch.tensor(lengths)]
        rest = [blank, reduction, zero_infinity]
        expected = getattr(aten.ctc_loss, overload)(log_probs, labels, *sizes, *rest)
        given = [log_probs, labels, *(s for s in sizes if isinstance(s, torch.Tensor))]
        nodes = [{"node": f"x{i}"} for i in range(len(given))]
        arguments = [*nodes, *(s for s in sizes if isinstance(s, list)), *rest]
        target = f"aten.ctc_loss.{overload}"
        yield {
            "variant": "ctc_loss",
            "index": index,
            "placeholders": [{"name": f"x{i}", "kind": "input", **generate.recorded(t)} for i, t in enumerate(given)],
            "nodes": [{"name": "loss", "target": target, "args": arguments, "kwargs": {}, "meta": generate.meta(expected)}],
            "outputs": [{"node": "loss"}],
            "expected": [generate.recorded(expected)],
            "random": False,
            "uninitialised": False,
        }


def attentions():
    """What ONNX has an operator for from opset 23 on."""
    sdpa = torch.nn.functional.scaled_dot_product_attention
    q, k, v = torch.randn(2, 4, 3, 8), torch.randn(2, 4, 5, 8), torch.randn(2, 4, 5, 6)
    yield "sdpa", sdpa, (q, k, v)
    yield "sdpa.causal", sdpa, (q, k, v), {"is_causal": True}
    yield "sdpa.causal", sdpa, (k, k, v), {"is_causal": True, "scale": 0.2}
    yield "sdpa.mask", sdpa, (q, k, v, torch.rand(3, 5) > 0.3)
    yield "sdpa.mask", sdpa, (q, k, v, torch.randn(2, 1, 3, 5))
    yield "sdpa.mask", sdpa, (q, k, v, torch.randn(2, 4, 1, 5))
    few = k[:, :2].contiguous(), v[:, :2].contiguous()
    yield "sdpa.gqa", sdpa, (q, *few), {"enable_gqa": True}
    yield "sdpa.gqa", sdpa, (q, *few, torch.rand(2, 1, 3, 5) > 0.3), {"enable_gqa": True, "scale": 0.3}
    yield "sdpa.flat", sdpa, (q[0], k[0], v[0])
    norm = torch.nn.functional.rms_norm
    yield "rms_norm", norm, (q, [8], torch.randn(8), 1e-3)
    yield "rms_norm", norm, (q, [3, 8], torch.randn(3, 8))
    yield "rms_norm", norm, (q, [8])
    yield "rms_norm", torch.nn.functional.rms_norm, (q.double(), [8], torch.randn(8).double())


def rotations():
    """ONNX's operators that programs call by their names."""
    import torch.onnx.ops as onnx_ops

    x, angles = torch.randn(2, 3, 4, 8), torch.rand(2, 4, 4) * 6
    table, places = torch.rand(9, 4) * 6, torch.randint(0, 9, (2, 4))
    rotate = onnx_ops.rotary_embedding
    for interleaved in (False, True):
        yield "rotary_embedding", rotate, (x, angles.cos(), angles.sin()), {"interleaved": interleaved}
        yield "rotary_embedding", rotate, (x, table.cos(), table.sin(), places), {"interleaved": interleaved}
        part = table[:, :2].contiguous()
        yield "rotary_embedding", rotate, (x, part.cos(), part.sin(), places), {"interleaved": interleaved, "rotary_embedding_dim": 4}
        flat = torch.randn(2, 4, 24)
        yield "rotary_embedding", rotate, (flat, table.cos(), table.sin(), places), {"interleaved": interleaved, "num_heads": 3}


def onnx_attentions():
    import torch.onnx.ops as onnx_ops

    # PyTorch's fake tensors take the values to be as wide as the queries.
    q, k, v = torch.randn(2, 4, 3, 8), torch.randn(2, 2, 5, 8), torch.randn(2, 2, 5, 8)
    yield "onnx.attention", onnx_ops.attention, (q, k, v)
    yield "onnx.attention", onnx_ops.attention, (q, k, v, torch.randn(3, 5)), {"scale": 0.25}
    yield "onnx.attention", onnx_ops.attention, (torch.randn(2, 3, 16), torch.randn(2, 5, 8), torch.randn(2, 5, 8)), {"q_num_heads": 4, "kv_num_heads": 2}
    past = torch.randn(2, 2, 4, 8), torch.randn(2, 2, 4, 8)
    yield "onnx.attention", onnx_ops.attention, (q, k, v, None, *past)


def cases(families):
    torch.manual_seed(0)
    for family in families:
        for index, (variant, function, args, *kwargs) in enumerate(family()):
            case = generate.record(Named(variant, function), Call(args, *(kwargs or [{}])), None)
            yield {"variant": variant, "index": index, **case}


def write(path, recorded):
    lines = [json.dumps(case, separators=(",", ":")) for case in recorded]
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n")


def main():
    library = declare()
    folder = pathlib.Path(sys.argv[1])
    beyond = list(cases((windows, primitives, quantisation, regions, deformed)))
    write(folder / "beyond_op_db.json", [*beyond, *ctc_losses(), *cases((rotations,))])
    write(folder / "opset_23.json", cases((attentions, rotations, onnx_attentions)))
    del library


if __name__ == "__main__":
    main()
