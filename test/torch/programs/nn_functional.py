# The operators that functions of torch.nn.functional record.
import re

import torch
import torch.nn.functional as F
from torch import nn


class Run(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.f = f

    def forward(self, *args):
        return self.f(*args)


def show(name, f, *args):
    # Each argument is a tensor of its own: PyTorch takes equal ones for one input.
    args = [a.clone() if isinstance(a, torch.Tensor) else a for a in args]
    try:
        graph = str(torch.export.export(Run(f), tuple(args), strict=False).graph)
    except Exception as e:
        print(name, "->", type(e).__name__, e)
        return
    print(name)
    for line in graph.split("\n"):
        found = re.match(r"\s+%(\w+) : \S+ = call_function\[target=(\S+)\]\(args = (.*), kwargs = (.*)\)$", line)
        if found:
            result, target, given, named = found.groups()
            target = target.replace("torch.ops.aten.", "")
            if target != "operator.getitem":
                print("   ", result, "=", target, given, named if named != "{}" else "")


r = torch.ones
x, s, v = r(2, 4, 8, 8), r(2, 4, 9), r(2, 3, 4, 6, 6)
show("conv1d same", lambda x, w: F.conv1d(x, w, padding="same"), s, r(4, 4, 3))
show("conv2d", lambda x, w: F.conv2d(x, w), x, r(4, 4, 3, 3))
show("conv2d groups", lambda x, w: F.conv2d(x, w, None, 2, 1, 1, 2), x, r(4, 2, 3, 3))
show("conv3d", lambda x, w, b: F.conv3d(x, w, bias=b, dilation=(1, 2, 1)), v, r(2, 3, 2, 2, 2), r(2))
show("conv_transpose2d", lambda x, w: F.conv_transpose2d(x, w, stride=2), x, r(4, 2, 3, 3))
show("embedding", lambda i, w: F.embedding(i, w), torch.tensor([[1, 2]]), r(5, 3))
show("embedding padding", lambda i, w: F.embedding(i, w, -1), torch.tensor([[1, 2]]), r(5, 3))
show("embedding_bag", lambda i, w: F.embedding_bag(i, w), torch.tensor([[1, 2]]), r(5, 3))
show("embedding_bag offsets", lambda i, w, o: F.embedding_bag(i, w, o, mode="sum"), torch.tensor([1, 2, 3]), r(5, 3), torch.tensor([0, 2]))
show("layer_norm", lambda x: F.layer_norm(x, (8,)), x)
show("group_norm", lambda x: F.group_norm(x, 2), x)
show("rms_norm", lambda x: F.rms_norm(x, (8,)), x)
show("batch_norm", lambda x, m: F.batch_norm(x, m, m), x, r(4))
show("local_response_norm", lambda x: F.local_response_norm(x, 3), x)
show("local_response_norm 3d", lambda x: F.local_response_norm(x, 3), s)
show("local_response_norm 5d", lambda x: F.local_response_norm(x, 2), v)
show("normalize", lambda x: F.normalize(x), x)
show("normalize 1", lambda x: F.normalize(x, p=1, dim=-1), x)
show("max_pool2d", lambda x: F.max_pool2d(x, 2), x)
show("max_pool2d indices", lambda x: F.max_pool2d(x, 2, return_indices=True), x)
show("max_pool1d", lambda x: F.max_pool1d(x, 2, padding=1), s)
show("max_pool1d indices", lambda x: F.max_pool1d(x, 2, return_indices=True), s)
show("max_pool3d indices", lambda x: F.max_pool3d(x, 2, return_indices=True), v)
show("avg_pool2d", lambda x: F.avg_pool2d(x, 2), x)
show("avg_pool1d", lambda x: F.avg_pool1d(x, 2, ceil_mode=True), s)
show("avg_pool3d", lambda x: F.avg_pool3d(x, 2, divisor_override=3), v)
show("adaptive_avg_pool2d", lambda x: F.adaptive_avg_pool2d(x, (None, 3)), x)
show("adaptive_avg_pool1d", lambda x: F.adaptive_avg_pool1d(x, 3), s)
show("adaptive_avg_pool3d", lambda x: F.adaptive_avg_pool3d(x, (2, None, 1)), v)
show("adaptive_max_pool2d", lambda x: F.adaptive_max_pool2d(x, 2), x)
show("adaptive_max_pool1d", lambda x: F.adaptive_max_pool1d(x, 2, True), s)
show("lp_pool1d", lambda x: F.lp_pool1d(x, 2, 2), s)
show("lp_pool2d", lambda x: F.lp_pool2d(x, 2, 2, stride=1), x)
show("lp_pool3d", lambda x: F.lp_pool3d(x, 2, 2), v)


def unpool(x):
    y, i = F.max_pool2d(x, 2, return_indices=True)
    return F.max_unpool2d(y, i, 2)


def unpool1(x):
    y, i = F.max_pool1d(x, 2, return_indices=True)
    return F.max_unpool1d(y, i, 2, output_size=[9])


show("max_unpool2d", unpool, x)
show("max_unpool1d", unpool1, s)
for mode in ["constant", "reflect", "replicate", "circular"]:
    show("pad " + mode, lambda x: F.pad(x, (1, 1, 2, 2), mode), x)
show("pad value", lambda x: F.pad(x, (1, 1), value=3.5), x)
show("pad zero", lambda x: F.pad(x, (1, 1), value=0), x)
for mode, more in [("nearest", {}), ("bilinear", {}), ("bilinear", {"align_corners": True}), ("bicubic", {}), ("area", {}), ("nearest-exact", {})]:
    show(f"interpolate factor {mode} {more}", lambda x: F.interpolate(x, scale_factor=2, mode=mode, **more), x)
    show(f"interpolate size {mode} {more}", lambda x: F.interpolate(x, size=(5, 5), mode=mode, **more), x)
show("interpolate recompute", lambda x: F.interpolate(x, scale_factor=1.5, recompute_scale_factor=True), x)
show("interpolate antialias", lambda x: F.interpolate(x, scale_factor=1.5, mode="bilinear", antialias=True), x)
show("interpolate linear", lambda x: F.interpolate(x, scale_factor=(2.0,), mode="linear"), s)
show("interpolate trilinear", lambda x: F.interpolate(x, size=8, mode="trilinear"), v)
show("interpolate wrong", lambda x: F.interpolate(x, size=8, mode="trilinear"), x)
show("interpolate both", lambda x: F.interpolate(x, size=8, scale_factor=2), x)
show("interpolate neither", lambda x: F.interpolate(x), x)
show("interpolate sizes", lambda x: F.interpolate(x, size=(8,)), x)
show("shuffles", lambda x: (F.pixel_shuffle(x, 2), F.pixel_unshuffle(x, 2), F.channel_shuffle(x, 2)), x)
show("unfold", lambda x: F.unfold(x, 2), x)
show("fold", lambda x: F.fold(x, (4, 4), 2, stride=2), r(2, 12, 4))
show("grid_sample", lambda x, g: F.grid_sample(x, g, padding_mode="border"), r(1, 2, 4, 4), r(1, 3, 3, 2))
show("grid_sample wrong", lambda x, g: F.grid_sample(x, g, mode="cubic"), r(1, 2, 4, 4), r(1, 3, 3, 2))
show("affine_grid", lambda t: F.affine_grid(t, (1, 2, 3, 3)), r(1, 2, 3))
show("one_hot", lambda t: F.one_hot(t, 4), torch.tensor([1, 2, 0]))
show("attention", lambda q: F.scaled_dot_product_attention(q, q, q, is_causal=True, dropout_p=0.1), r(2, 2, 4, 4))
show("attention scale", lambda q: F.scaled_dot_product_attention(q, q, q, scale=0.5), r(2, 2, 4, 4))
show("gumbel_softmax", lambda a: F.gumbel_softmax(a), r(3, 5))
show("gumbel_softmax hard", lambda a: F.gumbel_softmax(a, hard=True), r(3, 5))

a, b, p, t, y = r(3, 5), r(3, 5), r(3, 5) / 2, torch.tensor([1, 2, 0]), torch.tensor([1.0, -1.0, 1.0])
show("cross_entropy", lambda a, t: F.cross_entropy(a, t), a, t)
show("cross_entropy all", lambda a, t, w: F.cross_entropy(a, t, w, label_smoothing=0.1, reduction="sum", ignore_index=1), a, t, r(5))
show("cross_entropy legacy", lambda a, t: F.cross_entropy(a, t, size_average=False), a, t)
show("cross_entropy wrong", lambda a, t: F.cross_entropy(a, t, reduction="total"), a, t)
show("nll_loss", lambda a, t: F.nll_loss(a, t, reduction="none"), a, t)
show("binary_cross_entropy", lambda a, b: F.binary_cross_entropy(a, b), p, p)
show("binary_cross_entropy sizes", lambda a, b: F.binary_cross_entropy(a, b), p, p[:1])
show("bce_with_logits", lambda a, b: F.binary_cross_entropy_with_logits(a, b, pos_weight=b), a, p)
show("mse_loss", lambda a, b: F.mse_loss(a, b), a, b)
show("mse_loss weight", lambda a, b, w: F.mse_loss(a, b, weight=w), a, b, p)
show("l1_loss", lambda a, b: F.l1_loss(a, b, reduction="sum"), a, b)
show("smooth_l1_loss", lambda a, b: F.smooth_l1_loss(a, b), a, b)
show("smooth_l1_loss 0", lambda a, b: F.smooth_l1_loss(a, b, beta=0.0), a, b)
show("huber_loss", lambda a, b: F.huber_loss(a, b), a, b)
show("huber_loss weight", lambda a, b, w: F.huber_loss(a, b, weight=w), a, b, p)
show("kl_div", lambda a, b: F.kl_div(a, b), a, b)
show("kl_div batchmean", lambda a, b: F.kl_div(a, b, reduction="batchmean", log_target=True), a, b)
show("poisson_nll_loss", lambda a, b: F.poisson_nll_loss(a, b), a, b)
show("hinge_embedding_loss", lambda a, b: F.hinge_embedding_loss(a, b), a, b)
show("soft_margin_loss", lambda a, b: F.soft_margin_loss(a, b), a, b)
show("multilabel_soft_margin_loss", lambda a, b: F.multilabel_soft_margin_loss(a, b, weight=b, reduction="sum"), a, p)
show("cosine_embedding_loss", lambda a, b, t: F.cosine_embedding_loss(a, b, t), a, b, y)
show("margin_ranking_loss", lambda a, b, t: F.margin_ranking_loss(a, b, t), a, b, p)
show("margin_ranking_loss sizes", lambda a, b, t: F.margin_ranking_loss(a, b, t), a, b, y)
show("triplet_margin_loss", lambda a, b, c: F.triplet_margin_loss(a, b, c), a, b, p)
show("triplet_margin_with_distance_loss", lambda a, b, c: F.triplet_margin_with_distance_loss(a, b, c, swap=True), a, b, p)
show("cosine_similarity", lambda a, b: F.cosine_similarity(a, b), a, b)
show("pairwise_distance", lambda a, b: F.pairwise_distance(a, b), a, b)
show("bilinear", lambda a, b, w: F.bilinear(a, b, w), a, b, r(2, 5, 5))
show("dropouts", lambda a: (F.dropout(a), F.alpha_dropout(a), F.dropout1d(a), F.feature_alpha_dropout(a)), a)
show("dropout2d", lambda a: (F.dropout2d(a, training=False), F.dropout3d(a[None])), x)
