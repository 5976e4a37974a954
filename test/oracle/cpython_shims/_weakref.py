"""The parts of weakref that Python code imports by this name."""

from weakref import ReferenceType, proxy, ref


def getweakrefcount(obj):
    return 0


def getweakrefs(obj):
    return []


def _remove_dead_weakref(d, key):
    d.pop(key, None)
