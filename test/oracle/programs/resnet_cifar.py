"""ResNet for CIFAR with lambda shortcuts (option A), kaiming initialisation by `apply`, and an argparse main."""

import argparse
from collections import OrderedDict

import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.nn.init as init


def _weights_init(m):
    if isinstance(m, nn.Linear) or isinstance(m, nn.Conv2d):
        init.kaiming_normal_(m.weight)


class LambdaLayer(nn.Module):
    def __init__(self, lambd):
        super(LambdaLayer, self).__init__()
        self.lambd = lambd

    def forward(self, x):
        return self.lambd(x)


class BasicBlock(nn.Module):
    expansion = 1

    def __init__(self, in_planes, planes, stride=1, option="A"):
        super(BasicBlock, self).__init__()
        self.conv1 = nn.Conv2d(in_planes, planes, kernel_size=3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, kernel_size=3, stride=1, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.shortcut = nn.Sequential()
        if stride != 1 or in_planes != planes:
            if option == "A":
                self.shortcut = LambdaLayer(
                    lambda x: F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, planes // 4, planes // 4), "constant", 0)
                )
            elif option == "B":
                self.shortcut = nn.Sequential(
                    OrderedDict(
                        [
                            ("conv", nn.Conv2d(in_planes, self.expansion * planes, 1, stride=stride, bias=False)),
                            ("norm", nn.BatchNorm2d(self.expansion * planes)),
                        ]
                    )
                )

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += self.shortcut(x)
        out = F.relu(out)
        return out


class ResNet(nn.Module):
    def __init__(self, block, num_blocks, num_classes=10, option="A"):
        super(ResNet, self).__init__()
        self.in_planes = 16
        self.conv1 = nn.Conv2d(3, 16, kernel_size=3, stride=1, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = self._make_layer(block, 16, num_blocks[0], 1, option)
        self.layer2 = self._make_layer(block, 32, num_blocks[1], 2, option)
        self.layer3 = self._make_layer(block, 64, num_blocks[2], 2, option)
        self.linear = nn.Linear(64, num_classes)
        self.apply(_weights_init)

    def _make_layer(self, block, planes, num_blocks, stride, option):
        strides = [stride] + [1] * (num_blocks - 1)
        layers = []
        for stride in strides:
            layers.append(block(self.in_planes, planes, stride, option))
            self.in_planes = planes * block.expansion
        return nn.Sequential(*layers)

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.layer1(out)
        out = self.layer2(out)
        out = self.layer3(out)
        out = F.avg_pool2d(out, out.size()[3])
        out = out.view(out.size(0), -1)
        return self.linear(out)


def resnet20(**kwargs):
    return ResNet(BasicBlock, [3, 3, 3], **kwargs)


__all__ = ["ResNet", "resnet20"]

parser = argparse.ArgumentParser(description="Export a CIFAR ResNet")
parser.add_argument("--arch", "-a", default="resnet20", choices=sorted(n for n in __all__ if n.islower()))
parser.add_argument("--batch-size", default=2, type=int, metavar="N")
parser.add_argument("--option", default="B", help="shortcut type")
parser.add_argument("--half", dest="half", action="store_true")


def main():
    args = parser.parse_args([])
    print(vars(args))
    for option in ("A", args.option):
        torch.manual_seed(0)
        model = globals()[args.arch](option=option)
        model.eval()
        print(model.layer2[0].shortcut.__class__.__name__, len(list(filter(lambda p: p.requires_grad, model.parameters()))))
        torch.onnx.export(model, torch.randn(args.batch_size, 3, 32, 32), f"{args.arch}_{option}.onnx", dynamo=True, verbose=False)


if __name__ == "__main__":
    main()
