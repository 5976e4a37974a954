/** The flags of `re`, written in Python. */

export const RE_FLAGS = String.raw`
from enum import IntFlag

class RegexFlag(IntFlag):
    NOFLAG = 0
    ASCII = A = 256
    IGNORECASE = I = 2
    LOCALE = L = 4
    UNICODE = U = 32
    MULTILINE = M = 8
    DOTALL = S = 16
    VERBOSE = X = 64
    TEMPLATE = T = 1
    DEBUG = 128
    __str__ = object.__str__

    def __repr__(self):
        if self._name_ is None:
            return "re.RegexFlag(%r)" % int(self)
        return "|".join("re." + name for name in self._name_.split("|"))

RegexFlag.__module__ = "re"
globals().update(RegexFlag.__members__)
`;
