/** `decimal`, written in Python, third part: comparison, conversion and formatting. */

export const DECIMAL_FUNCTIONS = String.raw`
def _method(f):
    setattr(Decimal, f.__name__, f)
    f.__qualname__ = f"Decimal.{f.__name__}"
    return f

def _order(a, b):
    """-1, 0 or 1 for two numbers that are not NaN."""
    if a._kind or b._kind:
        rank = lambda x: 0 if not x._kind else -1 if x._sign else 1
        return (rank(a) > rank(b)) - (rank(a) < rank(b))
    x, y = (-a._int if a._sign else a._int), (-b._int if b._sign else b._int)
    if x and y and a._sign == b._sign and a.adjusted() != b.adjusted():
        return (1 if a.adjusted() > b.adjusted() else -1) * (-1 if a._sign else 1)
    if not x or not y or a._sign != b._sign:
        return (x > y) - (x < y)
    exponent = min(a._exp, b._exp)
    x, y = x * 10 ** (a._exp - exponent), y * 10 ** (b._exp - exponent)
    return (x > y) - (x < y)

def _comparable(self, other, equality):
    if isinstance(other, (Decimal, int)):
        return self, _operand(other)
    if isinstance(other, float):
        context = getcontext()
        context.flags[FloatOperation] = True
        if not equality and context.traps[FloatOperation]:
            raise FloatOperation([FloatOperation])
        return self, Decimal.from_float(other)
    if isinstance(other, _numbers.Rational):
        if self._kind:
            return self, _make(0, other.numerator, 0)
        return _make(self._sign, self._int * other.denominator, self._exp), Decimal(other.numerator)
    if equality and isinstance(other, _numbers.Complex) and other.imag == 0:
        return _comparable(self, other.real, equality)
    return NotImplemented, NotImplemented

def _relation(name, test, ordering):
    def compare(self, other):
        a, b = _comparable(self, other, not ordering)
        if b is NotImplemented:
            return b
        if a._kind >= 2 or b._kind >= 2:
            if ordering or a._kind == _SIGNALLING or b._kind == _SIGNALLING:
                getcontext()._raise(InvalidOperation)
            return name == "__ne__"
        return test(_order(a, b))
    compare.__name__ = name
    return _method(compare)

for _name, _test in (("__eq__", lambda c: c == 0), ("__ne__", lambda c: c != 0), ("__lt__", lambda c: c < 0),
                     ("__le__", lambda c: c <= 0), ("__gt__", lambda c: c > 0), ("__ge__", lambda c: c >= 0)):
    _relation(_name, _test, _name[2] in "lg")

@_method
def __hash__(self):
    if self._kind == _SIGNALLING:
        raise TypeError("Cannot hash a signaling NaN value")
    if self._kind == _QUIET:
        return object.__hash__(self)
    if self._kind == _INFINITE:
        return -_sys.hash_info.inf if self._sign else _sys.hash_info.inf
    p = _sys.hash_info.modulus
    power = pow(10, self._exp, p) if self._exp >= 0 else pow(pow(10, -1, p), -self._exp, p)
    value = self._int * power % p
    value = -value if self._sign else value
    return -2 if value == -1 else value

@_method
def compare(self, other, context=None):
    other = _decimal(other)
    nan = self._nan(other, context or getcontext())
    return nan if nan is not None else Decimal(_order(self, other))

@_method
def compare_total(self, other, context=None):
    other = _decimal(other)
    def key(x):
        # Signalling NaNs stand below quiet ones, and both above infinity; then the payload counts.
        return (5 - x._kind if x._kind >= 2 else x._kind, x._int if x._kind else 0)
    if self._sign != other._sign:
        return Decimal(-1 if self._sign else 1)
    if not self._kind and not other._kind:
        c = _order(self.copy_abs(), other.copy_abs()) or (self._exp > other._exp) - (self._exp < other._exp)
    else:
        c = (key(self) > key(other)) - (key(self) < key(other))
    return Decimal(-c if self._sign else c)

def _extreme(name, wanted, magnitude):
    def choose(self, other, context=None):
        context = context or getcontext()
        other = _decimal(other)
        if self._kind >= 2 or other._kind >= 2:
            if self._kind == _QUIET and other._kind < 2:
                return other._fix(context)
            if other._kind == _QUIET and self._kind < 2:
                return self._fix(context)
            return self._nan(other, context)
        c = _order(self.copy_abs(), other.copy_abs()) if magnitude else _order(self, other)
        if c == 0:
            c = int(self.compare_total(other))
        return (self if c == wanted or c == 0 else other)._fix(context)
    choose.__name__ = name
    _method(choose)

for _name, _wanted in (("max", 1), ("min", -1)):
    _extreme(_name, _wanted, False)
    _extreme(_name + "_mag", _wanted, True)

for _name, _test in (
    ("is_finite", lambda self: self._kind == _FINITE), ("is_infinite", lambda self: self._kind == _INFINITE),
    ("is_nan", lambda self: self._kind >= 2), ("is_qnan", lambda self: self._kind == _QUIET),
    ("is_snan", lambda self: self._kind == _SIGNALLING), ("is_signed", lambda self: self._sign == 1),
    ("is_zero", lambda self: self._kind == _FINITE and not self._int), ("is_canonical", lambda self: True),
    ("canonical", lambda self: self), ("conjugate", lambda self: self), ("radix", lambda self: Decimal(10)),
    ("__complex__", lambda self: complex(float(self))),
):
    _test.__name__ = _name
    _method(_test)

Decimal.real = property(lambda self: self)
Decimal.imag = property(lambda self: Decimal(0))

@_method
def is_normal(self, context=None):
    return self._kind == _FINITE and self._int != 0 and self.adjusted() >= (context or getcontext()).Emin

@_method
def is_subnormal(self, context=None):
    return self._kind == _FINITE and self._int != 0 and self.adjusted() < (context or getcontext()).Emin

@_method
def number_class(self, context=None):
    if self._kind >= 2:
        return "NaN" if self._kind == _QUIET else "sNaN"
    sign = "-" if self._sign else "+"
    if self._kind:
        return sign + "Infinity"
    return sign + ("Zero" if not self._int else "Subnormal" if self.is_subnormal(context) else "Normal")

@_method
def as_tuple(self):
    if self._kind == _INFINITE:
        return DecimalTuple(self._sign, (0,), "F")
    if self._kind:
        digits = tuple(map(int, str(self._int))) if self._int else ()
        return DecimalTuple(self._sign, digits, "n" if self._kind == _QUIET else "N")
    return DecimalTuple(self._sign, tuple(map(int, str(self._int))), self._exp)

@_method
def as_integer_ratio(self):
    if self._kind:
        if self._kind >= 2:
            raise ValueError("cannot convert NaN to integer ratio")
        raise OverflowError("cannot convert Infinity to integer ratio")
    n, d = (self._int * 10 ** self._exp, 1) if self._exp >= 0 else (self._int, 10 ** -self._exp)
    g = _math.gcd(n, d)
    return (-n if self._sign else n) // g, d // g

@_method
def __int__(self):
    if self._kind:
        if self._kind >= 2:
            raise ValueError("cannot convert NaN to integer")
        raise OverflowError("cannot convert Infinity to integer")
    n = self._int * 10 ** self._exp if self._exp >= 0 else self._int // 10 ** -self._exp
    return -n if self._sign else n

Decimal.__trunc__ = Decimal.__int__

@_method
def __float__(self):
    if self._kind == _SIGNALLING:
        raise ValueError("cannot convert signaling NaN to float")
    return _math.copysign(_math.nan, -1 if self._sign else 1) if self._kind == _QUIET else float(str(self))

def _whole(value, rounding):
    if value._kind:
        if value._kind >= 2:
            raise ValueError("cannot convert NaN to integer")
        raise OverflowError("cannot convert Infinity to integer")
    return int(value._rescale(0, rounding))

@_method
def __round__(self, n=None):
    if n is None:
        return _whole(self, ROUND_HALF_EVEN)
    return self.quantize(_make(0, 1, -n), ROUND_HALF_EVEN)

@_method
def __floor__(self):
    return _whole(self, ROUND_FLOOR)

@_method
def __ceil__(self):
    return _whole(self, ROUND_CEILING)

def _text(self, engineering, capitals):
    sign = "-" if self._sign else ""
    if self._kind:
        if self._kind == _INFINITE:
            return sign + "Infinity"
        return sign + ("NaN" if self._kind == _QUIET else "sNaN") + (str(self._int) if self._int else "")
    digits = str(self._int)
    left = self._exp + len(digits)
    if self._exp <= 0 and left > -6:
        point = left
    elif not engineering:
        point = 1
    elif digits == "0":
        point = (left + 1) % 3 - 1
    else:
        point = (left - 1) % 3 + 1
    if point <= 0:
        whole, fraction = "0", "." + "0" * -point + digits
    elif point >= len(digits):
        whole, fraction = digits + "0" * (point - len(digits)), ""
    else:
        whole, fraction = digits[:point], "." + digits[point:]
    exponent = "" if left == point else ("E" if capitals else "e") + "%+d" % (left - point)
    return sign + whole + fraction + exponent

@_method
def __str__(self, context=None):
    return _text(self, False, (context or getcontext()).capitals)

@_method
def to_eng_string(self, context=None):
    return _text(self, True, (context or getcontext()).capitals)

@_method
def __repr__(self):
    return f"Decimal('{self}')"

_SPEC = _re.compile(r"""(?:(?P<fill>.)?(?P<align>[<>=^]))?(?P<sign>[-+ ])?(?P<nozero>z)?(?P<alt>\#)?(?P<zero>0)?
    (?P<width>\d+)?(?P<comma>[,_])?(?:\.(?P<precision>\d+))?(?P<type>[eEfFgGn%])?\Z""", _re.VERBOSE | _re.DOTALL)

@_method
def __format__(self, specifier, context=None, _localeconv=None):
    context = context or getcontext()
    spec = _SPEC.match(specifier)
    if spec is None or spec["comma"] == "_":
        raise ValueError("invalid format string")
    kind = spec["type"]
    fill, align = spec["fill"] or " ", spec["align"] or ">"
    if spec["zero"] and not spec["align"]:
        fill, align = "0", "="
    value = self
    if self._kind:
        body = _text(self.copy_abs(), False, True) + ("%" if kind == "%" else "")
        if fill == "0" and align == "=" and spec["zero"]:
            fill, align = " ", ">"
        sign = "-" if self._sign else ""
    else:
        if kind == "%":
            value = _make(value._sign, value._int, value._exp + 2)
        precision = None if spec["precision"] is None else int(spec["precision"])
        rounding = context.rounding
        if precision is not None:
            if kind in ("e", "E"):
                value = _significant(value, precision + 1, rounding)
            elif kind in ("f", "F", "%"):
                value = value._rescale(-precision, rounding)
            elif _length(value._int) > precision:
                value = _significant(value, precision or 1, rounding)
        if not value._int and value._exp > 0 and kind in ("f", "F", "%"):
            value = _make(value._sign, 0, 0)
        digits = str(value._int)
        left = value._exp + len(digits)
        if kind in ("e", "E"):
            point = 1 - precision if not value._int and precision is not None else 1
        elif kind in ("f", "F", "%"):
            point = left
        else:
            point = left if value._exp <= 0 and left > -6 else 1
        if point < 0:
            whole, fraction = "0", "0" * -point + digits
        elif point > len(digits):
            whole, fraction = digits + "0" * (point - len(digits)), ""
        else:
            whole, fraction = digits[:point] or "0", digits[point:]
        if spec["comma"]:
            whole = _grouped(whole, spec, fill, align, fraction)
        body = whole + ("." + fraction if fraction else "")
        exponent = left - point
        if exponent or kind in ("e", "E"):
            letter = {"E": "E", "e": "e", "G": "E", "g": "e"}.get(kind, "E" if context.capitals else "e")
            body += f"{letter}{exponent:+d}"
        if kind == "%":
            body += "%"
        negative = value._sign and not (spec["nozero"] and not value._int)
        sign = "-" if negative else ""
    if not sign and spec["sign"] in ("+", " "):
        sign = spec["sign"]
    missing = int(spec["width"] or 0) - len(sign) - len(body)
    if missing <= 0:
        return sign + body
    if align == "=":
        return sign + fill * missing + body
    before = missing if align == ">" else missing // 2 if align == "^" else 0
    return fill * before + sign + body + fill * (missing - before)

def _significant(value, digits, rounding):
    if not value._int:
        return _make(value._sign, 0, 1 - digits + value._exp)
    result = value._rescale(value.adjusted() + 1 - digits, rounding)
    if _length(result._int) > digits:
        result = result._rescale(result.adjusted() + 1 - digits, rounding)
    return result

def _grouped(whole, spec, fill, align, fraction):
    if fill == "0" and align == "=" and spec["width"]:
        room = int(spec["width"]) - (len(fraction) + 1 if fraction else 0)
        whole = whole.zfill(max(len(whole), room - room // 4))
    return f"{int(whole):,}" if whole[0] != "0" or whole == "0" else \
        ",".join(("0" * (-len(whole) % 3) + whole)[i:i + 3] for i in range(0, len(whole) + -len(whole) % 3, 3)).lstrip("0,") or "0"
`;
