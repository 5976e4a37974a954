"""Two-stage detection by hand: anchors, box coding with clamps, IoU matrix, NMS as fixed rounds of suppression, RoI align."""

import math
from typing import List, Tuple

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor


class AnchorGenerator(nn.Module):
    def __init__(self, sizes=((8, 16), (32,)), aspect_ratios=((0.5, 1.0, 2.0), (1.0,))):
        super().__init__()
        self.sizes = sizes
        self.aspect_ratios = aspect_ratios
        self.cell_anchors = [self.generate_anchors(s, a) for s, a in zip(self.sizes, self.aspect_ratios)]

    def generate_anchors(self, scales, aspect_ratios, dtype=torch.float32):
        scales = torch.as_tensor(scales, dtype=dtype)
        aspect_ratios = torch.as_tensor(aspect_ratios, dtype=dtype)
        h_ratios = torch.sqrt(aspect_ratios)
        w_ratios = 1 / h_ratios
        ws = (w_ratios[:, None] * scales[None, :]).view(-1)
        hs = (h_ratios[:, None] * scales[None, :]).view(-1)
        base_anchors = torch.stack([-ws, -hs, ws, hs], dim=1) / 2
        return base_anchors.round()

    def num_anchors_per_location(self) -> List[int]:
        return [len(s) * len(a) for s, a in zip(self.sizes, self.aspect_ratios)]

    def forward(self, image: Tensor, features: List[Tensor]) -> Tensor:
        image_size = image.shape[-2:]
        anchors = []
        for feature, base_anchors in zip(features, self.cell_anchors):
            grid_height, grid_width = feature.shape[-2:]
            stride_height, stride_width = image_size[0] // grid_height, image_size[1] // grid_width
            shifts_x = torch.arange(0, grid_width, dtype=torch.int32) * stride_width
            shifts_y = torch.arange(0, grid_height, dtype=torch.int32) * stride_height
            shift_y, shift_x = torch.meshgrid(shifts_y, shifts_x, indexing="ij")
            shift_x = shift_x.reshape(-1)
            shift_y = shift_y.reshape(-1)
            shifts = torch.stack((shift_x, shift_y, shift_x, shift_y), dim=1)
            anchors.append((shifts.view(-1, 1, 4) + base_anchors.view(1, -1, 4)).reshape(-1, 4))
        return torch.cat(anchors)


class BoxCoder:
    def __init__(self, weights: Tuple[float, float, float, float], bbox_xform_clip: float = math.log(1000.0 / 16)):
        self.weights = weights
        self.bbox_xform_clip = bbox_xform_clip

    def decode_single(self, rel_codes: Tensor, boxes: Tensor) -> Tensor:
        boxes = boxes.to(rel_codes.dtype)
        widths = boxes[:, 2] - boxes[:, 0]
        heights = boxes[:, 3] - boxes[:, 1]
        ctr_x = boxes[:, 0] + 0.5 * widths
        ctr_y = boxes[:, 1] + 0.5 * heights
        wx, wy, ww, wh = self.weights
        dx = rel_codes[:, 0::4] / wx
        dy = rel_codes[:, 1::4] / wy
        dw = torch.clamp(rel_codes[:, 2::4] / ww, max=self.bbox_xform_clip)
        dh = torch.clamp(rel_codes[:, 3::4] / wh, max=self.bbox_xform_clip)
        pred_ctr_x = dx * widths[:, None] + ctr_x[:, None]
        pred_ctr_y = dy * heights[:, None] + ctr_y[:, None]
        pred_w = torch.exp(dw) * widths[:, None]
        pred_h = torch.exp(dh) * heights[:, None]
        c_to_c_h = torch.tensor(0.5, dtype=pred_ctr_y.dtype, device=pred_h.device) * pred_h
        c_to_c_w = torch.tensor(0.5, dtype=pred_ctr_x.dtype, device=pred_w.device) * pred_w
        corners = (pred_ctr_x - c_to_c_w, pred_ctr_y - c_to_c_h, pred_ctr_x + c_to_c_w, pred_ctr_y + c_to_c_h)
        return torch.stack(corners, dim=2).flatten(1)


def clip_boxes_to_image(boxes: Tensor, size: Tuple[int, int]) -> Tensor:
    dim = boxes.dim()
    boxes_x = boxes[..., 0::2]
    boxes_y = boxes[..., 1::2]
    height, width = size
    boxes_x = boxes_x.clamp(min=0, max=width)
    boxes_y = boxes_y.clamp(min=0, max=height)
    clipped_boxes = torch.stack((boxes_x, boxes_y), dim=dim)
    return clipped_boxes.reshape(boxes.shape)


def box_area(boxes):
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def box_iou(boxes1, boxes2):
    area1 = box_area(boxes1)
    area2 = box_area(boxes2)
    lt = torch.max(boxes1[:, None, :2], boxes2[:, :2])
    rb = torch.min(boxes1[:, None, 2:], boxes2[:, 2:])
    wh = (rb - lt).clamp(min=0)
    inter = wh[:, :, 0] * wh[:, :, 1]
    return inter / (area1[:, None] + area2 - inter + 1e-9)


def fast_nms(boxes, scores, iou_threshold=0.5, top_k=10):
    scores, idx = scores.sort(0, descending=True)
    idx = idx[:top_k].contiguous()
    boxes = boxes[idx]
    iou = box_iou(boxes, boxes)
    iou.triu_(diagonal=1)
    iou_max, _ = iou.max(dim=0)
    keep = iou_max <= iou_threshold
    return boxes, scores[:top_k] * keep.float(), keep


def greedy_nms(boxes, scores, iou_threshold=0.5, max_out=5):
    """Picks the best box in each round and silences what overlaps it."""
    iou = box_iou(boxes, boxes)
    live = scores.clone()
    picked = torch.zeros(max_out, dtype=torch.long)
    for i in range(max_out):
        best = live.argmax()
        picked[i] = best
        live = torch.where(iou[best] > iou_threshold, torch.full_like(live, -1e9), live)
    return picked


class RoIAlign(nn.Module):
    """Bilinear sampling of a grid of points per box, by grid_sample."""

    def __init__(self, output_size=3, spatial_scale=0.25):
        super().__init__()
        self.output_size, self.spatial_scale = output_size, spatial_scale

    def forward(self, features, boxes):
        n, (h, w) = boxes.shape[0], features.shape[-2:]
        boxes = boxes * self.spatial_scale
        ticks = (torch.arange(self.output_size) + 0.5) / self.output_size
        x = boxes[:, 0:1] + (boxes[:, 2:3] - boxes[:, 0:1]) * ticks
        y = boxes[:, 1:2] + (boxes[:, 3:4] - boxes[:, 1:2]) * ticks
        grid = torch.stack(
            [
                (2 * x / w - 1)[:, None, :].expand(n, self.output_size, self.output_size),
                (2 * y / h - 1)[:, :, None].expand(n, self.output_size, self.output_size),
            ],
            dim=-1,
        )
        return F.grid_sample(features.expand(n, -1, -1, -1), grid, align_corners=False)


class RPNHead(nn.Module):
    def __init__(self, in_channels, num_anchors):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, in_channels, kernel_size=3, stride=1, padding=1)
        self.cls_logits = nn.ModuleList([nn.Conv2d(in_channels, n, kernel_size=1) for n in num_anchors])
        self.bbox_pred = nn.ModuleList([nn.Conv2d(in_channels, n * 4, kernel_size=1) for n in num_anchors])
        for layer in self.modules():
            if isinstance(layer, nn.Conv2d):
                torch.nn.init.normal_(layer.weight, std=0.1)
                torch.nn.init.constant_(layer.bias, 0)

    def forward(self, x: List[Tensor]) -> Tuple[Tensor, Tensor]:
        logits, deltas = [], []
        for feature, cls, box in zip(x, self.cls_logits, self.bbox_pred):
            t = F.relu(self.conv(feature))
            logits.append(permute_and_flatten(cls(t), 1))
            deltas.append(permute_and_flatten(box(t), 4))
        return torch.cat(logits, 1).flatten(), torch.cat(deltas, 1).reshape(-1, 4)


def permute_and_flatten(layer, C):
    N, AxC, H, W = layer.shape
    layer = layer.view(N, -1, C, H, W)
    layer = layer.permute(0, 3, 4, 1, 2)
    return layer.reshape(N, -1, C)


class Detector(nn.Module):
    def __init__(self, num_classes=3):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 4, 4), nn.ReLU())
        self.down = nn.Conv2d(8, 8, 3, 2, 1)
        self.anchors = AnchorGenerator()
        self.rpn = RPNHead(8, self.anchors.num_anchors_per_location())
        self.coder = BoxCoder(weights=(1.0, 1.0, 1.0, 1.0))
        self.roi = RoIAlign()
        self.head = nn.Sequential(nn.Flatten(1), nn.Linear(72, 16), nn.ReLU())
        self.cls, self.box = nn.Linear(16, num_classes), nn.Linear(16, num_classes * 4)

    def forward(self, image):
        c1 = self.stem(image)
        features = [c1, self.down(c1)]
        objectness, deltas = self.rpn(features)
        proposals = self.coder.decode_single(deltas, self.anchors(image, features))
        proposals = clip_boxes_to_image(proposals, image.shape[-2:])
        top, index = objectness.topk(12)
        boxes, scores, keep = fast_nms(proposals[index], top.sigmoid())
        box_features = self.head(self.roi(c1, boxes))
        class_scores = F.softmax(self.cls(box_features), -1)
        refined = BoxCoder((10.0, 10.0, 5.0, 5.0)).decode_single(self.box(box_features), boxes)
        best, labels = class_scores[:, 1:].max(1)
        order = greedy_nms(boxes, best * scores)
        return refined.view(-1, 3, 4)[order, labels[order] + 1], best[order], labels[order], keep


torch.manual_seed(29)
model = Detector().eval()
torch.onnx.export(model, (torch.rand(1, 3, 32, 48),), "detector.onnx", dynamo=True, verbose=False)
