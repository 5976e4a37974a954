"""Packing of numbers, as pickle needs it, in plain Python."""

import math

_SIZES = {"x": 1, "c": 1, "b": 1, "B": 1, "?": 1, "h": 2, "H": 2, "i": 4, "I": 4, "l": 8, "L": 8, "q": 8, "Q": 8, "n": 8, "N": 8, "P": 8, "e": 2, "f": 4, "d": 8}
_FLOATS = {"e": (5, 10), "f": (8, 23), "d": (11, 52)}


class error(Exception):
    pass


def _parse(format):
    if isinstance(format, bytes):
        format = format.decode()
    order = "little"
    standard = False
    if format[:1] in ("<", ">", "=", "!", "@"):
        standard = format[0] != "@"
        order = "big" if format[0] in ">!" else "little"
        format = format[1:]
    count = ""
    fields = []
    for ch in format:
        if ch.isdigit():
            count += ch
        elif not ch.isspace():
            n = int(count) if count else 1
            count = ""
            if ch in "sp":
                fields.append(("s", n))
            elif ch in _SIZES:
                fields += [(ch, 4 if standard and ch in "lL" else _SIZES[ch])] * n
            else:
                raise error("bad char in struct format")
    return order, standard, fields


def _float_bits(value, kind):
    width, digits = _FLOATS[kind]
    bias = (1 << (width - 1)) - 1
    sign = 1 if math.copysign(1.0, value) < 0 else 0
    value = abs(value)
    if math.isnan(value):
        exponent, mantissa = (1 << width) - 1, 1 << (digits - 1)
    elif math.isinf(value):
        exponent, mantissa = (1 << width) - 1, 0
    elif value == 0:
        exponent = mantissa = 0
    else:
        m, e = math.frexp(value)
        exponent = e - 1 + bias
        if exponent <= 0:
            mantissa = round(math.ldexp(value, bias - 1 + digits))
            exponent = 0
        else:
            mantissa = round((m * 2 - 1) * (1 << digits))
        if mantissa >> digits:
            exponent, mantissa = exponent + 1, 0
        if exponent >= (1 << width) - 1:
            raise OverflowError("float too large to pack")
    return (sign << (width + digits)) | (exponent << digits) | mantissa


def _from_bits(bits, kind):
    width, digits = _FLOATS[kind]
    bias = (1 << (width - 1)) - 1
    sign = -1.0 if bits >> (width + digits) else 1.0
    exponent = (bits >> digits) & ((1 << width) - 1)
    mantissa = bits & ((1 << digits) - 1)
    if exponent == (1 << width) - 1:
        return math.copysign(math.nan if mantissa else math.inf, sign)
    if exponent == 0:
        return sign * math.ldexp(mantissa, 1 - bias - digits)
    return sign * math.ldexp(mantissa + (1 << digits), exponent - bias - digits)


def calcsize(format):
    order, standard, fields = _parse(format)
    at = 0
    for ch, size in fields:
        if not standard and ch != "s":
            at += -at % size
        at += size
    return at


def pack(format, *values):
    order, standard, fields = _parse(format)
    values = list(values)
    out = b""
    for ch, size in fields:
        if not standard and ch != "s":
            out += b"\0" * (-len(out) % size)
        if ch == "x":
            out += b"\0"
            continue
        if not values:
            raise error("not enough values to pack")
        value = values.pop(0)
        if ch == "s":
            out += bytes(value)[:size].ljust(size, b"\0")
        elif ch == "c":
            out += value
        elif ch == "?":
            out += b"\1" if value else b"\0"
        elif ch in _FLOATS:
            out += _float_bits(float(value), ch).to_bytes(size, order)
        else:
            try:
                out += value.__index__().to_bytes(size, order, signed=ch in "bhilqn")
            except OverflowError:
                raise error("argument out of range") from None
            except AttributeError:
                raise error("required argument is not an integer") from None
    if values:
        raise error("too many values to pack")
    return out


def unpack_from(format, buffer, offset=0):
    order, standard, fields = _parse(format)
    data = bytes(buffer)
    at = offset
    out = []
    for ch, size in fields:
        if not standard and ch != "s":
            at += -at % size
        part = data[at : at + size]
        if len(part) != size:
            raise error("unpack requires a larger buffer")
        at += size
        if ch == "s" or ch == "c":
            out.append(part)
        elif ch == "?":
            out.append(part != b"\0")
        elif ch in _FLOATS:
            out.append(_from_bits(int.from_bytes(part, order), ch))
        elif ch != "x":
            out.append(int.from_bytes(part, order, signed=ch in "bhilqn"))
    return tuple(out)


def unpack(format, buffer):
    if len(buffer) != calcsize(format):
        raise error(f"unpack requires a buffer of {calcsize(format)} bytes")
    return unpack_from(format, buffer)


class Struct:
    def __init__(self, format):
        self.format = format
        self.size = calcsize(format)

    def pack(self, *values):
        return pack(self.format, *values)

    def unpack(self, buffer):
        return unpack(self.format, buffer)

    def unpack_from(self, buffer, offset=0):
        return unpack_from(self.format, buffer, offset)
