import string, io, importlib, importlib.util, textwrap, traceback, pathlib, glob, platform, gc, atexit, fnmatch, tempfile, subprocess, shutil, errno, copyreg
print(string.Template("$a ${b} $$").substitute(a=1, b=2), string.ascii_letters, string.capwords("ab cd"), string.punctuation)
s = io.StringIO(); print("hi", 3, file=s); s.write("x\ny"); print(repr(s.getvalue())); s.seek(0); print(s.readline(), list(s))
print(io.BytesIO(b"abc").read(2), importlib.import_module("collections.abc").__name__, importlib.util.find_spec("nope_zz"), importlib.util.find_spec("json") is not None)
print(textwrap.dedent("  a\n    b\n"), textwrap.fill("the quick brown fox jumps over the lazy dog", 20), textwrap.indent("a\nb", "> "), textwrap.shorten("hello big world", 11))
p = pathlib.Path("/a/b") / "c.tar.gz"; print(p, p.name, p.stem, p.suffix, p.suffixes, p.parent, p.parts, p.with_suffix(".x"), p.exists(), repr(p), p.relative_to("/a"), list(map(str, p.parents)), p == pathlib.Path("/a/b/c.tar.gz"), pathlib.PurePath("a", "../b"))
print(fnmatch.fnmatch("abc.py", "*.py"), fnmatch.filter(["a","b"], "[!a]"))
try:
    try: 1/0
    except ZeroDivisionError as e: raise ValueError("x") from e
except ValueError: print(traceback.format_exc().splitlines()[-1], "direct cause" in traceback.format_exc())
from dataclasses import dataclass
@dataclass
class C:
    "doc"
    x: int
@dataclass
class D:
    x: int
    y: str = "a"
print(C.__doc__, D.__doc__)
