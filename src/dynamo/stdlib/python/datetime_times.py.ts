/** `datetime`, written in Python, second part: `time`, `datetime` and their text forms (ISO 8601). */

export const DATETIME_TIMES = String.raw`
def _check_time(hour, minute, second, microsecond, fold):
    _integers(hour, minute, second, microsecond)
    for name, value, limit in (("hour", hour, 23), ("minute", minute, 59), ("second", second, 59), ("microsecond", microsecond, 999999)):
        if not 0 <= value <= limit:
            raise ValueError(f"{name} must be in 0..{limit}")
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1")

def _check_zone(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(tz).__name__}'")

def _time_text(hour, minute, second, microsecond, timespec):
    if timespec == "auto":
        timespec = "microseconds" if microsecond else "seconds"
    if timespec not in ("hours", "minutes", "seconds", "milliseconds", "microseconds"):
        raise ValueError("Unknown timespec value")
    text = f"{hour:02d}"
    if timespec != "hours":
        text += f":{minute:02d}"
    if timespec not in ("hours", "minutes"):
        text += f":{second:02d}"
    if timespec == "milliseconds":
        text += f".{microsecond // 1000:03d}"
    return text + (f".{microsecond:06d}" if timespec == "microseconds" else "")

def _digits(text, *sizes):
    """The numbers that stand in text with these numbers of digits; None when something else does."""
    if len(text) != sum(sizes) or not text.isascii() or not text.isdigit():
        return None
    values, at = [], 0
    for size in sizes:
        values.append(int(text[at:at + size]))
        at += size
    return values

def _parse_iso_date(text):
    if len(text) == 10 and text[4] == text[7] == "-" and "W" not in text:
        return _digits(text[:4] + text[5:7] + text[8:], 4, 2, 2)
    if len(text) == 8 and text.isdigit():
        return _digits(text, 4, 2, 2)
    if "W" in text[4:6]:
        plain = text.replace("-", "")
        if len(plain) in (7, 8) and plain[4] == "W" and text in (plain, f"{plain[:4]}-{plain[4:7]}" + ("-" + plain[7] if len(plain) == 8 else "")):
            week = _digits(plain[:4] + plain[5:].ljust(3, "1"), 4, 2, 1)
            if week is not None:
                parsed = date.fromisocalendar(*week)
                return [parsed.year, parsed.month, parsed.day]
    return None

def _parse_clock(text):
    """[hour, minute, second, microsecond] of HH[:MM[:SS[.f]]] with or without colons; None when it isn't that."""
    head, point, fraction = text.replace(",", ".").partition(".")
    parts = head.split(":") if ":" in head else [head[i:i + 2] for i in range(0, len(head), 2)]
    if not 1 <= len(parts) <= 3 or (point and (len(parts) != 3 or not fraction)):
        return None
    values = [_digits(part, 2) for part in parts]
    if None in values or (point and not (fraction.isascii() and fraction.isdigit())):
        return None
    numbers = [v[0] for v in values] + [0] * (3 - len(values))
    return numbers + [int(fraction[:6].ljust(6, "0")) if point else 0]

def _parse_iso_time(text):
    """The clock's numbers and the time zone; None when malformed."""
    zone = None
    at = max(text.find("+"), text.find("-"), text.find("Z"))
    if at >= 0:
        tail, text = text[at:], text[:at]
        if tail == "Z":
            zone = timezone.utc
        else:
            clock = _parse_clock(tail[1:])
            if clock is None or len(tail) < 3:
                return None
            offset = timedelta(hours=clock[0], minutes=clock[1], seconds=clock[2], microseconds=clock[3])
            zone = timezone(-offset if tail[0] == "-" else offset)
    clock = _parse_clock(text)
    return None if clock is None else clock + [zone]

class _Clock:
    """What times and datetimes share."""
    __slots__ = ()

    @property
    def hour(self):
        return self._hour

    @property
    def minute(self):
        return self._minute

    @property
    def second(self):
        return self._second

    @property
    def microsecond(self):
        return self._microsecond

    @property
    def tzinfo(self):
        return self._tzinfo

    @property
    def fold(self):
        return self._fold

    def _ask_zone(self, name):
        if self._tzinfo is None:
            return None
        result = getattr(self._tzinfo, name)(self._as_seen())
        if result is not None and name != "tzname":
            if not isinstance(result, timedelta):
                raise TypeError(f"tzinfo.{name}() must return None or a timedelta, not '{type(result).__name__}'")
            if not -86400 < result.total_seconds() < 86400:
                raise ValueError(f"{name}()={result}, must be strictly between -timedelta(hours=24) and timedelta(hours=24)")
        return result

    def utcoffset(self):
        return self._ask_zone("utcoffset")

    def dst(self):
        return self._ask_zone("dst")

    def tzname(self):
        return self._ask_zone("tzname")

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)

    def _zone_texts(self):
        return self.tzname() or "", _offset_text(self.utcoffset(), "")

    def _clock_repr(self):
        return f", {self._second}, {self._microsecond}" if self._microsecond else f", {self._second}" if self._second else ""

    def _tail_repr(self):
        zone = "" if self._tzinfo is None else f", tzinfo={self._tzinfo!r}"
        return (f", fold={self._fold}" if self._fold else "") + zone

@_comparisons("time")
class time(_Clock):
    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        _check_time(hour, minute, second, microsecond, fold)
        _check_zone(tzinfo)
        self = object.__new__(cls)
        self._hour, self._minute, self._second, self._microsecond = hour, minute, second, microsecond
        self._tzinfo, self._fold = tzinfo, fold
        return self

    @classmethod
    def fromisoformat(cls, time_string, /):
        if not isinstance(time_string, str):
            raise TypeError("fromisoformat: argument must be str")
        parsed = _parse_iso_time(time_string.removeprefix("T"))
        if parsed is None:
            raise ValueError(f"Invalid isoformat string: {time_string!r}")
        return cls(*parsed)

    def _as_seen(self):
        return None

    def isoformat(self, timespec="auto"):
        return _time_text(self._hour, self._minute, self._second, self._microsecond, timespec) + _offset_text(self.utcoffset())

    def __str__(self):
        return self.isoformat()

    def __repr__(self):
        return f"{_shown(self)}({self._hour}, {self._minute}{self._clock_repr()}{self._tail_repr()})"

    def strftime(self, format, /):
        return _strftime.format(format, (1900, 1, 1, self._hour, self._minute, self._second, 0, 1, self._microsecond, *self._zone_texts()))

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        pick = lambda value, own: own if value is None else value
        return type(self)(pick(hour, self._hour), pick(minute, self._minute), pick(second, self._second),
                          pick(microsecond, self._microsecond), self._tzinfo if tzinfo is True else tzinfo, fold=pick(fold, self._fold))

    def _position(self):
        return ((self._hour * 60 + self._minute) * 60 + self._second) * 1000000 + self._microsecond

    def _compare(self, other, equality):
        if not isinstance(other, time):
            return NotImplemented
        mine, others = self.utcoffset(), other.utcoffset()
        if (mine is None) != (others is None):
            if equality:
                return 2
            raise TypeError("can't compare offset-naive and offset-aware times")
        shift = 0 if mine is None else others._total() - mine._total()
        return _ordered(self._position() + shift, other._position())

    def __eq__(self, other):
        c = self._compare(other, True)
        return c if c is NotImplemented else c == 0

    def __hash__(self):
        offset = self.utcoffset()
        return hash(self._position() - (offset._total() if offset else 0))

    def __reduce__(self):
        return self.__class__, (self._hour, self._minute, self._second, self._microsecond, self._tzinfo)

time.min, time.max, time.resolution = time(0, 0), time(23, 59, 59, 999999), timedelta(microseconds=1)
_zone_class, _time_class = tzinfo, time

class datetime(_Clock, date):
    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        _check_date(year, month, day)
        _check_time(hour, minute, second, microsecond, fold)
        _check_zone(tzinfo)
        self = object.__new__(cls)
        self._year, self._month, self._day = year, month, day
        self._hour, self._minute, self._second, self._microsecond = hour, minute, second, microsecond
        self._tzinfo, self._fold = tzinfo, fold
        return self

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def today(cls):
        return cls.now()

    @classmethod
    def utcnow(cls):
        return cls.now()

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        _check_zone(tz)
        # Local time is UTC here; microseconds are rounded half to even.
        fraction, whole = _math.modf(timestamp)
        micro = round(fraction * 1e6)
        naive = cls(1970, 1, 1) + _delta(int(whole) * 1000000 + micro)
        return naive if tz is None else tz.fromutc(naive.replace(tzinfo=tz))

    @classmethod
    def utcfromtimestamp(cls, timestamp):
        return cls.fromtimestamp(timestamp)

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        if not isinstance(date, _date_class):
            raise TypeError(f"combine() argument 1 must be datetime.date, not {type(date).__name__}")
        if not isinstance(time, _time_class):
            raise TypeError(f"combine() argument 2 must be datetime.time, not {type(time).__name__}")
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond,
                   time.tzinfo if tzinfo is True else tzinfo, fold=time.fold)

    @classmethod
    def fromordinal(cls, ordinal, /):
        if not 1 <= ordinal <= _MAX_ORDINAL:
            raise ValueError("ordinal must be >= 1" if ordinal < 1 else f"year {_from_ordinal(ordinal)[0]} is out of range")
        return cls(*_from_ordinal(ordinal))

    @classmethod
    def fromisoformat(cls, date_string, /):
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        parsed = None
        if len(date_string) >= 7:
            for size in (10, 8, 7) if "W" not in date_string[4:6] else (10, 8, 7):
                head, tail = date_string[:size], date_string[size:]
                day = _parse_iso_date(head)
                if day is not None and (not tail or len(tail) > 1):
                    clock = _parse_iso_time(tail[1:]) if tail else [0, 0, 0, 0, None]
                    if clock is not None:
                        parsed = day + clock
                        break
        if parsed is None:
            raise ValueError(f"Invalid isoformat string: {date_string!r}")
        return cls(*parsed)

    @classmethod
    def strptime(cls, date_string, format, /):
        from _strptime import fields
        year, month, day, hour, minute, second, micro, zone, name = fields(date_string, format)
        tz = None if zone is None else timezone(timedelta(seconds=zone)) if not name or name == "UTC" else timezone(timedelta(seconds=zone), name)
        return cls(year, month, day, hour, minute, second, micro, tz)

    def _as_seen(self):
        return self

    def date(self):
        return _date_class(self._year, self._month, self._day)

    def time(self):
        return _time_class(self._hour, self._minute, self._second, self._microsecond, fold=self._fold)

    def timetz(self):
        return _time_class(self._hour, self._minute, self._second, self._microsecond, self._tzinfo, fold=self._fold)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        pick = lambda value, own: own if value is None else value
        return type(self)(pick(year, self._year), pick(month, self._month), pick(day, self._day), pick(hour, self._hour),
                          pick(minute, self._minute), pick(second, self._second), pick(microsecond, self._microsecond),
                          self._tzinfo if tzinfo is True else tzinfo, fold=pick(fold, self._fold))

    def _position(self):
        """Microseconds since the first day."""
        return (((self.toordinal() * 24 + self._hour) * 60 + self._minute) * 60 + self._second) * 1000000 + self._microsecond

    def timestamp(self):
        offset = self.utcoffset()
        return (self._position() - _EPOCH_ORDINAL * 86400000000 - (offset._total() if offset else 0)) / 10 ** 6

    def astimezone(self, tz=None):
        tz = timezone.utc if tz is None else tz
        if not isinstance(tz, _zone_class):
            raise TypeError(f"tzinfo argument must be an instance of tzinfo, not {type(tz).__name__}")
        if tz is self._tzinfo:
            return self
        offset = self.utcoffset() or timedelta(0)
        return tz.fromutc((self - offset).replace(tzinfo=tz))

    def timetuple(self):
        saving = self.dst()
        return _time.struct_time((self._year, self._month, self._day, self._hour, self._minute, self._second,
                                  self.weekday(), self._yearday(), -1 if saving is None else 1 if saving else 0))

    def utctimetuple(self):
        shifted = self - (self.utcoffset() or timedelta(0))
        return _time.struct_time((*tuple(shifted.replace(tzinfo=None).timetuple())[:8], 0))

    def isoformat(self, sep="T", timespec="auto"):
        return (date.isoformat(self) + sep + _time_text(self._hour, self._minute, self._second, self._microsecond, timespec)
                + _offset_text(self.utcoffset()))

    def __str__(self):
        return self.isoformat(" ")

    def __repr__(self):
        return (f"{_shown(self)}({self._year}, {self._month}, {self._day}, {self._hour}, {self._minute}"
                f"{self._clock_repr()}{self._tail_repr()})")

    def ctime(self):
        return (f"{_DAY_NAMES[self.weekday()]} {_MONTH_NAMES[self._month]} {self._day:2d} "
                f"{self._hour:02d}:{self._minute:02d}:{self._second:02d} {self._year:04d}")

    def strftime(self, format, /):
        return _strftime.format(format, (self._year, self._month, self._day, self._hour, self._minute, self._second,
                                         self.weekday(), self._yearday(), self._microsecond, *self._zone_texts()))

    def _shifted(self, microseconds):
        position = self._position() + microseconds
        days, rest = divmod(position, 86400000000)
        if not 0 < days <= _MAX_ORDINAL:
            raise OverflowError("date value out of range")
        seconds, micro = divmod(rest, 1000000)
        year, month, day = _from_ordinal(days)
        return type(self)(year, month, day, seconds // 3600, seconds // 60 % 60, seconds % 60, micro, self._tzinfo)

    def __add__(self, other):
        return self._shifted(other._total()) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self._shifted(-other._total())
        if not isinstance(other, datetime):
            return NotImplemented
        mine, others = self.utcoffset(), other.utcoffset()
        if (mine is None) != (others is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        shift = 0 if mine is None else others._total() - mine._total()
        return _delta(self._position() - other._position() + shift)

    def _comparable(self, other):
        return isinstance(other, datetime)

    def _compare(self, other, equality):
        if not isinstance(other, datetime):
            if isinstance(other, date) and not equality:
                raise TypeError(f"can't compare {_shown(self)} to {_shown(other)}")
            return NotImplemented
        mine, others = self.utcoffset(), other.utcoffset()
        if (mine is None) != (others is None):
            if equality:
                return 2
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        shift = 0 if mine is None else others._total() - mine._total()
        return _ordered(self._position() + shift, other._position())

    def __eq__(self, other):
        c = self._compare(other, True)
        return False if c is NotImplemented and isinstance(other, date) else c if c is NotImplemented else c == 0

    def __hash__(self):
        offset = self.utcoffset()
        return hash(self._position() - (offset._total() if offset else 0))

    def __reduce__(self):
        return self.__class__, (self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond, self._tzinfo)

_date_class = date
datetime.min, datetime.max = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)

class IsoCalendarDate(tuple):
    __slots__ = ()

    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __repr__(self):
        return f"datetime.IsoCalendarDate(year={self[0]}, week={self[1]}, weekday={self[2]})"
`;
