"""Siamese network with shared weights, several distances and a contrastive loss beside it; hooks record the features."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class SiameseNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.cnn = nn.Sequential(
            nn.ReflectionPad2d(1),
            nn.Conv2d(1, 4, kernel_size=3),
            nn.ReLU(inplace=True),
            nn.BatchNorm2d(4),
            nn.ReplicationPad2d(1),
            nn.Conv2d(4, 8, kernel_size=3),
            nn.PReLU(8),
            nn.InstanceNorm2d(8, affine=True),
            nn.AdaptiveAvgPool2d((3, 2)),
        )
        self.fc = nn.Sequential(nn.Linear(8 * 3 * 2, 16), nn.ReLU(inplace=True), nn.Linear(16, 5))

    def forward_once(self, x):
        output = self.cnn(x)
        output = output.view(output.size()[0], -1)
        return self.fc(output)

    def forward(self, input1, input2):
        output1 = self.forward_once(input1)
        output2 = self.forward_once(input2)
        return {
            "euclidean": F.pairwise_distance(output1, output2, keepdim=True),
            "cosine": F.cosine_similarity(output1, output2),
            "normalized": F.normalize(output1, p=2, dim=1),
            "matrix": torch.cdist(output1, output2),
        }


class ContrastiveLoss(torch.nn.Module):
    def __init__(self, margin=2.0):
        super().__init__()
        self.margin = margin

    def forward(self, distance, label):
        return torch.mean(
            (1 - label) * torch.pow(distance, 2)
            + (label) * torch.pow(torch.clamp(self.margin - distance, min=0.0), 2)
        )


torch.manual_seed(8)
net = SiameseNetwork()
seen = []
handle = net.cnn.register_forward_hook(lambda module, inputs, output: seen.append(tuple(output.shape)))
net.eval()
a, b = torch.rand(3, 1, 11, 9), torch.rand(3, 1, 11, 9)
loss = ContrastiveLoss()(net(a, b)["euclidean"], torch.tensor([[0.0], [1.0], [1.0]]))
print(seen, f"{loss.item():.4f}")
handle.remove()
torch.onnx.export(net, (a, b), "siamese.onnx", dynamo=True, verbose=False)
