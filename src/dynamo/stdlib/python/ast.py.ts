/** `ast`, written in Python, as far as values go: `literal_eval`. There are no node classes. */

export const AST = String.raw`
import re as _re

_TOKEN = _re.compile(r"""\s*(?:
    (?P<number>(?:0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*)?\.?\d[\d_]*\.?(?:[eE][-+]?\d[\d_]*)?)[jJ]?)
  | (?P<string>(?:[rRbBuU]{1,2})?(?:'''(?:\\.|[^\\])*?'''|\"\"\"(?:\\.|[^\\])*?\"\"\"|'(?:\\.|[^\\'\n])*'|"(?:\\.|[^\\"\n])*"))
  | (?P<name>[A-Za-z_]\w*) | (?P<op>\.\.\.|[-+()\[\]{},:]) | (?P<end>(?:\#[^\n]*)?\Z))""", _re.VERBOSE | _re.DOTALL)
_NAMES = {"None": None, "True": True, "False": False, "Ellipsis": ...}

class _Literal:
    def __init__(self, text):
        self._text = text
        self._at = 0
        self._next()

    def _malformed(self):
        raise ValueError(f"malformed node or string on line {self._text[:self._at].count(chr(10)) + 1}: {self._text!r}")

    def _next(self):
        match = _TOKEN.match(self._text, self._at)
        if match is None:
            self._malformed()
        self._at = match.end()
        self.kind, self.value = match.lastgroup, match[match.lastgroup]

    def _take(self, op):
        if self.kind != "op" or self.value != op:
            return False
        self._next()
        return True

    def whole(self):
        items, comma = self._items(None)
        if self.kind != "end" or not items:
            self._malformed()
        return tuple(items) if comma else items[0]

    def _items(self, closing):
        items, comma = [], False
        while not (self.kind == "end" or self.kind == "op" and self.value == closing):
            items.append(self._sum())
            comma = self._take(",")
            if not comma:
                break
        if closing is not None and not self._take(closing):
            self._malformed()
        return items, comma or len(items) > 1

    def _sum(self):
        left = self._signed()
        if self.kind == "op" and self.value in "+-" and isinstance(left, (int, float)) and not isinstance(left, bool):
            minus = self.value == "-"
            self._next()
            right = self._signed()
            if not isinstance(right, complex):
                self._malformed()
            return left - right if minus else left + right
        return left

    def _signed(self):
        for op in "+-":
            if self._take(op):
                value = self._signed()
                if not isinstance(value, (int, float, complex)) or isinstance(value, bool):
                    self._malformed()
                return -value if op == "-" else value
        return self._value()

    def _value(self):
        kind, value = self.kind, self.value
        if kind == "number":
            self._next()
            return eval(value)
        if kind == "string":
            parts = []
            while self.kind == "string":
                parts.append(self.value)
                self._next()
            return eval(" ".join(parts))
        if kind == "name":
            self._next()
            if value == "set" and self._take("("):
                if not self._take(")"):
                    self._malformed()
                return set()
            if value not in _NAMES or value == "Ellipsis":
                self._malformed()
            return _NAMES[value]
        if self._take("..."):
            return ...
        if self._take("("):
            items, comma = self._items(")")
            return tuple(items) if comma or not items else items[0]
        if self._take("["):
            return self._items("]")[0]
        if self._take("{"):
            return self._braces()
        self._malformed()

    def _braces(self):
        if self._take("}"):
            return {}
        first = self._sum()
        if not self._take(":"):
            rest = self._items("}")[0] if self._take(",") else [] if self._take("}") else self._malformed()
            return {first, *rest}
        result = {first: self._sum()}
        while self._take(","):
            if self.kind == "op" and self.value == "}":
                break
            key = self._sum()
            if not self._take(":"):
                self._malformed()
            result[key] = self._sum()
        if not self._take("}"):
            self._malformed()
        return result

def literal_eval(node_or_string):
    if not isinstance(node_or_string, str):
        raise ValueError(f"malformed node or string: {node_or_string!r}")
    text = node_or_string.lstrip(" \t")
    compile(text, "<unknown>", "eval")
    return _Literal(text).whole()
`;
