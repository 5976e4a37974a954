import argparse
p = argparse.ArgumentParser(prog="p", description="d")
p.add_argument("file"); p.add_argument("--lr", type=float, default=0.1); p.add_argument("-v", "--verbose", action="store_true"); p.add_argument("--dims", nargs="+", type=int); p.add_argument("--mode", choices=["a", "b"], default="a")
print(p.parse_args(["f.py", "--lr", "2", "-v", "--dims", "1", "2"]), p.parse_args(["x"]).mode, p.parse_known_args(["x", "--zz"])[1], vars(p.parse_args(["q", "--mode=b"]))["mode"])
