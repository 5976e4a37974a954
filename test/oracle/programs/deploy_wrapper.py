"""A network between preprocessing of bytes and top-k decoding, with three dynamic dimensions."""

import torch, torch.nn as nn, torch.nn.functional as F
class Deploy(nn.Module):
    def __init__(self, net, mean, std, size, topk=5, thr=0.3):
        super().__init__()
        self.net = net
        self.register_buffer("mean", torch.as_tensor(mean).view(1, -1, 1, 1) * 255, persistent=False)
        self.register_buffer("std", torch.as_tensor(std).view(1, -1, 1, 1) * 255, persistent=False)
        self.size, self.topk, self.thr = size, topk, thr
    @torch.no_grad()
    def forward(self, img):
        x = img.permute(0, 3, 1, 2).to(self.mean.dtype)
        x = F.interpolate(x, self.size, mode="bilinear", align_corners=False, antialias=False)
        x = (x - self.mean) / self.std
        x = x[:, [2, 1, 0]].contiguous()
        y = self.net(x)
        b, c, h, w = y.shape
        score, cls = y[:, :4].flatten(2).sigmoid().max(1)
        top, idx = score.topk(self.topk, dim=1, largest=True, sorted=True)
        boxes = y[:, 4:].flatten(2).transpose(1, 2)
        boxes = torch.gather(boxes, 1, idx.unsqueeze(-1).expand(-1, -1, 4))
        xs = (idx % w).float(); ys = torch.div(idx, w, rounding_mode="floor").float()
        ctr = torch.stack([xs, ys, xs, ys], -1)
        keep = top > self.thr
        return torch.where(keep[..., None], boxes + ctr, torch.zeros_like(boxes)), top * keep, cls.gather(1, idx).masked_fill(~keep, -1), y.argmax(1).to(torch.uint8)
torch.manual_seed(3)
net = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1), nn.Hardswish(), nn.Conv2d(8, 8, 3, 2, 1))
m = Deploy(net, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225], (24, 32)).eval()
img = torch.randint(0, 256, (2, 20, 30, 3), dtype=torch.uint8)
torch.onnx.export(m, (img,), "d.onnx", dynamo=True, dynamic_shapes={"img": {0: "batch", 1: "h", 2: "w"}})
print(sorted(m.state_dict()))
