/** `configparser` and `shlex`, written in Python: INI files and shell words. */

export const CONFIGPARSER = String.raw`
from collections import ChainMap as _ChainMap
from collections.abc import MutableMapping
import io as _io
import re as _re

DEFAULTSECT = "DEFAULT"
MAX_INTERPOLATION_DEPTH = 10
_UNSET = object()

class Error(Exception):
    def __init__(self, msg=""):
        self.message = msg
        super().__init__(msg)

    def __repr__(self):
        return self.message

    __str__ = __repr__

class NoSectionError(Error):
    def __init__(self, section):
        super().__init__(f"No section: {section!r}")
        self.section = section
        self.args = (section,)

class DuplicateSectionError(Error):
    def __init__(self, section, source=None, lineno=None):
        where = "" if source is None else f"While reading from {source!r}" + ("" if lineno is None else f" [line {lineno:2d}]") + ": "
        super().__init__(f"{where}{'section' if where else 'Section'} {section!r} already exists")
        self.section, self.source, self.lineno = section, source, lineno

class DuplicateOptionError(Error):
    def __init__(self, section, option, source=None, lineno=None):
        where = "" if source is None else f"While reading from {source!r}" + ("" if lineno is None else f" [line {lineno:2d}]") + ": "
        super().__init__(f"{where}{'option' if where else 'Option'} {option!r} in section {section!r} already exists")
        self.section, self.option = section, option

class NoOptionError(Error):
    def __init__(self, option, section):
        super().__init__(f"No option {option!r} in section: {section!r}")
        self.option, self.section = option, section
        self.args = (option, section)

class InterpolationError(Error):
    def __init__(self, option, section, msg):
        super().__init__(msg)
        self.option, self.section = option, section

class InterpolationMissingOptionError(InterpolationError):
    def __init__(self, option, section, rawval, reference):
        super().__init__(option, section, f"Bad value substitution: option {option!r} in section {section!r} contains an interpolation "
                                          f"key {reference!r} which is not a valid option name. Raw value: {rawval!r}")
        self.reference = reference

class InterpolationSyntaxError(InterpolationError):
    pass

class InterpolationDepthError(InterpolationError):
    def __init__(self, option, section, rawval):
        super().__init__(option, section, f"Recursion limit exceeded in value substitution: option {option!r} in section {section!r} "
                                          f"contains an interpolation key which cannot be substituted in {MAX_INTERPOLATION_DEPTH} steps. Raw value: {rawval!r}")

class ParsingError(Error):
    def __init__(self, source):
        super().__init__(f"Source contains parsing errors: {source!r}")
        self.source, self.errors = source, []

    def append(self, lineno, line):
        self.errors.append((lineno, line))
        self.message += f"\n\t[line {lineno:2d}]: {line}"
        return self

class MissingSectionHeaderError(ParsingError):
    def __init__(self, filename, lineno, line):
        Error.__init__(self, f"File contains no section headers.\nfile: {filename!r}, line: {lineno}\n{line!r}")
        self.source, self.lineno, self.line = filename, lineno, line

class Interpolation:
    def get(self, parser, section, option, value, defaults):
        return value

    def check(self, value):
        pass

class BasicInterpolation(Interpolation):
    def get(self, parser, section, option, value, defaults, depth=1):
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, value)
        def one(match):
            if match[0] == "%%":
                return "%"
            if match[1] is None:
                raise InterpolationSyntaxError(option, section, f"'%' must be followed by '%' or '(', found: {value[match.start():]!r}")
            key = parser.optionxform(match[1])
            if key not in defaults:
                raise InterpolationMissingOptionError(option, section, value, key)
            return self.get(parser, section, option, defaults[key], defaults, depth + 1)
        return _re.sub(r"%%|%\(([^)]+)\)s|%", one, value)

    def check(self, value):
        if "%" in _re.sub(r"%%|%\([^)]+\)s", "", value):
            raise ValueError(f"invalid interpolation syntax in {value!r} at position {value.find('%')}")

class ExtendedInterpolation(Interpolation):
    def get(self, parser, section, option, value, defaults, depth=1):
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, value)
        def one(match):
            if match[0] == "$$":
                return "$"
            if match[1] is None:
                raise InterpolationSyntaxError(option, section, f"'$' must be followed by '$' or '{{', found: {value[match.start():]!r}")
            where, colon, key = match[1].rpartition(":")
            key = parser.optionxform(key)
            try:
                inner = parser.get(where, key, raw=True) if colon else defaults[key]
            except (KeyError, NoSectionError, NoOptionError):
                raise InterpolationMissingOptionError(option, section, value, match[1]) from None
            scope = dict(parser.items(where, raw=True)) if colon else defaults
            return self.get(parser, where or section, option, inner, scope, depth + 1)
        return _re.sub(r"\$\$|\$\{([^}]+)\}|\$", one, value)

class RawConfigParser(MutableMapping):
    _DEFAULT_INTERPOLATION = Interpolation()
    BOOLEAN_STATES = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}

    def __init__(self, defaults=None, dict_type=dict, allow_no_value=False, *, delimiters=("=", ":"), comment_prefixes=("#", ";"),
                 inline_comment_prefixes=None, strict=True, empty_lines_in_values=True, default_section=DEFAULTSECT,
                 interpolation=_UNSET, converters=_UNSET):
        self._sections, self._defaults = {}, {}
        self._delimiters, self._comments = tuple(delimiters), tuple(comment_prefixes or ())
        self._inline, self._strict = tuple(inline_comment_prefixes or ()), strict
        self._allow_no_value, self._empty_lines, self.default_section = allow_no_value, empty_lines_in_values, default_section
        self._interpolation = self._DEFAULT_INTERPOLATION if interpolation is _UNSET else Interpolation() if interpolation is None else interpolation
        for name, convert in ({} if converters is _UNSET else converters).items():
            setattr(self, "get" + name, lambda section, option, convert=convert, **kwargs: self._convert(section, option, convert, **kwargs))
        self._converters = [] if converters is _UNSET else list(converters)
        self._proxies = {default_section: SectionProxy(self, default_section)}
        if defaults:
            for key, value in defaults.items():
                self._defaults[self.optionxform(str(key))] = None if value is None else str(value)

    def optionxform(self, optionstr):
        return optionstr.lower()

    def defaults(self):
        return self._defaults

    def sections(self):
        return list(self._sections)

    def add_section(self, section):
        if section == self.default_section:
            raise ValueError(f"Invalid section name: {section!r}")
        if section in self._sections:
            raise DuplicateSectionError(section)
        self._sections[section] = {}
        self._proxies[section] = SectionProxy(self, section)

    def has_section(self, section):
        return section in self._sections

    def options(self, section):
        if section not in self._sections:
            raise NoSectionError(section)
        return list({**self._sections[section], **{k: 0 for k in self._defaults}})

    def read(self, filenames, encoding=None):
        read = []
        for name in [filenames] if isinstance(filenames, (str, bytes)) or hasattr(filenames, "__fspath__") else filenames:
            try:
                with open(name, encoding=encoding) as stream:
                    self._read(stream, name)
            except OSError:
                continue
            read.append(name)
        return read

    def read_file(self, f, source=None):
        self._read(f, source or getattr(f, "name", "<???>"))

    def read_string(self, string, source="<string>"):
        self._read(_io.StringIO(string), source)

    def read_dict(self, dictionary, source="<dict>"):
        seen = set()
        for section, keys in dictionary.items():
            section = str(section)
            if section in seen and self._strict:
                raise DuplicateSectionError(section, source)
            seen.add(section)
            if section != self.default_section and section not in self._sections:
                self.add_section(section)
            for key, value in keys.items():
                self.set(section, self.optionxform(str(key)), None if value is None else str(value))

    def _read(self, lines, source):
        current = name = option = None
        indent, seen, error = 0, set(), None
        for number, line in enumerate(lines, 1):
            text = line
            for prefix in self._inline:
                at = text.find(prefix)
                while at > 0 and not text[at - 1].isspace():
                    at = text.find(prefix, at + 1)
                if at >= 0:
                    text = text[:at]
            if any(text.strip().startswith(prefix) for prefix in self._comments):
                text = ""
                comment = True
            else:
                comment = False
            value = text.strip()
            if not value:
                if self._empty_lines and not comment and current is not None and option and isinstance(current.get(option), list):
                    current[option].append("")
                elif not self._empty_lines:
                    indent = float("inf")
                continue
            level = len(line) - len(line.lstrip())
            if current is not None and option and level > indent:
                if isinstance(current[option], list):
                    current[option].append(value)
                continue
            indent = level
            header = _re.match(r"\[(?P<header>.+)\]", value)
            if header is not None:
                name = header["header"]
                if name == self.default_section:
                    current = self._defaults
                else:
                    if name in self._sections:
                        if self._strict and name in seen:
                            raise DuplicateSectionError(name, source, number)
                    else:
                        self.add_section(name)
                    current = self._sections[name]
                    seen.add(name)
                option = None
                continue
            if current is None:
                raise MissingSectionHeaderError(source, number, line)
            places = [(value.find(d), d) for d in self._delimiters if value.find(d) >= 0]
            if not places and not self._allow_no_value:
                error = (error or ParsingError(source)).append(number, repr(line))
                continue
            at, delimiter = min(places, default=(len(value), ""))
            option = self.optionxform(value[:at].rstrip())
            if self._strict and (name, option) in seen:
                raise DuplicateOptionError(name, option, source, number)
            seen.add((name, option))
            current[option] = [value[at + len(delimiter):].strip()] if delimiter else None
        for section in [self._defaults, *self._sections.values()]:
            for key, value in section.items():
                if isinstance(value, list):
                    section[key] = "\n".join(value).rstrip()
        if error is not None:
            raise error

    def _scope(self, section, vars):
        if section == self.default_section:
            own = {}
        elif section in self._sections:
            own = self._sections[section]
        else:
            raise NoSectionError(section)
        extra = {self.optionxform(k): None if v is None else str(v) for k, v in (vars or {}).items()}
        return _ChainMap(extra, own, self._defaults)

    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        try:
            scope = self._scope(section, vars)
        except NoSectionError:
            if fallback is _UNSET:
                raise
            return fallback
        option = self.optionxform(option)
        if option not in scope:
            if fallback is _UNSET:
                raise NoOptionError(option, section)
            return fallback
        value = scope[option]
        return value if raw or value is None else self._interpolation.get(self, section, option, value, scope)

    def _convert(self, section, option, convert, *, raw=False, vars=None, fallback=_UNSET):
        try:
            value = self.get(section, option, raw=raw, vars=vars)
        except (NoSectionError, NoOptionError):
            if fallback is _UNSET:
                raise
            return fallback
        return convert(value)

    def getint(self, section, option, **kwargs):
        return self._convert(section, option, int, **kwargs)

    def getfloat(self, section, option, **kwargs):
        return self._convert(section, option, float, **kwargs)

    def getboolean(self, section, option, **kwargs):
        return self._convert(section, option, self._convert_to_boolean, **kwargs)

    def _convert_to_boolean(self, value):
        if value.lower() not in self.BOOLEAN_STATES:
            raise ValueError(f"Not a boolean: {value}")
        return self.BOOLEAN_STATES[value.lower()]

    def items(self, section=_UNSET, raw=False, vars=None):
        if section is _UNSET:
            return super().items()
        scope = self._scope(section, vars)
        names = list(dict.fromkeys([*self._defaults, *scope.maps[1], *scope.maps[0]]))
        return [(name, self.get(section, name, raw=raw, vars=vars)) for name in names]

    def has_option(self, section, option):
        if not section or section == self.default_section:
            return self.optionxform(option) in self._defaults
        return section in self._sections and self.optionxform(option) in {**self._defaults, **self._sections[section]}

    def set(self, section, option, value=None):
        if value:
            self._interpolation.check(value)
        if not section or section == self.default_section:
            target = self._defaults
        elif section in self._sections:
            target = self._sections[section]
        else:
            raise NoSectionError(section)
        target[self.optionxform(option)] = value

    def write(self, fp, space_around_delimiters=True):
        delimiter = f" {self._delimiters[0]} " if space_around_delimiters else self._delimiters[0]
        for name, options in [*([(self.default_section, self._defaults)] if self._defaults else []), *self._sections.items()]:
            fp.write(f"[{name}]\n")
            for key, value in options.items():
                text = "" if value is None and self._allow_no_value else delimiter + str(value).replace("\n", "\n\t")
                fp.write(f"{key}{text}\n")
            fp.write("\n")

    def remove_option(self, section, option):
        target = self._defaults if not section or section == self.default_section else self._sections.get(section)
        if target is None:
            raise NoSectionError(section)
        return target.pop(self.optionxform(option), None) is not None

    def remove_section(self, section):
        existed = section in self._sections
        if existed:
            del self._sections[section], self._proxies[section]
        return existed

    def __getitem__(self, key):
        if key != self.default_section and key not in self._sections:
            raise KeyError(key)
        return self._proxies[key]

    def __setitem__(self, key, value):
        if key in self:
            target = self._defaults if key == self.default_section else self._sections[key]
            target.clear()
        self.read_dict({key: value})

    def __delitem__(self, key):
        if key == self.default_section:
            raise ValueError("Cannot remove the default section.")
        if key not in self._sections:
            raise KeyError(key)
        self.remove_section(key)

    def __contains__(self, key):
        return key == self.default_section or key in self._sections

    def __len__(self):
        return len(self._sections) + 1

    def __iter__(self):
        return iter([self.default_section, *self._sections])

class ConfigParser(RawConfigParser):
    _DEFAULT_INTERPOLATION = BasicInterpolation()

    def set(self, section, option, value=None):
        if not isinstance(option, str):
            raise TypeError("option keys must be strings")
        if not isinstance(value, str) and not (value is None and self._allow_no_value):
            raise TypeError("option values must be strings")
        super().set(section, option, value)

    def add_section(self, section):
        if not isinstance(section, str):
            raise TypeError("section names must be strings")
        super().add_section(section)

class SectionProxy(MutableMapping):
    def __init__(self, parser, name):
        self._parser, self._name = parser, name

    @property
    def parser(self):
        return self._parser

    @property
    def name(self):
        return self._name

    def __repr__(self):
        return f"<Section: {self._name}>"

    def __getitem__(self, key):
        if not self._parser.has_option(self._name, key):
            raise KeyError(key)
        return self._parser.get(self._name, key)

    def __setitem__(self, key, value):
        self._parser.set(self._name, key, value)

    def __delitem__(self, key):
        if not self._parser.has_option(self._name, key) or not self._parser.remove_option(self._name, key):
            raise KeyError(key)

    def __contains__(self, key):
        return self._parser.has_option(self._name, key)

    def _options(self):
        return list(self._parser.defaults()) if self._name == self._parser.default_section else self._parser.options(self._name)

    def __len__(self):
        return len(self._options())

    def __iter__(self):
        return iter(self._options())

    def get(self, option, fallback=None, *, raw=False, vars=None, **kwargs):
        return self._parser.get(self._name, option, raw=raw, vars=vars, fallback=fallback)

    def __getattr__(self, name):
        # The converters of the parser: getint, getfloat, getboolean and its own.
        if not name.startswith("get") or not hasattr(self._parser, name):
            raise AttributeError(name)
        method = getattr(self._parser, name)
        return lambda option, fallback=None, **kwargs: method(self._name, option, fallback=fallback, **kwargs)
`;

export const SHLEX = String.raw`
import re as _re

_UNSAFE = _re.compile(r"[^\w@%+=:,./-]", _re.ASCII)

def quote(s):
    if not s:
        return "''"
    return s if _UNSAFE.search(s) is None else "'" + s.replace("'", "'\"'\"'") + "'"

def join(split_command):
    return " ".join(quote(arg) for arg in split_command)

def split(s, comments=False, posix=True):
    words, word, mark, i = [], None, None, 0
    while i < len(s):
        c = s[i]
        if mark is not None:
            if c == mark:
                mark = None
                if not posix:
                    word += c
            elif c == "\\" and mark == '"' and posix and i + 1 < len(s):
                i += 1
                word += s[i] if s[i] in '"\\' else "\\" + s[i]
            else:
                word += c
        elif c.isspace():
            if word is not None:
                words.append(word)
            word = None
        elif c in "'\"":
            mark = c
            word = (word or "") + ("" if posix else c)
        elif c == "\\" and posix:
            i += 1
            if i == len(s):
                raise ValueError("No escaped character")
            word = (word or "") + s[i]
        elif c == "#" and comments:
            while i < len(s) and s[i] != "\n":
                i += 1
            continue
        else:
            word = (word or "") + c
        i += 1
    if mark is not None:
        raise ValueError("No closing quotation")
    return words if word is None else [*words, word]
`;
