/** `linecache`, written in Python. */

export const LINECACHE = String.raw`
import _source

cache = {}

def getlines(filename, module_globals=None):
    return _source.lines(filename)

def getline(filename, lineno, module_globals=None):
    lines = getlines(filename)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""

def clearcache():
    pass

def checkcache(filename=None):
    pass
`;
