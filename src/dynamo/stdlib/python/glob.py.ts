/** `glob`, written in Python. */

export const GLOB = String.raw`
import fnmatch
import os

def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    head, tail = os.path.split(pathname)
    if not has_magic(pathname):
        if os.path.exists(pathname):
            yield pathname
        return
    if tail == "**" and recursive:
        for top, dirs, files in os.walk(head or "."):
            for name in dirs + files:
                yield os.path.join(top, name) if head else os.path.relpath(os.path.join(top, name), ".")
        return
    heads = iglob(head, recursive=recursive) if head and has_magic(head) else [head]
    for directory in heads:
        if directory and not os.path.isdir(directory):
            continue
        for name in sorted(os.listdir(directory or ".")):
            if fnmatch.fnmatchcase(name, tail) and (include_hidden or not name.startswith(".") or tail.startswith(".")):
                yield os.path.join(directory, name)

def glob(pathname, **kwargs):
    return list(iglob(pathname, **kwargs))

def has_magic(s):
    return any(c in s for c in "*?[")

def escape(pathname):
    return "".join("[" + c + "]" if c in "*?[" else c for c in pathname)
`;
