/** `string`, written in Python. */

export const STRING = String.raw`
import re as _re

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_" + chr(96) + "{|}~"
printable = digits + ascii_letters + punctuation + whitespace

def capwords(s, sep=None):
    return (sep or " ").join(map(str.capitalize, s.split(sep)))

class Template:
    delimiter = "$"
    idpattern = r"(?a:[_a-z][_a-z0-9]*)"
    braceidpattern = None
    flags = _re.IGNORECASE

    def __init_subclass__(cls):
        super().__init_subclass__()
        cls._make()

    @classmethod
    def _make(cls):
        delim = _re.escape(cls.delimiter)
        brace = cls.braceidpattern or cls.idpattern
        cls.pattern = _re.compile(
            delim + "(?:(?P<escaped>" + delim + ")|(?P<named>" + cls.idpattern + ")|{(?P<braced>" + brace + ")}|(?P<invalid>))",
            cls.flags)

    def __init__(self, template):
        self.template = template

    def _invalid(self, mo):
        i = mo.start("invalid")
        lines = self.template[:i].splitlines(keepends=True)
        line, col = (len(lines), i - len("".join(lines[:-1])) + 1) if lines else (1, 1)
        raise ValueError("Invalid placeholder in string: line %d, col %d" % (line, col))

    def _substitute(self, mapping, safe):
        def convert(mo):
            name = mo.group("named") or mo.group("braced")
            if name is not None:
                if safe and name not in mapping:
                    return mo.group()
                return str(mapping[name])
            if mo.group("escaped") is not None:
                return self.delimiter
            return mo.group() if safe else self._invalid(mo)
        return self.pattern.sub(convert, self.template)

    def substitute(self, mapping={}, /, **kws):
        return self._substitute({**mapping, **kws}, False)

    def safe_substitute(self, mapping={}, /, **kws):
        return self._substitute({**mapping, **kws}, True)

Template._make()

class Formatter:
    def format(self, format_string, /, *args, **kwargs):
        return format_string.format(*args, **kwargs)

    def vformat(self, format_string, args, kwargs):
        return format_string.format(*args, **kwargs)
`;
