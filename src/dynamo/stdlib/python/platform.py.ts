/** `platform`, written in Python. */

export const PLATFORM = String.raw`
def system():
    return "Linux"
def machine():
    return "x86_64"
processor = machine
def node():
    return "localhost"
def release():
    return ""
version = release
def platform(aliased=False, terse=False):
    return "Linux"
def python_version():
    return "3.12.0"
def python_version_tuple():
    return ("3", "12", "0")
def python_implementation():
    return "CPython"
def python_compiler():
    return ""
def architecture(*args, **kwargs):
    return ("64bit", "ELF")
def mac_ver(*args, **kwargs):
    return ("", ("", "", ""), "")
def libc_ver(*args, **kwargs):
    return ("glibc", "2.35")
def uname():
    from types import SimpleNamespace
    return SimpleNamespace(system="Linux", node="localhost", release="", version="", machine="x86_64", processor="x86_64")
`;
