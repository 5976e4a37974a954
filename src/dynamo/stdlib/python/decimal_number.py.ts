/** `decimal`, written in Python, second part: the number and its arithmetic. */

export const DECIMAL_NUMBER = String.raw`
_SYNTAX = _re.compile(r"""
    (?P<sign>[-+])?
    (?:(?=\d|\.\d)(?P<int>\d*)(?:\.(?P<frac>\d*))?(?:E(?P<exp>[-+]?\d+))?
     |(?P<inf>Inf(?:inity)?)
     |(?P<signal>s)?NaN(?P<diag>\d*))\Z""", _re.VERBOSE | _re.IGNORECASE)
# Kinds of value: finite, infinite, quiet and signalling NaN.
_FINITE, _INFINITE, _QUIET, _SIGNALLING = 0, 1, 2, 3

def _make(sign, coefficient, exponent, kind=_FINITE, cls=None):
    self = object.__new__(Decimal if cls is None else cls)
    self._sign, self._int, self._exp, self._kind = sign, coefficient, exponent, kind
    return self

def _decimal(value):
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")

class Decimal:
    __slots__ = ("_sign", "_int", "_exp", "_kind")

    def __new__(cls, value="0", context=None):
        number = Decimal._read(value, getcontext() if context is None else context)
        return _make(number._sign, number._int, number._exp, number._kind, cls)

    @staticmethod
    def _read(value, context):
        if isinstance(value, str):
            match = _SYNTAX.match(value.strip().replace("_", ""))
            if match is None:
                return context._invalid(ConversionSyntax)
            sign = 1 if match["sign"] == "-" else 0
            if match["inf"]:
                return _make(sign, 0, 0, _INFINITE)
            if match["int"] is None:
                return _make(sign, int(match["diag"] or "0"), 0, _SIGNALLING if match["signal"] else _QUIET)
            fraction = match["frac"] or ""
            return _make(sign, int(match["int"] + fraction), int(match["exp"] or "0") - len(fraction))
        if isinstance(value, Decimal):
            return value
        if isinstance(value, int):
            return _make(1 if value < 0 else 0, abs(int(value)), 0)
        if isinstance(value, float):
            context.flags[FloatOperation] = True
            if context.traps[FloatOperation]:
                raise FloatOperation([FloatOperation])
            return Decimal.from_float(value)
        if isinstance(value, (list, tuple)):
            if len(value) != 3:
                raise ValueError("argument must be a sequence of length 3")
            sign, digits, exponent = value
            if sign not in (0, 1):
                raise ValueError("sign must be an integer with the value 0 or 1")
            if exponent == "F":
                return _make(sign, 0, 0, _INFINITE)
            if any(not isinstance(d, int) or not 0 <= d <= 9 for d in digits):
                raise ValueError("coefficient must be a tuple of digits")
            coefficient = int("".join(map(str, digits)) or "0")
            if exponent in ("n", "N"):
                return _make(sign, coefficient, 0, _QUIET if exponent == "n" else _SIGNALLING)
            if not isinstance(exponent, int):
                raise ValueError("string argument in the third position must be 'F', 'n' or 'N'")
            return _make(sign, coefficient, exponent)
        raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")

    @classmethod
    def from_float(cls, f):
        if isinstance(f, int):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError("argument must be int or float")
        if not _math.isfinite(f):
            return cls(repr(f))
        n, d = abs(f).as_integer_ratio()
        k = d.bit_length() - 1
        sign = 1 if _math.copysign(1.0, f) < 0 else 0
        return _make(sign, n * 5 ** k, -k, _FINITE, cls)

    def _fix(self, context, *earlier):
        """Rounded to the context's precision and range."""
        signals = list(earlier)
        if self._kind:
            return self
        coefficient, exponent = self._int, self._exp
        tiny, top = context.Etiny(), context.Etop()
        if not coefficient:
            bounded = min(max(exponent, tiny), top if context.clamp else context.Emax)
            if bounded != exponent:
                context._raise(Clamped)
                return _make(self._sign, 0, bounded)
            return self
        digits = _length(coefficient)
        floor = max(digits + exponent - context.prec, tiny)
        small = digits + exponent - 1 < context.Emin
        if floor > exponent:
            # Everything is dropped when the number is far below the smallest one.
            coefficient, lost = _drop(coefficient, floor - exponent, self._sign, context.rounding) if floor - exponent <= digits + 1 \
                else (1 if _rounds_up(context.rounding, self._sign, 0, 1, 2) else 0, True)
            exponent = floor
            if _length(coefficient) > context.prec:
                coefficient //= 10
                exponent += 1
            if lost:
                signals += [Inexact]
            signals += [Rounded]
            if small:
                signals = ([Underflow] if lost else []) + [Subnormal] + signals
                if not coefficient:
                    signals += [Clamped]
        elif small:
            signals += [Subnormal]
        if coefficient and _length(coefficient) + exponent - 1 > context.Emax:
            context._raise(Overflow, Inexact, Rounded)
            away = context.rounding in (ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_UP) or \
                context.rounding == (ROUND_FLOOR if self._sign else ROUND_CEILING)
            return _make(self._sign, 0, 0, _INFINITE) if away else _make(self._sign, 10 ** context.prec - 1, top)
        if context.clamp and exponent > top:
            coefficient *= 10 ** (exponent - top)
            exponent = top
            signals += [Clamped]
        if signals:
            context._raise(*signals)
        if coefficient == self._int and exponent == self._exp:
            return self
        return _make(self._sign, coefficient, exponent)

    def _nan(self, other, context):
        """The NaN that an operation with a NaN gives; None when there is none."""
        if self._kind < 2 and (other is None or other._kind < 2):
            return None
        for value in (self, other):
            if value is not None and value._kind == _SIGNALLING:
                context._raise(InvalidOperation)
                return _make(value._sign, value._int, 0, _QUIET)
        return self if self._kind == _QUIET else other

    def __bool__(self):
        return self._kind != _FINITE or self._int != 0

    def __neg__(self, context=None):
        context = context or getcontext()
        nan = self._nan(None, context)
        if nan is not None:
            return nan
        zero = self._kind == _FINITE and not self._int
        sign = 0 if zero and context.rounding != ROUND_FLOOR else 1 - self._sign
        return _make(sign, self._int, self._exp, self._kind)._fix(context)

    def __pos__(self, context=None):
        context = context or getcontext()
        nan = self._nan(None, context)
        if nan is not None:
            return nan
        zero = self._kind == _FINITE and not self._int
        return (_make(0, 0, self._exp) if zero and context.rounding != ROUND_FLOOR else self)._fix(context)

    def __abs__(self, context=None):
        return self.__neg__(context) if self._sign else self.__pos__(context)

    def __add__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        nan = self._nan(other, context)
        if nan is not None:
            return nan
        if self._kind or other._kind:
            if self._kind and other._kind and self._sign != other._sign:
                return context._invalid()
            return self if self._kind else other
        exponent = min(self._exp, other._exp)
        # A number too small to be seen in the sum stands as one unit below its last place.
        a, b = self, other
        if a._int and b._int:
            a, b = _narrow(a, b, context.prec)
            exponent = min(a._exp, b._exp)
        total = a._int * 10 ** (a._exp - exponent) * (-1 if a._sign else 1)
        total += b._int * 10 ** (b._exp - exponent) * (-1 if b._sign else 1)
        if total == 0:
            both = self._sign and other._sign and not self._int and not other._int
            negative = both or (context.rounding == ROUND_FLOOR and (self._sign or other._sign))
            return _make(1 if negative else 0, 0, min(self._exp, other._exp))._fix(context)
        return _make(1 if total < 0 else 0, abs(total), exponent)._fix(context)

    __radd__ = __add__

    def __sub__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        return self.__add__(other.copy_negate() if other._kind < 2 else other, context)

    def __rsub__(self, other, context=None):
        other = _operand(other)
        return other if other is NotImplemented else other.__sub__(self, context)

    def __mul__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        nan = self._nan(other, context)
        if nan is not None:
            return nan
        sign = self._sign ^ other._sign
        if self._kind or other._kind:
            return _make(sign, 0, 0, _INFINITE) if self and other else context._invalid()
        return _make(sign, self._int * other._int, self._exp + other._exp)._fix(context)

    __rmul__ = __mul__

    def __truediv__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        nan = self._nan(other, context)
        if nan is not None:
            return nan
        sign = self._sign ^ other._sign
        if self._kind:
            return context._invalid() if other._kind else _make(sign, 0, 0, _INFINITE)
        if other._kind:
            return _make(sign, 0, context.Etiny())
        if not other._int:
            if not self._int:
                return context._invalid(DivisionUndefined)
            context._raise(DivisionByZero)
            return _make(sign, 0, 0, _INFINITE)
        if not self._int:
            return _make(sign, 0, self._exp - other._exp)._fix(context)
        shift = _length(other._int) - _length(self._int) + context.prec + 1
        exponent = self._exp - other._exp - shift
        if shift >= 0:
            coefficient, rest = divmod(self._int * 10 ** shift, other._int)
        else:
            coefficient, rest = divmod(self._int, other._int * 10 ** -shift)
        if rest:
            # A sticky digit: what is left over must be seen when rounding.
            if coefficient % 5 == 0:
                coefficient += 1
        else:
            ideal = self._exp - other._exp
            while exponent < ideal and coefficient % 10 == 0:
                coefficient //= 10
                exponent += 1
        return _make(sign, coefficient, exponent)._fix(context)

    def __rtruediv__(self, other, context=None):
        other = _operand(other)
        return other if other is NotImplemented else other.__truediv__(self, context)

    def _divide(self, other, context):
        """Quotient and remainder of numbers that can be divided."""
        sign = self._sign ^ other._sign
        ideal = min(self._exp, other._exp)
        if other._kind:
            return _make(sign, 0, 0), self._rescale(ideal if not other._kind else self._exp, context.rounding)
        if self.adjusted() - other.adjusted() > context.prec and self._int:
            nan = context._invalid(DivisionImpossible)
            return nan, nan
        quotient, rest = divmod(self._int * 10 ** (self._exp - ideal), other._int * 10 ** (other._exp - ideal))
        if quotient >= 10 ** context.prec:
            nan = context._invalid(DivisionImpossible)
            return nan, nan
        return _make(sign, quotient, 0), _make(self._sign, rest, ideal)

    def _division(self, other, context, zero_quotient):
        """A result that needs no division: a NaN, an error; None when the two can be divided."""
        nan = self._nan(other, context)
        if nan is not None:
            return nan
        if self._kind:
            return context._invalid() if other._kind or not zero_quotient else _make(self._sign ^ other._sign, 0, 0, _INFINITE)
        if not other:
            if not self._int:
                return context._invalid(DivisionUndefined)
            if not zero_quotient:
                return context._invalid()
            context._raise(DivisionByZero)
            return _make(self._sign ^ other._sign, 0, 0, _INFINITE)
        return None

    def __floordiv__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        known = self._division(other, context, True)
        return known if known is not None else self._divide(other, context)[0]

    def __rfloordiv__(self, other, context=None):
        other = _operand(other)
        return other if other is NotImplemented else other.__floordiv__(self, context)

    def __mod__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        known = self._division(other, context, False)
        return known if known is not None else self._divide(other, context)[1]._fix(context)

    def __rmod__(self, other, context=None):
        other = _operand(other)
        return other if other is NotImplemented else other.__mod__(self, context)

    def __divmod__(self, other, context=None):
        other = _operand(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        quotient = self._division(other, context, True)
        if quotient is not None:
            return quotient, quotient if quotient._kind >= 2 else context._invalid()
        quotient, rest = self._divide(other, context)
        return quotient, rest._fix(context)

    def __rdivmod__(self, other, context=None):
        other = _operand(other)
        return other if other is NotImplemented else other.__divmod__(self, context)

    def remainder_near(self, other, context=None):
        context = context or getcontext()
        other = _decimal(other)
        known = self._division(other, context, False)
        if known is not None:
            return known
        if other._kind:
            return self._fix(context)
        ideal = min(self._exp, other._exp)
        a, b = self._int * 10 ** (self._exp - ideal), other._int * 10 ** (other._exp - ideal)
        quotient, rest = divmod(a, b)
        if 2 * rest + (quotient & 1) > b:
            rest -= b
        return _make(self._sign ^ (1 if rest < 0 else 0), abs(rest), ideal)._fix(context)

    def fma(self, other, third, context=None):
        context = context or getcontext()
        other, third = _decimal(other), _decimal(third)
        wide = Context(prec=MAX_PREC, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=context.traps)
        return self.__mul__(other, wide).__add__(third, context)

    def copy_abs(self):
        return _make(0, self._int, self._exp, self._kind)

    def copy_negate(self):
        return _make(1 - self._sign, self._int, self._exp, self._kind)

    def copy_sign(self, other, context=None):
        return _make(_decimal(other)._sign, self._int, self._exp, self._kind)

    def adjusted(self):
        return 0 if self._kind else self._exp + _length(self._int) - 1

    def _rescale(self, exponent, rounding):
        """The same number with another exponent, rounded as need be; no signals."""
        if self._kind:
            return self
        if not self._int or self._exp >= exponent:
            return _make(self._sign, self._int * 10 ** (self._exp - exponent) if self._int else 0, exponent)
        return _make(self._sign, _drop(self._int, exponent - self._exp, self._sign, rounding)[0], exponent)

    def quantize(self, exp, rounding=None, context=None):
        context = context or getcontext()
        exp = _decimal(exp)
        nan = self._nan(exp, context)
        if nan is not None:
            return nan
        if self._kind or exp._kind:
            return self if self._kind and exp._kind else context._invalid()
        rounding = rounding or context.rounding
        if self._int and _length(self._int) + self._exp - exp._exp > context.prec + 1:
            return context._invalid()
        result = self._rescale(exp._exp, rounding)
        if _length(result._int) > context.prec or result.adjusted() > context.Emax or exp._exp < context.Etiny():
            return context._invalid()
        if exp._exp > self._exp:
            lost = self._int != result._int * 10 ** (exp._exp - self._exp)
            context._raise(*([Inexact] if lost else []), Rounded)
        return result

    def same_quantum(self, other, context=None):
        other = _decimal(other)
        if self._kind or other._kind:
            return self._kind == other._kind or self._kind >= 2 and other._kind >= 2
        return self._exp == other._exp

    def to_integral_value(self, rounding=None, context=None):
        context = context or getcontext()
        nan = self._nan(None, context)
        if nan is not None:
            return nan
        return self if self._kind or self._exp >= 0 else self._rescale(0, rounding or context.rounding)

    to_integral = to_integral_value

    def to_integral_exact(self, rounding=None, context=None):
        context = context or getcontext()
        result = self.to_integral_value(rounding, context)
        if not self._kind and self._exp < 0:
            context._raise(*([Inexact] if result != self else []), Rounded)
        return result

    def normalize(self, context=None):
        context = context or getcontext()
        nan = self._nan(None, context)
        if nan is not None:
            return nan
        value = self._fix(context)
        if value._kind:
            return value
        if not value._int:
            return _make(value._sign, 0, 0)
        coefficient, exponent = value._int, value._exp
        limit = context.Etop() if context.clamp else context.Emax
        while coefficient % 10 == 0 and exponent < limit:
            coefficient //= 10
            exponent += 1
        return _make(value._sign, coefficient, exponent)

    def __reduce__(self):
        return self.__class__, (str(self),)

    def __copy__(self):
        return self if type(self) is Decimal else self.__class__(self)

    def __deepcopy__(self, memo):
        return self.__copy__()

def _narrow(a, b, prec):
    big, small = (a, b) if a.adjusted() >= b.adjusted() else (b, a)
    limit = min(big._exp, big.adjusted() - prec) - 3
    if small.adjusted() < limit:
        small = _make(small._sign, 1, limit)
        return (big, small) if big is a else (small, big)
    return a, b

def _operand(other):
    if isinstance(other, Decimal):
        return other
    if isinstance(other, int):
        return _make(1 if other < 0 else 0, abs(int(other)), 0)
    return NotImplemented

_NAN = _make(0, 0, 0, _QUIET)
`;
