/** `fnmatch`, written in Python. */

export const FNMATCH = String.raw`
import re

def translate(pat):
    out, i = "", 0
    while i < len(pat):
        c = pat[i]
        i += 1
        if c == "*":
            out += ".*"
        elif c == "?":
            out += "."
        elif c == "[":
            j = pat.find("]", i + 2 if pat[i:i + 1] == "!" else i + 1)
            if j < 0:
                out += "\\["
            else:
                body = pat[i:j].replace("\\", "\\\\")
                out += "[" + ("^" + body[1:] if body.startswith("!") else body) + "]"
                i = j + 1
        else:
            out += re.escape(c)
    return "(?s:" + out + r")\Z"

def fnmatchcase(name, pat):
    return re.match(translate(pat), name) is not None

fnmatch = fnmatchcase

def filter(names, pat):
    return [n for n in names if fnmatchcase(n, pat)]
`;
