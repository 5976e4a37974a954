"""DETR in its short form: nn.Transformer, learned 2-D positions, box MLP, plus sine positions with a padding mask."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class MLP(nn.Module):
    """Very simple multi-layer perceptron (also called FFN)"""

    def __init__(self, input_dim, hidden_dim, output_dim, num_layers):
        super().__init__()
        self.num_layers = num_layers
        h = [hidden_dim] * (num_layers - 1)
        self.layers = nn.ModuleList(nn.Linear(n, k) for n, k in zip([input_dim] + h, h + [output_dim]))

    def forward(self, x):
        for i, layer in enumerate(self.layers):
            x = F.relu(layer(x)) if i < self.num_layers - 1 else layer(x)
        return x


class PositionEmbeddingSine(nn.Module):
    def __init__(self, num_pos_feats=8, temperature=10000, normalize=False, scale=None):
        super().__init__()
        self.num_pos_feats = num_pos_feats
        self.temperature = temperature
        self.normalize = normalize
        if scale is not None and normalize is False:
            raise ValueError("normalize should be True if scale is passed")
        self.scale = 2 * math.pi if scale is None else scale

    def forward(self, mask):
        not_mask = ~mask
        y_embed = not_mask.cumsum(1, dtype=torch.float32)
        x_embed = not_mask.cumsum(2, dtype=torch.float32)
        if self.normalize:
            eps = 1e-6
            y_embed = y_embed / (y_embed[:, -1:, :] + eps) * self.scale
            x_embed = x_embed / (x_embed[:, :, -1:] + eps) * self.scale
        dim_t = torch.arange(self.num_pos_feats, dtype=torch.float32, device=mask.device)
        dim_t = self.temperature ** (2 * torch.div(dim_t, 2, rounding_mode="floor") / self.num_pos_feats)
        pos_x = x_embed[:, :, :, None] / dim_t
        pos_y = y_embed[:, :, :, None] / dim_t
        pos_x = torch.stack((pos_x[:, :, :, 0::2].sin(), pos_x[:, :, :, 1::2].cos()), dim=4).flatten(3)
        pos_y = torch.stack((pos_y[:, :, :, 0::2].sin(), pos_y[:, :, :, 1::2].cos()), dim=4).flatten(3)
        return torch.cat((pos_y, pos_x), dim=3).permute(0, 3, 1, 2)


class DETRdemo(nn.Module):
    def __init__(self, num_classes, hidden_dim=16, nheads=4, num_encoder_layers=2, num_decoder_layers=2, queries=7):
        super().__init__()
        self.backbone = nn.Sequential(
            nn.Conv2d(3, 8, 7, stride=4, padding=3), nn.ReLU(), nn.MaxPool2d(3, 2, 1), nn.Conv2d(8, 12, 3, 2, 1)
        )
        self.conv = nn.Conv2d(12, hidden_dim, 1)
        self.transformer = nn.Transformer(
            hidden_dim, nheads, num_encoder_layers, num_decoder_layers, dim_feedforward=32, activation="gelu"
        )
        self.linear_class = nn.Linear(hidden_dim, num_classes + 1)
        self.bbox_embed = MLP(hidden_dim, hidden_dim, 4, 3)
        self.query_pos = nn.Parameter(torch.rand(queries, hidden_dim))
        self.row_embed = nn.Parameter(torch.rand(10, hidden_dim // 2))
        self.col_embed = nn.Parameter(torch.rand(10, hidden_dim // 2))
        self.sine = PositionEmbeddingSine(hidden_dim // 2, normalize=True)

    def forward(self, inputs, mask):
        x = self.backbone(inputs)
        h = self.conv(x)
        H, W = h.shape[-2:]
        small = F.interpolate(mask[None].float(), size=(H, W)).to(torch.bool)[0]
        pos = torch.cat(
            [
                self.col_embed[:W].unsqueeze(0).repeat(H, 1, 1),
                self.row_embed[:H].unsqueeze(1).repeat(1, W, 1),
            ],
            dim=-1,
        ).flatten(0, 1).unsqueeze(1)
        source = pos + 0.1 * h.flatten(2).permute(2, 0, 1) + self.sine(small).flatten(2).permute(2, 0, 1)
        h = self.transformer(
            source,
            self.query_pos.unsqueeze(1).repeat(1, inputs.shape[0], 1),
            src_key_padding_mask=small.flatten(1),
            memory_key_padding_mask=small.flatten(1),
        ).transpose(0, 1)
        return {"pred_logits": self.linear_class(h), "pred_boxes": self.bbox_embed(h).sigmoid()}


def box_cxcywh_to_xyxy(x):
    x_c, y_c, w, h = x.unbind(-1)
    b = [(x_c - 0.5 * w), (y_c - 0.5 * h), (x_c + 0.5 * w), (y_c + 0.5 * h)]
    return torch.stack(b, dim=-1)


class PostProcess(nn.Module):
    def __init__(self, detr, keep=5):
        super().__init__()
        self.detr = detr
        self.keep = keep

    @torch.no_grad()
    def forward(self, inputs, mask, target_sizes):
        outputs = self.detr(inputs, mask)
        prob = F.softmax(outputs["pred_logits"], -1)
        scores, labels = prob[..., :-1].max(-1)
        boxes = box_cxcywh_to_xyxy(outputs["pred_boxes"])
        img_h, img_w = target_sizes.unbind(1)
        boxes = boxes * torch.stack([img_w, img_h, img_w, img_h], dim=1)[:, None, :]
        scores, order = scores.topk(self.keep, dim=1)
        boxes = torch.gather(boxes, 1, order.unsqueeze(-1).repeat(1, 1, 4))
        return scores, labels.gather(1, order), boxes


torch.manual_seed(23)
detr = DETRdemo(num_classes=6).eval()
mask = torch.zeros(2, 64, 96, dtype=torch.bool)
mask[1, 48:] = True
args = (torch.randn(2, 3, 64, 96), mask)
torch.onnx.export(detr, args, "detr.onnx", dynamo=True, verbose=False)
sizes = torch.tensor([[480.0, 640.0], [360.0, 640.0]])
torch.onnx.export(PostProcess(detr).eval(), (*args, sizes), "post.onnx", dynamo=True, verbose=False)
