/** `re.Scanner`, written in Python. */

export const RE_SCANNER = String.raw`
import re


class Scanner:
    def __init__(self, lexicon, flags=0):
        self.lexicon = lexicon
        self._patterns = [(re.compile(phrase, flags), action) for phrase, action in lexicon]
        self.match = None

    def scan(self, string):
        out = []
        at = 0
        while True:
            for pattern, action in self._patterns:
                found = pattern.match(string, at)
                if found:
                    break
            else:
                break
            if found.end() == at:
                break
            if callable(action):
                self.match = found
                action = action(self, found.group())
            if action is not None:
                out.append(action)
            at = found.end()
        return out, string[at:]
`;
