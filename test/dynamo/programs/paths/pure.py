from pathlib import PurePosixPath as P
p = P("/a/b") / "c.tar.gz"
print(p, p.name, p.stem, p.suffix, p.suffixes, p.parent, p.parts, p.with_suffix(".x"), p.with_name("z"), P("a") / "/b", P("a/../b"), p.is_absolute(), p.relative_to("/a"), list(p.parents)[:2], repr(P("x")), P("a") == P("a/"), p.match("*.gz"))
