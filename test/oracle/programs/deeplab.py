"""Semantic segmentation: DeepLabV3+ with ASPP over a dilated backbone, PSPNet pooling, OCR-like attention, FCN upsampling."""

import collections

import torch
from torch import nn
from torch.nn import functional as F


class IntermediateLayerGetter(nn.ModuleDict):
    def __init__(self, model, return_layers):
        if not set(return_layers).issubset([name for name, _ in model.named_children()]):
            raise ValueError("return_layers are not present in model")
        orig_return_layers = return_layers
        return_layers = {k: v for k, v in return_layers.items()}
        layers = collections.OrderedDict()
        for name, module in model.named_children():
            layers[name] = module
            if name in return_layers:
                del return_layers[name]
            if not return_layers:
                break
        super(IntermediateLayerGetter, self).__init__(layers)
        self.return_layers = orig_return_layers

    def forward(self, x):
        out = collections.OrderedDict()
        for name, module in self.named_children():
            x = module(x)
            if name in self.return_layers:
                out_name = self.return_layers[name]
                out[out_name] = x
        return out


class ASPPConv(nn.Sequential):
    def __init__(self, in_channels, out_channels, dilation):
        modules = [
            nn.Conv2d(in_channels, out_channels, 3, padding=dilation, dilation=dilation, bias=False),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(inplace=True),
        ]
        super(ASPPConv, self).__init__(*modules)


class ASPPPooling(nn.Sequential):
    def __init__(self, in_channels, out_channels):
        super(ASPPPooling, self).__init__(
            nn.AdaptiveAvgPool2d(1),
            nn.Conv2d(in_channels, out_channels, 1, bias=False),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(inplace=True),
        )

    def forward(self, x):
        size = x.shape[-2:]
        x = super(ASPPPooling, self).forward(x)
        return F.interpolate(x, size=size, mode="bilinear", align_corners=False)


class ASPP(nn.Module):
    def __init__(self, in_channels, atrous_rates):
        super(ASPP, self).__init__()
        out_channels = 8
        modules = []
        modules.append(
            nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, bias=False),
                nn.BatchNorm2d(out_channels),
                nn.ReLU(inplace=True),
            )
        )
        rate1, rate2, rate3 = tuple(atrous_rates)
        modules.append(ASPPConv(in_channels, out_channels, rate1))
        modules.append(ASPPConv(in_channels, out_channels, rate2))
        modules.append(ASPPConv(in_channels, out_channels, rate3))
        modules.append(ASPPPooling(in_channels, out_channels))
        self.convs = nn.ModuleList(modules)
        self.project = nn.Sequential(
            nn.Conv2d(5 * out_channels, out_channels, 1, bias=False),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(inplace=True),
            nn.Dropout(0.1),
        )

    def forward(self, x):
        res = []
        for conv in self.convs:
            res.append(conv(x))
        res = torch.cat(res, dim=1)
        return self.project(res)


class DeepLabHeadV3Plus(nn.Module):
    def __init__(self, in_channels, low_level_channels, num_classes, aspp_dilate=(2, 4, 6)):
        super(DeepLabHeadV3Plus, self).__init__()
        self.project = nn.Sequential(
            nn.Conv2d(low_level_channels, 6, 1, bias=False), nn.BatchNorm2d(6), nn.ReLU(inplace=True)
        )
        self.aspp = ASPP(in_channels, aspp_dilate)
        self.classifier = nn.Sequential(
            nn.Conv2d(14, 8, 3, padding=1, bias=False),
            nn.BatchNorm2d(8),
            nn.ReLU(inplace=True),
            nn.Conv2d(8, num_classes, 1),
        )
        self._init_weight()

    def forward(self, feature):
        low_level_feature = self.project(feature["low_level"])
        output_feature = self.aspp(feature["out"])
        output_feature = F.interpolate(
            output_feature, size=low_level_feature.shape[2:], mode="bilinear", align_corners=False
        )
        return self.classifier(torch.cat([low_level_feature, output_feature], dim=1))

    def _init_weight(self):
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight)
            elif isinstance(m, (nn.BatchNorm2d, nn.GroupNorm)):
                nn.init.constant_(m.weight, 1)
                nn.init.constant_(m.bias, 0)


class PPM(nn.Module):
    def __init__(self, in_dim, reduction_dim, bins):
        super(PPM, self).__init__()
        self.features = []
        for bin in bins:
            self.features.append(
                nn.Sequential(
                    nn.AdaptiveAvgPool2d(bin),
                    nn.Conv2d(in_dim, reduction_dim, kernel_size=1, bias=False),
                    nn.BatchNorm2d(reduction_dim),
                    nn.ReLU(inplace=True),
                )
            )
        self.features = nn.ModuleList(self.features)

    def forward(self, x):
        x_size = x.size()
        out = [x]
        for f in self.features:
            out.append(F.interpolate(f(x), x_size[2:], mode="bilinear", align_corners=True))
        return torch.cat(out, 1)


class ObjectAttention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.f_pixel = nn.Conv2d(channels, 4, 1)
        self.f_object = nn.Conv1d(channels, 4, 1)

    def forward(self, feats, probs):
        batch_size, c, h, w = probs.size(0), probs.size(1), probs.size(2), probs.size(3)
        probs = F.softmax(probs.view(batch_size, c, -1), dim=2)
        pixels = feats.view(batch_size, feats.size(1), -1).permute(0, 2, 1)
        context = torch.matmul(probs, pixels).permute(0, 2, 1)
        query = self.f_pixel(feats).view(batch_size, 4, -1).permute(0, 2, 1)
        sim_map = F.softmax((4**-0.5) * torch.matmul(query, self.f_object(context)), dim=-1)
        out = torch.matmul(sim_map, context.permute(0, 2, 1)).permute(0, 2, 1).contiguous()
        return out.view(batch_size, -1, h, w)


class Segmenter(nn.Module):
    def __init__(self, num_classes=4):
        super().__init__()
        backbone = nn.Sequential(
            collections.OrderedDict(
                stem=nn.Sequential(nn.Conv2d(3, 6, 3, 2, 1), nn.BatchNorm2d(6), nn.ReLU()),
                layer1=nn.Sequential(nn.Conv2d(6, 6, 3, padding=1), nn.Hardswish()),
                layer2=nn.Sequential(nn.Conv2d(6, 10, 3, padding=2, dilation=2), nn.Mish()),
                unused=nn.Linear(3, 3),
            )
        )
        self.backbone = IntermediateLayerGetter(backbone, {"layer1": "low_level", "layer2": "out"})
        self.classifier = DeepLabHeadV3Plus(10, 6, num_classes)
        self.ppm = PPM(10, 3, bins=(1, 2, 3))
        self.ocr = ObjectAttention(10)

    def forward(self, x):
        input_shape = x.shape[-2:]
        features = self.backbone(x)
        logits = self.classifier(features)
        aux = self.ocr(features["out"], logits)
        result = collections.OrderedDict()
        result["out"] = F.interpolate(logits, size=input_shape, mode="bilinear", align_corners=False)
        result["mask"] = result["out"].argmax(1).to(torch.uint8)
        result["pooled"] = self.ppm(features["out"])
        result["aux"] = aux
        return result


torch.manual_seed(41)
model = Segmenter().eval()
print(list(model.backbone.keys()), type(model.backbone).__name__)
torch.onnx.export(model, (torch.randn(2, 3, 24, 20),), "segmenter.onnx", dynamo=True, verbose=False)
shapes = {"x": {0: torch.export.Dim("n")}}
torch.onnx.export(model, (torch.randn(2, 3, 24, 20),), "dynamic.onnx", dynamic_shapes=shapes, dynamo=True, verbose=False)
