import torch


def f(x):
    y = x
      return y
#    ^ DYN1001: unexpected indent
