import torch


def spin():
    n = 0
    while True:
# at 5 to 2:15 DYN1005: The program ran more than
        n += 1


if __name__ == "__main__":
    spin()
    torch.onnx.export(torch.nn.Linear(2, 2), (torch.ones(1, 2),), "m.onnx")
