"""Anchor-free detection: CenterNet peaks by max pooling, topk over classes, gather of features; FCOS locations and scales."""

import torch
import torch.nn as nn


def _gather_feat(feat, ind, mask=None):
    dim = feat.size(2)
    ind = ind.unsqueeze(2).expand(ind.size(0), ind.size(1), dim)
    feat = feat.gather(1, ind)
    if mask is not None:
        mask = mask.unsqueeze(2).expand_as(feat)
        feat = feat[mask]
        feat = feat.view(-1, dim)
    return feat


def _transpose_and_gather_feat(feat, ind):
    feat = feat.permute(0, 2, 3, 1).contiguous()
    feat = feat.view(feat.size(0), -1, feat.size(3))
    feat = _gather_feat(feat, ind)
    return feat


def _nms(heat, kernel=3):
    pad = (kernel - 1) // 2
    hmax = nn.functional.max_pool2d(heat, (kernel, kernel), stride=1, padding=pad)
    keep = (hmax == heat).float()
    return heat * keep


def _topk(scores, K=40):
    batch, cat, height, width = scores.size()
    topk_scores, topk_inds = torch.topk(scores.view(batch, cat, -1), K)
    topk_inds = topk_inds % (height * width)
    topk_ys = torch.div(topk_inds, width, rounding_mode="floor").float()
    topk_xs = (topk_inds % width).int().float()
    topk_score, topk_ind = torch.topk(topk_scores.view(batch, -1), K)
    topk_clses = (topk_ind / K).int()
    topk_inds = _gather_feat(topk_inds.view(batch, -1, 1), topk_ind).view(batch, K)
    topk_ys = _gather_feat(topk_ys.view(batch, -1, 1), topk_ind).view(batch, K)
    topk_xs = _gather_feat(topk_xs.view(batch, -1, 1), topk_ind).view(batch, K)
    return topk_score, topk_inds, topk_clses, topk_ys, topk_xs


def ctdet_decode(heat, wh, reg=None, cat_spec_wh=False, K=8):
    batch, cat, height, width = heat.size()
    heat = _nms(heat)
    scores, inds, clses, ys, xs = _topk(heat, K=K)
    if reg is not None:
        reg = _transpose_and_gather_feat(reg, inds)
        reg = reg.view(batch, K, 2)
        xs = xs.view(batch, K, 1) + reg[:, :, 0:1]
        ys = ys.view(batch, K, 1) + reg[:, :, 1:2]
    else:
        xs = xs.view(batch, K, 1) + 0.5
        ys = ys.view(batch, K, 1) + 0.5
    wh = _transpose_and_gather_feat(wh, inds)
    if cat_spec_wh:
        wh = wh.view(batch, K, cat, 2)
        clses_ind = clses.view(batch, K, 1, 1).expand(batch, K, 1, 2).long()
        wh = wh.gather(2, clses_ind).view(batch, K, 2)
    else:
        wh = wh.view(batch, K, 2)
    clses = clses.view(batch, K, 1).float()
    scores = scores.view(batch, K, 1)
    bboxes = torch.cat(
        [xs - wh[..., 0:1] / 2, ys - wh[..., 1:2] / 2, xs + wh[..., 0:1] / 2, ys + wh[..., 1:2] / 2], dim=2
    )
    return torch.cat([bboxes, scores, clses], dim=2)


class CenterNet(nn.Module):
    def __init__(self, heads, head_conv=8, cat_spec_wh=False):
        super(CenterNet, self).__init__()
        self.heads = heads
        self.cat_spec_wh = cat_spec_wh
        self.base = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1), nn.BatchNorm2d(8, momentum=0.1), nn.ReLU(inplace=True))
        self.up = nn.ConvTranspose2d(8, 8, 4, 2, 1, output_padding=0, groups=8, bias=False)
        self.fill_up_weights(self.up)
        for head in self.heads:
            classes = self.heads[head]
            fc = nn.Sequential(
                nn.Conv2d(8, head_conv, kernel_size=3, padding=1, bias=True),
                nn.ReLU(inplace=True),
                nn.Conv2d(head_conv, classes, kernel_size=1, bias=True),
            )
            if "hm" in head:
                fc[-1].bias.data.fill_(-2.19)
            self.__setattr__(head, fc)

    @staticmethod
    def fill_up_weights(up):
        w = up.weight.data
        f = (w.size(2) + 1) // 2
        c = (2 * f - 1 - f % 2) / (2.0 * f)
        for i in range(w.size(2)):
            for j in range(w.size(3)):
                w[0, 0, i, j] = (1 - abs(i / f - c)) * (1 - abs(j / f - c))
        for c in range(1, w.size(0)):
            w[c, 0, :, :] = w[0, 0, :, :]

    def forward(self, x):
        x = self.up(self.base(x))
        z = {}
        for head in self.heads:
            z[head] = self.__getattr__(head)(x)
        hm = z["hm"].sigmoid_()
        return ctdet_decode(hm, z["wh"], reg=z.get("reg"), cat_spec_wh=self.cat_spec_wh)


class Scale(nn.Module):
    def __init__(self, init_value=1.0):
        super(Scale, self).__init__()
        self.scale = nn.Parameter(torch.FloatTensor([init_value]))

    def forward(self, input):
        return input * self.scale


class FCOSHead(nn.Module):
    def __init__(self, in_channels=8, num_classes=3):
        super().__init__()
        for tower in ("cls_tower", "bbox_tower"):
            layers = []
            for _ in range(2):
                layers += [nn.Conv2d(in_channels, in_channels, 3, padding=1), nn.GroupNorm(4, in_channels), nn.ReLU()]
            self.add_module(tower, nn.Sequential(*layers))
        self.cls_logits = nn.Conv2d(in_channels, num_classes, 3, padding=1)
        self.bbox_pred = nn.Conv2d(in_channels, 4, 3, padding=1)
        self.centerness = nn.Conv2d(in_channels, 1, 3, padding=1)
        self.scales = nn.ModuleList([Scale(init_value=1.0 + i) for i in range(2)])

    def compute_locations(self, h, w, stride):
        shifts_x = torch.arange(0, w * stride, step=stride, dtype=torch.float32)
        shifts_y = torch.arange(0, h * stride, step=stride, dtype=torch.float32)
        shift_y, shift_x = torch.meshgrid(shifts_y, shifts_x, indexing="ij")
        return torch.stack((shift_x.reshape(-1), shift_y.reshape(-1)), dim=1) + stride // 2

    def forward(self, p3, p4):
        boxes, scores = [], []
        for level, (feature, stride) in enumerate(zip((p3, p4), (8, 16))):
            cls_tower = self.cls_tower(feature)
            box_tower = self.bbox_tower(feature)
            score = self.cls_logits(cls_tower).sigmoid() * self.centerness(box_tower).sigmoid()
            ltrb = torch.exp(self.scales[level](self.bbox_pred(box_tower))) * stride
            n, _, h, w = feature.shape
            locations = self.compute_locations(h, w, stride)
            ltrb = ltrb.view(n, 4, -1).permute(0, 2, 1)
            boxes.append(torch.cat([locations - ltrb[..., :2], locations + ltrb[..., 2:]], -1))
            scores.append(score.flatten(2).permute(0, 2, 1))
        boxes, scores = torch.cat(boxes, 1), torch.cat(scores, 1)
        top, index = scores.flatten(1).topk(5, sorted=True)
        where = torch.div(index, scores.shape[-1], rounding_mode="trunc")
        return boxes[torch.arange(boxes.shape[0])[:, None], where], top, index.remainder(scores.shape[-1])


torch.manual_seed(33)
images = torch.randn(2, 3, 16, 24)
for cat_spec in (False, True):
    net = CenterNet({"hm": 3, "wh": 6 if cat_spec else 2, "reg": 2}, cat_spec_wh=cat_spec).eval()
    torch.onnx.export(net, (images,), f"centernet_{cat_spec}.onnx", dynamo=True, verbose=False)
torch.onnx.export(
    net, (images,), "centernet_dynamic.onnx", dynamic_shapes={"x": {0: "n", 2: "h", 3: "w"}}, dynamo=True, verbose=False
)
torch.onnx.export(
    FCOSHead().eval(), (torch.randn(2, 8, 6, 4), torch.randn(2, 8, 3, 2)), "fcos.onnx", dynamo=True, verbose=False
)
