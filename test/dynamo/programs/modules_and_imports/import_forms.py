import os.path, math as m
from math import pi as p, sqrt
from collections import *
import sys
print(os.path.join("a", "b"), m.floor(2.5), p == m.pi, sqrt(9), deque([1]), sys.modules["math"] is m, __name__, "math" in sys.modules)
