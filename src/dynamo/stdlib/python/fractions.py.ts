/** `fractions`, written in Python: exact rationals. */

export const FRACTIONS = String.raw`
from decimal import Decimal
from math import gcd as _gcd
import numbers
import operator as _operator
import re as _re
import sys as _sys

_FORMAT = _re.compile(r"""
    \s*(?P<sign>[-+]?)(?=\d|\.\d)
    (?P<num>\d*|\d+(_\d+)*)
    (?:/(?P<denom>\d+(_\d+)*)
     |(?:\.(?P<decimal>\d*|\d+(_\d+)*))?(?:E(?P<exp>[-+]?\d+(_\d+)*))?)
    \s*\Z""", _re.VERBOSE | _re.IGNORECASE)

class Fraction(numbers.Rational):
    __slots__ = ("_numerator", "_denominator")

    def __new__(cls, numerator=0, denominator=None):
        self = super().__new__(cls)
        if denominator is None:
            n, d = _parts(numerator)
        elif type(numerator) is int is type(denominator):
            n, d = numerator, denominator
        elif isinstance(numerator, numbers.Rational) and isinstance(denominator, numbers.Rational):
            n = numerator.numerator * denominator.denominator
            d = denominator.numerator * numerator.denominator
        else:
            raise TypeError("both arguments should be Rational instances")
        if d == 0:
            raise ZeroDivisionError(f"Fraction({n}, 0)")
        g = _gcd(n, d) if d > 0 else -_gcd(n, d)
        self._numerator, self._denominator = n // g, d // g
        return self

    @classmethod
    def from_float(cls, f):
        if isinstance(f, numbers.Integral):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError(f"{cls.__name__}.from_float() only takes floats, not {f!r} ({type(f).__name__})")
        return cls(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        if isinstance(dec, numbers.Integral):
            return cls(dec)
        if not isinstance(dec, Decimal):
            raise TypeError(f"{cls.__name__}.from_decimal() only takes Decimals, not {dec!r} ({type(dec).__name__})")
        return cls(*dec.as_integer_ratio())

    def is_integer(self):
        return self._denominator == 1

    def as_integer_ratio(self):
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self)
        # Convergents of the continued fraction, then the last semiconvergent within the bound.
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        if 2 * d * (q0 + k * q1) <= self._denominator:
            return Fraction(p1, q1)
        return Fraction(p0 + k * p1, q0 + k * q1)

    @property
    def numerator(self):
        return self._numerator

    @property
    def denominator(self):
        return self._denominator

    def __repr__(self):
        return f"{self.__class__.__name__}({self._numerator}, {self._denominator})"

    def __str__(self):
        return str(self._numerator) if self._denominator == 1 else f"{self._numerator}/{self._denominator}"

    def __format__(self, spec):
        if not spec:
            return str(self)
        match = _SPEC.fullmatch(spec)
        if match is None:
            raise ValueError(f"Invalid format specifier {spec!r} for object of type {type(self).__name__!r}")
        if match["type"] in ("f", "F", "%", "e", "E", "g", "G"):
            from decimal import Context, ROUND_HALF_EVEN
            precision = int(match["precision"] or 6)
            scale = 100 if match["type"] == "%" else 1
            digits = len(str(abs(self._numerator))) + len(str(self._denominator)) + precision + 10
            context = Context(prec=digits, rounding=ROUND_HALF_EVEN)
            exact = context.divide(Decimal(self._numerator), Decimal(self._denominator))
            return format(exact, spec if match["precision"] else spec[:-1] + ".6" + spec[-1])
        return format(str(self), spec)

    def __add__(a, b):
        return _binary(a, b, _operator.add, _add)

    def __radd__(b, a):
        return _reflected(a, b, _operator.add, _add)

    def __sub__(a, b):
        return _binary(a, b, _operator.sub, _sub)

    def __rsub__(b, a):
        return _reflected(a, b, _operator.sub, _sub)

    def __mul__(a, b):
        return _binary(a, b, _operator.mul, _mul)

    def __rmul__(b, a):
        return _reflected(a, b, _operator.mul, _mul)

    def __truediv__(a, b):
        return _binary(a, b, _operator.truediv, _div)

    def __rtruediv__(b, a):
        return _reflected(a, b, _operator.truediv, _div)

    def __floordiv__(a, b):
        return _binary(a, b, _operator.floordiv, _floordiv)

    def __rfloordiv__(b, a):
        return _reflected(a, b, _operator.floordiv, _floordiv)

    def __mod__(a, b):
        return _binary(a, b, _operator.mod, _mod)

    def __rmod__(b, a):
        return _reflected(a, b, _operator.mod, _mod)

    def __divmod__(a, b):
        return _binary(a, b, divmod, lambda x, y: (_floordiv(x, y), _mod(x, y)))

    def __rdivmod__(b, a):
        return _reflected(a, b, divmod, lambda x, y: (_floordiv(x, y), _mod(x, y)))

    def __pow__(a, b):
        if isinstance(b, numbers.Rational):
            if b.denominator != 1:
                return float(a) ** float(b)
            power = b.numerator
            if power >= 0:
                return Fraction(a._numerator ** power, a._denominator ** power)
            if a._numerator == 0:
                raise ZeroDivisionError(f"Fraction({a._denominator ** -power}, 0)")
            return Fraction(a._denominator ** -power, a._numerator ** -power)
        if isinstance(b, (float, complex)):
            return float(a) ** b
        return NotImplemented

    def __rpow__(b, a):
        if b._denominator == 1 and b._numerator >= 0:
            return a ** b._numerator
        if isinstance(a, numbers.Rational):
            return Fraction(a.numerator, a.denominator) ** b
        return a ** b._numerator if b._denominator == 1 else a ** float(b)

    def __pos__(self):
        return Fraction(self._numerator, self._denominator)

    def __neg__(self):
        return Fraction(-self._numerator, self._denominator)

    def __abs__(self):
        return Fraction(abs(self._numerator), self._denominator)

    def __int__(self):
        return self.__trunc__()

    def __float__(self):
        return self._numerator / self._denominator

    def __trunc__(self):
        n, d = self._numerator, self._denominator
        return -(-n // d) if n < 0 else n // d

    def __floor__(self):
        return self._numerator // self._denominator

    def __ceil__(self):
        return -(-self._numerator // self._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            floor, rest = divmod(self._numerator, self._denominator)
            if rest * 2 < self._denominator or (rest * 2 == self._denominator and floor % 2 == 0):
                return floor
            return floor + 1
        shift = 10 ** abs(ndigits)
        return Fraction(round(self * shift), shift) if ndigits > 0 else Fraction(round(self / shift) * shift)

    def __hash__(self):
        try:
            inverse = pow(self._denominator, -1, _sys.hash_info.modulus)
        except ValueError:
            value = _sys.hash_info.inf
        else:
            value = hash(hash(abs(self._numerator)) * inverse)
        result = value if self._numerator >= 0 else -value
        return -2 if result == -1 else result

    def __eq__(a, b):
        if isinstance(b, numbers.Rational):
            return a._numerator == b.numerator and a._denominator == b.denominator
        if isinstance(b, numbers.Complex) and b.imag == 0:
            b = b.real
        if isinstance(b, float):
            return 0.0 == b if b != b or b in (_INF, -_INF) else a == Fraction(*b.as_integer_ratio())
        return NotImplemented

    def _compare(self, other, op):
        if isinstance(other, numbers.Rational):
            return op(self._numerator * other.denominator, self._denominator * other.numerator)
        if isinstance(other, float):
            if other != other or other in (_INF, -_INF):
                return op(0.0, other)
            return op(self, Fraction(*other.as_integer_ratio()))
        return NotImplemented

    def __lt__(a, b):
        return a._compare(b, _operator.lt)

    def __gt__(a, b):
        return a._compare(b, _operator.gt)

    def __le__(a, b):
        return a._compare(b, _operator.le)

    def __ge__(a, b):
        return a._compare(b, _operator.ge)

    def __bool__(self):
        return bool(self._numerator)

    def __reduce__(self):
        return self.__class__, (self._numerator, self._denominator)

    def __copy__(self):
        return self if type(self) is Fraction else self.__class__(self._numerator, self._denominator)

    def __deepcopy__(self, memo):
        return self.__copy__()

_INF = float("inf")
_SPEC = _re.compile(r"(?:.?[<>=^])?[-+ ]?[z]?#?0?\d*[_,]?(?:\.(?P<precision>\d+))?(?P<type>[eEfFgG%]?)", _re.DOTALL)

def _parts(value):
    if type(value) is int:
        return value, 1
    if isinstance(value, numbers.Rational):
        return value.numerator, value.denominator
    if isinstance(value, (float, Decimal)):
        return value.as_integer_ratio()
    if isinstance(value, str):
        match = _FORMAT.match(value)
        if match is None:
            raise ValueError(f"Invalid literal for Fraction: {value!r}")
        n = int(match["num"] or "0")
        d = 1
        if match["denom"]:
            d = int(match["denom"])
        else:
            decimals = (match["decimal"] or "").replace("_", "")
            d = 10 ** len(decimals)
            n = n * d + int(decimals or "0")
            exponent = int(match["exp"] or "0")
            if exponent >= 0:
                n *= 10 ** exponent
            else:
                d *= 10 ** -exponent
        return (-n if match["sign"] == "-" else n), d
    raise TypeError("argument should be a string or a Rational instance")

def _binary(a, b, operator, exact):
    if isinstance(b, (int, Fraction)):
        return exact(a, b)
    if isinstance(b, (float, complex)):
        return operator(float(a) if isinstance(b, float) else complex(a), b)
    return NotImplemented

def _reflected(a, b, operator, exact):
    if isinstance(a, numbers.Rational):
        return exact(a, b)
    if isinstance(a, numbers.Real):
        return operator(float(a), float(b))
    if isinstance(a, numbers.Complex):
        return operator(complex(a), complex(b))
    return NotImplemented

def _add(a, b):
    return Fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)

def _sub(a, b):
    return Fraction(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator)

def _mul(a, b):
    return Fraction(a.numerator * b.numerator, a.denominator * b.denominator)

def _div(a, b):
    return Fraction(a.numerator * b.denominator, a.denominator * b.numerator)

def _floordiv(a, b):
    return (a.numerator * b.denominator) // (a.denominator * b.numerator)

def _mod(a, b):
    return Fraction((a.numerator * b.denominator) % (b.numerator * a.denominator), a.denominator * b.denominator)
`;
