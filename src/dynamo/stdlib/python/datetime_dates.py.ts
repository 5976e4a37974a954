/** `datetime`, written in Python, first part: `timedelta`, `date` and time zones over the proleptic Gregorian calendar. */

export const DATETIME_DATES = String.raw`
import time as _time
import math as _math
import _strftime

MINYEAR, MAXYEAR = 1, 9999
_MAX_ORDINAL = 3652059
_BEFORE_MONTH = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_DAYS_IN_MONTH = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTH_NAMES = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)

def _month_days(year, month):
    return 29 if month == 2 and _is_leap(year) else _DAYS_IN_MONTH[month]

def _ordinal(year, month, day):
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400 + _BEFORE_MONTH[month] + (month > 2 and _is_leap(year)) + day

def _from_ordinal(n):
    n -= 1
    n400, n = divmod(n, 146097)
    n100, n = divmod(n, 36524)
    n4, n = divmod(n, 1461)
    n1, n = divmod(n, 365)
    year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1
    if n1 == 4 or n100 == 4:
        return year - 1, 12, 31
    month = 1
    while n >= _month_days(year, month):
        n -= _month_days(year, month)
        month += 1
    return year, month, n + 1

def _integers(*values):
    for value in values:
        if not hasattr(type(value), "__index__"):
            if isinstance(value, float):
                raise TypeError("'float' object cannot be interpreted as an integer")
            raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")

def _check_date(year, month, day):
    _integers(year, month, day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _month_days(year, month):
        raise ValueError("day is out of range for month")

def _divide_to_even(a, b):
    q, r = divmod(a, b)
    r *= 2
    return q + 1 if (r > b if b > 0 else r < b) or (r == b and q % 2 == 1) else q

def _comparisons(names):
    """The order of values by the tuple that _key gives; others of another class are not comparable."""
    def add(cls):
        for name, test in (("__lt__", lambda c: c < 0), ("__le__", lambda c: c <= 0), ("__gt__", lambda c: c > 0), ("__ge__", lambda c: c >= 0)):
            def compare(self, other, test=test, name=name):
                c = self._compare(other, False)
                return c if c is NotImplemented else test(c)
            compare.__name__, compare.__qualname__ = name, f"{cls.__name__}.{name}"
            setattr(cls, name, compare)
        return cls
    return add

def _ordered(a, b):
    return (a > b) - (a < b)

@_comparisons("timedelta")
class timedelta:
    __slots__ = ("_days", "_seconds", "_microseconds", "_hash")

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        total, part = 0, 0.0
        for name, value, unit in (("days", days, 86400000000), ("seconds", seconds, 1000000), ("microseconds", microseconds, 1),
                                  ("milliseconds", milliseconds, 1000), ("minutes", minutes, 60000000),
                                  ("hours", hours, 3600000000), ("weeks", weeks, 604800000000)):
            if isinstance(value, int):
                total += value * unit
            elif isinstance(value, float):
                whole = int(value)
                total += whole * unit
                rest, exact = _math.modf((value - whole) * unit)
                total += int(exact)
                part += rest
            else:
                raise TypeError(f"unsupported type for timedelta {name} component: {type(value).__name__}")
        if part:
            # Half a microsecond goes to the even whole of the sum.
            whole = round(part)
            if abs(whole - part) == 0.5:
                whole = 2 * round((part + (total & 1)) * 0.5) - (total & 1)
            total += whole
        return _delta(total, cls)

    @property
    def days(self):
        return self._days

    @property
    def seconds(self):
        return self._seconds

    @property
    def microseconds(self):
        return self._microseconds

    def _total(self):
        return (self._days * 86400 + self._seconds) * 1000000 + self._microseconds

    def total_seconds(self):
        return self._total() / 10 ** 6

    def __repr__(self):
        parts = [f"{name}={value}" for name, value in
                 (("days", self._days), ("seconds", self._seconds), ("microseconds", self._microseconds)) if value]
        return f"{_shown(self)}({', '.join(parts) or '0'})"

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = f"{hours}:{minutes:02d}:{seconds:02d}"
        if self._days:
            text = f"{self._days} day{'' if abs(self._days) == 1 else 's'}, " + text
        return text + (f".{self._microseconds:06d}" if self._microseconds else "")

    def __add__(self, other):
        return _delta(self._total() + other._total()) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        return _delta(self._total() - other._total()) if isinstance(other, timedelta) else NotImplemented

    def __rsub__(self, other):
        return _delta(other._total() - self._total()) if isinstance(other, timedelta) else NotImplemented

    def __neg__(self):
        return _delta(-self._total())

    def __pos__(self):
        return self

    def __abs__(self):
        return -self if self._days < 0 else self

    def __mul__(self, other):
        if isinstance(other, int):
            return _delta(self._total() * other)
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return _delta(_divide_to_even(self._total() * a, b))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._total() // other._total()
        return _delta(self._total() // other) if isinstance(other, int) else NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._total() / other._total()
        if isinstance(other, int):
            return _delta(_divide_to_even(self._total(), other))
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return _delta(_divide_to_even(b * self._total(), a))
        return NotImplemented

    def __mod__(self, other):
        return _delta(self._total() % other._total()) if isinstance(other, timedelta) else NotImplemented

    def __divmod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        q, r = divmod(self._total(), other._total())
        return q, _delta(r)

    def __eq__(self, other):
        return self._total() == other._total() if isinstance(other, timedelta) else NotImplemented

    def _compare(self, other, equality):
        return _ordered(self._total(), other._total()) if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash((self._days, self._seconds, self._microseconds))

    def __bool__(self):
        return self._total() != 0

    def __reduce__(self):
        return self.__class__, (self._days, self._seconds, self._microseconds)

def _shown(value):
    cls = type(value)
    return f"datetime.{cls.__qualname__}" if cls.__module__ == "datetime" else cls.__qualname__

def _delta(total, cls=timedelta):
    self = object.__new__(cls)
    rest, self._microseconds = divmod(total, 1000000)
    self._days, self._seconds = divmod(rest, 86400)
    if abs(self._days) > 999999999:
        raise OverflowError(f"days={self._days}; must have magnitude <= 999999999")
    return self

timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(days=999999999, hours=23, minutes=59, seconds=59, microseconds=999999)
timedelta.resolution = timedelta(microseconds=1)

class tzinfo:
    __slots__ = ()

    def tzname(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def utcoffset(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def dst(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def fromutc(self, dt):
        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        offset, saving = dt.utcoffset(), dt.dst()
        if offset is None or saving is None:
            raise ValueError("fromutc: non-None utcoffset() and dst() results required")
        standard = dt + (offset - saving)
        saving = standard.dst()
        if saving is None:
            raise ValueError("fromutc: tz.dst() gave inconsistent results; cannot convert")
        return standard + saving

class timezone(tzinfo):
    __slots__ = ("_offset", "_name")

    def __new__(cls, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError(f"timezone() argument 1 must be datetime.timedelta, not {type(offset).__name__}")
        if not -86400 < offset.total_seconds() < 86400:
            raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not "
                             + repr(offset) + ".")
        if name is None and not offset and "utc" in cls.__dict__:
            return cls.utc
        self = object.__new__(cls)
        self._offset, self._name = offset, name
        return self

    def utcoffset(self, dt):
        return self._offset

    def tzname(self, dt):
        if self._name is not None:
            return self._name
        return "UTC" + _offset_text(self._offset) if self._offset else "UTC"

    def dst(self, dt):
        return None

    def fromutc(self, dt):
        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime instance, not " + type(dt).__name__)
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        return dt + self._offset

    def __repr__(self):
        if self is timezone.utc:
            return "datetime.timezone.utc"
        name = "" if self._name is None else f", {self._name!r}"
        return f"{_shown(self)}({self._offset!r}{name})"

    def __str__(self):
        return self.tzname(None)

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __reduce__(self):
        return self.__class__, (self._offset,) if self._name is None else (self._offset, self._name)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

def _offset_text(offset, separator=":"):
    if offset is None:
        return ""
    total = offset._total()
    sign, total = ("-", -total) if total < 0 else ("+", total)
    seconds, micro = divmod(total, 1000000)
    minutes, seconds = divmod(seconds, 60)
    text = f"{sign}{minutes // 60:02d}{separator}{minutes % 60:02d}"
    if seconds or micro:
        text += f"{separator}{seconds:02d}"
    return text + (f".{micro:06d}" if micro else "")

timezone.utc = timezone(timedelta(0))
timezone.min = timezone(-timedelta(hours=23, minutes=59))
timezone.max = timezone(timedelta(hours=23, minutes=59))
UTC = timezone.utc
_EPOCH_ORDINAL = 719163

@_comparisons("date")
class date:
    __slots__ = ("_year", "_month", "_day")

    def __new__(cls, year, month, day):
        _check_date(year, month, day)
        self = object.__new__(cls)
        self._year, self._month, self._day = year, month, day
        return self

    @classmethod
    def today(cls):
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromtimestamp(cls, timestamp, /):
        return cls.fromordinal(_EPOCH_ORDINAL + int(timestamp // 86400))

    @classmethod
    def fromordinal(cls, ordinal, /):
        if not 1 <= ordinal:
            raise ValueError("ordinal must be >= 1")
        if ordinal > _MAX_ORDINAL:
            raise ValueError(f"year {_from_ordinal(ordinal)[0]} is out of range")
        return cls(*_from_ordinal(ordinal))

    @classmethod
    def fromisoformat(cls, date_string, /):
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        parsed = _parse_iso_date(date_string)
        if parsed is None:
            raise ValueError(f"Invalid isoformat string: {date_string!r}")
        return cls(*parsed)

    @classmethod
    def fromisocalendar(cls, year, week, day):
        if not MINYEAR <= year <= MAXYEAR:
            raise ValueError(f"Year is out of range: {year}")
        first = _iso_start(year)
        if not 1 <= week <= (_iso_start(year + 1) - first) // 7:
            raise ValueError(f"Invalid week: {week}")
        if not 1 <= day <= 7:
            raise ValueError(f"Invalid weekday: {day} (range is [1, 7])")
        return cls.fromordinal(first + (week - 1) * 7 + day - 1)

    @property
    def year(self):
        return self._year

    @property
    def month(self):
        return self._month

    @property
    def day(self):
        return self._day

    def replace(self, year=None, month=None, day=None):
        return type(self)(self._year if year is None else year, self._month if month is None else month,
                          self._day if day is None else day)

    def toordinal(self):
        return _ordinal(self._year, self._month, self._day)

    def weekday(self):
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        return self.weekday() + 1

    def isocalendar(self):
        year, today = self._year, self.toordinal()
        if today < _iso_start(year):
            year -= 1
        elif today >= _iso_start(year + 1):
            year += 1
        return IsoCalendarDate((year, (today - _iso_start(year)) // 7 + 1, self.isoweekday()))

    def isoformat(self):
        return f"{self._year:04d}-{self._month:02d}-{self._day:02d}"

    __str__ = isoformat

    def __repr__(self):
        return f"{_shown(self)}({self._year}, {self._month}, {self._day})"

    def ctime(self):
        return f"{_DAY_NAMES[self.weekday()]} {_MONTH_NAMES[self._month]} {self._day:2d} 00:00:00 {self._year:04d}"

    def _yearday(self):
        return self.toordinal() - _ordinal(self._year, 1, 1) + 1

    def timetuple(self):
        return _time.struct_time((self._year, self._month, self._day, 0, 0, 0, self.weekday(), self._yearday(), -1))

    def strftime(self, format, /):
        return _strftime.format(format, (self._year, self._month, self._day, 0, 0, 0, self.weekday(), self._yearday(), 0, "", ""))

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        ordinal = self.toordinal() + other._days
        if not 0 < ordinal <= _MAX_ORDINAL:
            raise OverflowError("date value out of range")
        return type(self).fromordinal(ordinal)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other._days)
        if isinstance(other, date) and not isinstance(other, datetime):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def _comparable(self, other):
        return isinstance(other, date) and not isinstance(other, datetime)

    def __eq__(self, other):
        return self._fields() == other._fields() if self._comparable(other) else NotImplemented

    def _compare(self, other, equality):
        return _ordered(self._fields(), other._fields()) if self._comparable(other) else NotImplemented

    def _fields(self):
        return self._year, self._month, self._day

    def __hash__(self):
        return hash(self._fields())

    def __reduce__(self):
        return self.__class__, self._fields()

def _iso_start(year):
    """The ordinal of the Monday that starts the first week, which has the year's first Thursday."""
    first = _ordinal(year, 1, 1)
    weekday = (first + 6) % 7
    return first - weekday + (7 if weekday > 3 else 0)

date.min, date.max, date.resolution = date(1, 1, 1), date(9999, 12, 31), timedelta(days=1)
`;
