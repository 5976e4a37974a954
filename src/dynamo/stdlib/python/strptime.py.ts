/** `_strptime`: reads times from text by the directives of `strftime`, for `datetime` and `time`, in the C locale. */

export const STRPTIME = String.raw`
import re
from datetime import _ordinal, _from_ordinal, _iso_start, _is_leap, _month_days

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")

def _names(names, size=None):
    return "|".join(name[:size] for name in names)

_PATTERNS = {
    "d": r"3[01]|[12]\d|0[1-9]|[1-9]| [1-9]", "f": r"\d{1,6}", "H": r"2[0-3]|[01]\d|\d", "I": r"1[0-2]|0[1-9]|[1-9]",
    "G": r"\d{4}", "j": r"36[0-6]|3[0-5]\d|[12]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9]", "m": r"1[0-2]|0[1-9]|[1-9]",
    "M": r"[0-5]\d|\d", "S": r"6[01]|[0-5]\d|\d", "U": r"5[0-3]|[0-4]\d|\d", "W": r"5[0-3]|[0-4]\d|\d", "w": "[0-6]",
    "u": "[1-7]", "V": r"5[0-3]|0[1-9]|[1-4]\d|\d", "y": r"\d\d", "Y": r"\d{4}",
    "z": r"[+-]\d\d:?[0-5]\d(?::?[0-5]\d(?:\.\d{1,6})?)?|Z", "Z": "utc|gmt",
    "A": _names(_DAYS), "a": _names(_DAYS, 3), "B": _names(_MONTHS), "b": _names(_MONTHS, 3), "p": "am|pm", "%": "%",
}
_COMPOSED = {"c": "%a %b %d %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S"}

def _compiled(format):
    for letter, text in _COMPOSED.items():
        format = format.replace("%" + letter, text)
    out, i = "", 0
    while i < len(format):
        c = format[i]
        if c == "%":
            if i + 1 == len(format):
                raise ValueError(f"stray %% in format '{format}'".replace("%%", "%"))
            letter = format[i + 1]
            if letter not in _PATTERNS:
                raise ValueError(f"'{letter}' is a bad directive in format '{format}'")
            out += "%" if letter == "%" else f"(?P<{letter}>{_PATTERNS[letter]})"
            i += 2
        elif c.isspace():
            while i < len(format) and format[i].isspace():
                i += 1
            out += r"\s+"
        else:
            out += re.escape(c)
            i += 1
    return re.compile(out, re.IGNORECASE)

def fields(text, format):
    """year, month, day, hour, minute, second, microsecond, offset in seconds or None, name of the zone."""
    for value, number in ((text, 0), (format, 1)):
        if not isinstance(value, str):
            raise TypeError(f"strptime() argument {number} must be str, not {type(value)}")
    match = _compiled(format).match(text)
    if match is None:
        raise ValueError(f"time data {text!r} does not match format {format!r}")
    if match.end() != len(text):
        raise ValueError(f"unconverted data remains: {text[match.end():]}")
    found = match.groupdict()
    number = lambda key, otherwise=0: int(found[key]) if found.get(key) is not None else otherwise
    year, month, day = number("Y", None), number("m", 1), number("d", 1)
    if "y" in found:
        year = number("y")
        year += 2000 if year <= 68 else 1900
    if "B" in found:
        month = _MONTHS.index(found["B"].lower()) + 1
    if "b" in found:
        month = [name[:3] for name in _MONTHS].index(found["b"].lower()) + 1
    hour = number("H")
    if "I" in found:
        hour = number("I") % 12
        if (found.get("p") or "").lower() == "pm":
            hour += 12
    micro = int(found["f"].ljust(6, "0")) if found.get("f") else 0
    weekday = None
    if "A" in found:
        weekday = _DAYS.index(found["A"].lower())
    if "a" in found:
        weekday = [name[:3] for name in _DAYS].index(found["a"].lower())
    if "w" in found:
        weekday = (number("w") - 1) % 7
    if "u" in found:
        weekday = number("u") - 1
    if "G" in found:
        if "j" in found or "V" not in found or weekday is None:
            raise ValueError("ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive "
                             "('%A', '%a', '%w', or '%u')." if "j" not in found else "Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y' instead.")
        year, month, day = _from_ordinal(_iso_start(number("G")) + (number("V") - 1) * 7 + weekday)
    elif "V" in found:
        raise ValueError("ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday directive "
                         "('%A', '%a', '%w', or '%u').")
    leap_day = year is None and month == 2 and day == 29
    year = 1904 if leap_day else 1900 if year is None else year
    yearday = number("j", None)
    if yearday is None and weekday is not None and ("U" in found or "W" in found):
        first = (_ordinal(year, 1, 1) + 6) % 7
        week, start = (number("U"), (first + 1) % 7) if "U" in found else (number("W"), first)
        position = (weekday + 1) % 7 if "U" in found else weekday
        yearday = 1 + position - start if week == 0 else 1 + (7 - start) % 7 + 7 * (week - 1) + position
    if yearday is not None:
        year, month, day = _from_ordinal(_ordinal(year, 1, 1) + yearday - 1)
    if leap_day:
        year = 1900
    zone = found.get("z")
    offset = None
    if zone is not None:
        if zone in ("Z", "z"):
            offset = 0
        else:
            digits = zone[1:].replace(":", "")
            seconds, _, fraction = digits[4:].partition(".")
            offset = int(digits[:2]) * 3600 + int(digits[2:4]) * 60 + int(seconds or 0)
            if fraction:
                offset += int(fraction.ljust(6, "0")) / 1e6
            offset = -offset if zone[0] == "-" else offset
    name = found.get("Z")
    return year, month, day, hour, number("M"), number("S"), micro, offset, name and name.upper()

def struct(text, format):
    from time import struct_time
    year, month, day, hour, minute, second, *_ = fields(text, format)
    ordinal = _ordinal(year, month, day)
    return struct_time((year, month, day, hour, minute, second, (ordinal + 6) % 7, ordinal - _ordinal(year, 1, 1) + 1, -1))
`;
