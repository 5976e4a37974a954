import os.path as o
print(o.join("a", "b", "c.py"), o.join("a", "/b"), o.basename("/x/y.z"), o.dirname("/x/y"), o.splitext("a.b.c"), o.split("/a/b"), o.normpath("a/./b/../c"), o.isabs("/a"), o.commonprefix(["abc", "abd"]), o.relpath("/a/b", "/a/c"), o.splitext(".rc"))
