/** `csv`, written in Python: rows of text (RFC 4180 and its dialects). */

export const CSV = String.raw`
from io import StringIO as _StringIO

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL = range(6)
__version__ = "1.0"

class Error(Exception):
    pass

Error.__module__ = "_csv"
_limit = 131072
_dialects = {}
_DEFAULTS = dict(delimiter=",", quotechar='"', escapechar=None, doublequote=True, skipinitialspace=False,
                 lineterminator="\r\n", quoting=QUOTE_MINIMAL, strict=False)

class Dialect:
    _name = ""
    delimiter = quotechar = escapechar = doublequote = skipinitialspace = lineterminator = quoting = None

class excel(Dialect):
    delimiter, quotechar, doublequote, skipinitialspace, lineterminator, quoting = ",", '"', True, False, "\r\n", QUOTE_MINIMAL

class excel_tab(excel):
    delimiter = "\t"

class unix_dialect(Dialect):
    delimiter, quotechar, doublequote, skipinitialspace, lineterminator, quoting = ",", '"', True, False, "\n", QUOTE_ALL

def register_dialect(name, dialect=None, **fmtparams):
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _dialects[name] = _settings(dialect, fmtparams)

def unregister_dialect(name):
    if name not in _dialects:
        raise Error("unknown dialect")
    del _dialects[name]

def get_dialect(name):
    if name not in _dialects:
        raise Error("unknown dialect")
    return _dialects[name]

def list_dialects():
    return list(_dialects)

def field_size_limit(limit=None):
    global _limit
    old = _limit
    if limit is not None:
        _limit = limit
    return old

class _Settings:
    pass

def _settings(dialect, given):
    if isinstance(dialect, str):
        dialect = get_dialect(dialect)
    result = _Settings()
    for name, default in _DEFAULTS.items():
        value = getattr(dialect, name, None) if dialect is not None else None
        setattr(result, name, default if value is None and not (dialect is not None and name == "quotechar" and hasattr(dialect, "quotechar")) else value)
    for name, value in given.items():
        if name not in _DEFAULTS:
            raise TypeError(f"'{name}' is an invalid keyword argument for this function")
        setattr(result, name, value)
    for name in ("delimiter", "quotechar", "escapechar"):
        value = getattr(result, name)
        if value is None and name != "delimiter":
            continue
        if not isinstance(value, str):
            raise TypeError(f'"{name}" must be string{" or None" if name != "delimiter" else ""}, not {type(value).__name__}')
        if len(value) != 1:
            raise TypeError(f'"{name}" must be a 1-character string')
    if result.quoting != QUOTE_NONE and result.quotechar is None:
        if given.get("quoting") is None and "quotechar" in given:
            result.quoting = QUOTE_NONE
        else:
            raise TypeError("quotechar must be set if quoting enabled")
    return result

class _Reader:
    def __init__(self, lines, dialect):
        self._lines = iter(lines)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    def __next__(self):
        d = self.dialect
        fields, field, state, numeric = [], [], "start", False

        def save():
            nonlocal field, numeric
            text = "".join(field)
            if numeric:
                text = float(text)
            fields.append(text)
            field, numeric = [], False

        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if field or state == "quoted":
                    if d.strict:
                        raise Error("unexpected end of data") from None
                    save()
                    return fields
                raise
            if not isinstance(line, str):
                raise Error(f"iterator should return strings, not {type(line).__name__} (the file should be opened in text mode)")
            self.line_num += 1
            for c in [*line, ""]:
                end = c in ("\n", "\r", "")
                if state == "escape":
                    if c == "":
                        break
                    field.append(c)
                    state = "field"
                elif state == "escape quoted":
                    if c == "":
                        break
                    field.append(c)
                    state = "quoted"
                elif state == "quoted":
                    if c == "":
                        break
                    if c == d.escapechar:
                        state = "escape quoted"
                    elif c == d.quotechar and d.quoting != QUOTE_NONE:
                        state = "quote in quoted" if d.doublequote else "field"
                    else:
                        field.append(c)
                elif state == "quote in quoted":
                    if c == d.quotechar and c:
                        field.append(c)
                        state = "quoted"
                    elif c == d.delimiter:
                        save()
                        state = "start field"
                    elif end:
                        save()
                        state = "eol"
                    elif d.strict:
                        raise Error(f"'{d.delimiter}' expected after '{d.quotechar}'")
                    else:
                        field.append(c)
                        state = "field"
                elif state in ("start", "start field"):
                    if state == "start" and c == "":
                        break
                    if end:
                        if state == "start field":
                            save()
                        state = "eol"
                    elif c == d.quotechar and d.quoting != QUOTE_NONE:
                        state = "quoted"
                    elif c == d.escapechar:
                        state = "escape"
                    elif c == " " and d.skipinitialspace:
                        state = "start field"
                    elif c == d.delimiter:
                        save()
                        state = "start field"
                    else:
                        numeric = d.quoting == QUOTE_NONNUMERIC
                        field.append(c)
                        state = "field"
                elif state == "field":
                    if end:
                        save()
                        state = "eol"
                    elif c == d.escapechar:
                        state = "escape"
                    elif c == d.delimiter:
                        save()
                        state = "start field"
                    else:
                        field.append(c)
                elif state == "eol" and not end:
                    raise Error("new-line character seen in unquoted field - do you need to open the file with newline=''?")
            if state in ("eol", "start"):
                return fields
            if state not in ("quoted", "escape", "escape quoted"):
                save()
                return fields

class _Writer:
    def __init__(self, stream, dialect):
        self._stream = stream
        self.dialect = dialect

    def _field(self, value, alone):
        d = self.dialect
        if value is None:
            text = ""
        elif isinstance(value, str):
            text = value
        else:
            text = repr(value) if isinstance(value, float) else str(value)
        quoted = d.quoting == QUOTE_ALL or (d.quoting == QUOTE_NONNUMERIC and not isinstance(value, (int, float))) or \
            (d.quoting == QUOTE_STRINGS and isinstance(value, str)) or (d.quoting == QUOTE_NOTNULL and value is not None)
        out = []
        for c in text:
            if c in (d.delimiter, d.escapechar, d.quotechar, "\n", "\r") or c in d.lineterminator:
                if d.quoting == QUOTE_NONE:
                    escaped = True
                elif c == d.quotechar:
                    escaped = False
                    if d.doublequote:
                        out.append(c)
                    else:
                        escaped = True
                    quoted = quoted or not escaped
                elif c == d.escapechar:
                    escaped = True
                else:
                    escaped, quoted = False, True
                if escaped:
                    if d.escapechar is None:
                        raise Error("need to escape, but no escapechar set")
                    out.append(d.escapechar)
            out.append(c)
        if not text and alone and not quoted:
            if d.quoting == QUOTE_NONE:
                raise Error("single empty field record must be quoted")
            quoted = True
        text = "".join(out)
        return d.quotechar + text + d.quotechar if quoted else text

    def writerow(self, row, /):
        try:
            row = list(row)
        except TypeError:
            raise Error(f"iterable expected, not {type(row).__name__}") from None
        text = self.dialect.delimiter.join(self._field(value, len(row) == 1) for value in row)
        return self._stream.write(text + self.dialect.lineterminator)

    def writerows(self, rows, /):
        for row in rows:
            self.writerow(row)

def reader(iterable, /, dialect="excel", **fmtparams):
    return _Reader(iterable, _settings(dialect, fmtparams))

def writer(fileobj, /, dialect="excel", **fmtparams):
    if not hasattr(fileobj, "write"):
        raise TypeError('argument 1 must have a "write" method')
    return _Writer(fileobj, _settings(dialect, fmtparams))

class DictReader:
    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args, **kwds):
        self._fieldnames = None if fieldnames is None else list(fieldnames)
        self.restkey, self.restval, self.dialect = restkey, restval, dialect
        self.reader = reader(f, dialect, *args, **kwds)
        self.line_num = 0

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            try:
                self._fieldnames = next(self.reader)
            except StopIteration:
                pass
        self.line_num = self.reader.line_num
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    def __next__(self):
        if self.line_num == 0:
            self.fieldnames
        row = next(self.reader)
        while row == []:
            row = next(self.reader)
        self.line_num = self.reader.line_num
        names = self.fieldnames
        result = dict(zip(names, row))
        if len(names) < len(row):
            result[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            result[name] = self.restval
        return result

class DictWriter:
    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args, **kwds):
        if extrasaction.lower() not in ("raise", "ignore"):
            raise ValueError(f"extrasaction ({extrasaction}) must be 'raise' or 'ignore'")
        self.fieldnames = fieldnames
        self.restval, self.extrasaction = restval, extrasaction.lower()
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def _row(self, rowdict):
        if self.extrasaction == "raise":
            extra = [name for name in rowdict if name not in self.fieldnames]
            if extra:
                raise ValueError("dict contains fields not in fieldnames: " + ", ".join(map(repr, extra)))
        return [rowdict.get(name, self.restval) for name in self.fieldnames]

    def writerow(self, rowdict):
        return self.writer.writerow(self._row(rowdict))

    def writerows(self, rowdicts):
        return self.writer.writerows(map(self._row, rowdicts))

class Sniffer:
    preferred = [",", "\t", ";", " ", ":"]

    def sniff(self, sample, delimiters=None):
        lines = [line for line in sample.splitlines() if line]
        for delimiter in delimiters or self.preferred:
            counts = {len(row) for row in reader(lines, delimiter=delimiter)}
            if len(counts) == 1 and counts.pop() > 1:
                return type("dialect", (excel,), {"_name": "sniffed", "delimiter": delimiter})
        raise Error("Could not determine delimiter")

    def has_header(self, sample):
        rows = list(reader(_StringIO(sample), self.sniff(sample)))
        def numeric(text):
            try:
                complex(text)
                return True
            except ValueError:
                return False
        votes = 0
        for column, title in enumerate(rows[0]):
            kinds = {numeric(row[column]) for row in rows[1:21] if len(row) == len(rows[0])}
            if kinds == {True}:
                votes += -1 if numeric(title) else 1
        return votes > 0

register_dialect("excel", excel)
register_dialect("excel-tab", excel_tab)
register_dialect("unix", unix_dialect)
`;
