/** `decimal`, written in Python, last part: roots, exponentials and logarithms in fixed point, and the contexts. */

export const DECIMAL_EXPONENTIAL = String.raw`
# Functions without a finite result are computed with more and more digits until the rounding is certain.

def _fixed_log(numerator, denominator, scale):
    """scale * ln(numerator / denominator), for a quotient between 1 and 2."""
    z = scale * (numerator - denominator) // (numerator + denominator)
    square, term, total, n = z * z // scale, z, z, 1
    while term:
        term = term * square // scale
        n += 2
        total += term // n
    return 2 * total

def _log_of(value, digits):
    """ln of a positive number as an integer, times 10 ** digits."""
    scale = 10 ** (digits + 12)
    shift = _length(value._int)
    bits = value._int.bit_length() - 1
    two, ten = _fixed_log(2, 1, scale), _fixed_log(10, 8, scale)
    total = _fixed_log(value._int, 1 << bits, scale) + bits * two + value._exp * (3 * two + ten)
    return total // 10 ** 12

def _exp_of(fixed, digits):
    """exp(fixed / 10 ** digits) as a coefficient of about that many digits and its exponent."""
    extra = 12 + len(str(abs(fixed) // 10 ** digits))
    scale = 10 ** (digits + extra)
    two = _fixed_log(2, 1, scale)
    ten = 3 * two + _fixed_log(10, 8, scale)
    exponent, rest = divmod(fixed * 10 ** extra, ten)
    halvings = 12
    x = rest >> halvings
    term = total = scale
    n = 0
    while term:
        n += 1
        term = term * x // (n * scale)
        total += term
    for _ in range(halvings):
        total = total * total // scale
    return total // 10 ** (extra - 6), exponent - digits - 6

def _certain(compute, context, *signals):
    """compute(digits) gives sign, coefficient and exponent, the last few digits of which are not sure."""
    extra = 6
    while True:
        sign, coefficient, exponent = compute(context.prec + extra)
        spare = _length(coefficient) - context.prec
        if spare >= 5:
            tail = coefficient % 10 ** spare
            half = 5 * 10 ** (spare - 1)
            unsure = 10 ** max(spare - 3, 3)
            if abs(tail - half) > unsure and unsure < tail < 10 ** spare - unsure or extra > 400:
                break
        extra += max(6, 8 - spare)
    # Inexact always: a sticky digit keeps it from looking exact.
    even = context.copy()
    even.rounding = ROUND_HALF_EVEN
    even.clear_traps()
    even.clear_flags()
    result = _make(sign, coefficient * 10 + 1, exponent - 1)._fix(even)
    context._raise(*[s for s in _SIGNALS if even.flags[s]])
    return result

@_method
def exp(self, context=None):
    context = context or getcontext()
    nan = self._nan(None, context)
    if nan is not None:
        return nan
    if self._kind:
        return _make(0, 0, 0) if self._sign else self
    if not self._int:
        return _make(0, 1, 0)
    if self.adjusted() > 18:
        limit = _make(0, 1, -(context.Emax * 2) if self._sign else context.Emax * 2)
        return limit._fix(context)
    def compute(digits):
        coefficient, exponent = _exp_of(_scaled(self, digits), digits)
        return 0, coefficient, exponent
    return _certain(compute, context)

def _scaled(value, digits):
    shift = value._exp + digits
    n = value._int * 10 ** shift if shift >= 0 else value._int // 10 ** -shift
    return -n if value._sign else n

def _logarithm(self, context, by_ten):
    nan = self._nan(None, context)
    if nan is not None:
        return nan
    if not self:
        return _make(1, 0, 0, _INFINITE)
    if self._sign:
        return context._invalid()
    if self._kind:
        return self
    trimmed = str(self._int).rstrip("0")
    if by_ten and trimmed == "1":
        return Decimal(self.adjusted())._fix(context)
    if self == 1:
        return _make(0, 0, 0)
    def compute(digits):
        digits += abs(min(0, (self - 1).adjusted())) if 0 <= self.adjusted() + 1 <= 1 else 0
        fixed = _log_of(self, digits)
        if by_ten:
            fixed = fixed * 10 ** digits // _log_of(Decimal(10), digits)
        return (1 if fixed < 0 else 0), abs(fixed), -digits
    return _certain(compute, context)

@_method
def ln(self, context=None):
    return _logarithm(self, context or getcontext(), False)

@_method
def log10(self, context=None):
    return _logarithm(self, context or getcontext(), True)

@_method
def sqrt(self, context=None):
    context = context or getcontext()
    nan = self._nan(None, context)
    if nan is not None:
        return nan
    if not self:
        return _make(self._sign, 0, self._exp // 2)._fix(context)
    if self._sign:
        return context._invalid()
    if self._kind:
        return self
    ideal = self._exp // 2
    shift = 2 * max(0, context.prec + 2 - _length(self._int) // 2) + self._exp % 2
    exponent = (self._exp - shift) // 2
    n = self._int * 10 ** shift
    root = _math.isqrt(n)
    if root * root == n:
        while exponent < ideal and root % 10 == 0:
            root //= 10
            exponent += 1
    elif root % 5 == 0:
        root += 1
    even = context.copy()
    even.rounding = ROUND_HALF_EVEN
    result = _make(0, root, exponent)._fix(even)
    context.flags.update(even.flags)
    return result

@_method
def __pow__(self, other, modulo=None, context=None):
    other = _operand(other)
    if other is NotImplemented:
        return other
    context = context or getcontext()
    if modulo is not None:
        a, b, m = int(self), int(other), int(_decimal(modulo))
        if a != self or b != other or b < 0 or m == 0 or (a == 0 and b == 0):
            return context._invalid()
        return Decimal(pow(abs(a), b, abs(m)) * (-1 if a < 0 and b % 2 else 1))
    nan = self._nan(other, context)
    if nan is not None:
        return nan
    if not other:
        return context._invalid() if not self else _make(0, 1, 0)
    whole = other._kind == _FINITE and (other._exp >= 0 or other._int % 10 ** -other._exp == 0)
    sign = 1 if self._sign and whole and int(other.copy_abs()) % 2 else 0
    if self._sign and not whole and self:
        return context._invalid()
    if not self:
        return _make(sign, 0, 0, _INFINITE) if other._sign else _make(sign, 0, 0)
    if self._kind:
        return _make(sign, 0, 0) if other._sign else _make(sign, 0, 0, _INFINITE)
    size = self.copy_abs()
    if other._kind:
        c = _order(size, _ONE)
        if c == 0:
            return _make(0, 10 ** (context.prec - 1), 1 - context.prec)._fix(context, Inexact, Rounded)
        return _make(0, 0, 0) if (c < 0) != bool(other._sign) else _make(0, 0, 0, _INFINITE)
    if size == 1:
        if whole:
            return _make(sign, 1, 0) if self._exp == 0 else _make(sign, 10 ** (context.prec - 1), 1 - context.prec)._fix(context)
        return _make(0, 10 ** (context.prec - 1), 1 - context.prec)._fix(context, Inexact, Rounded)
    if whole and abs(int(other)) * _length(self._int) <= 4 * context.prec + 64:
        n = int(other)
        exact = _make(sign, self._int ** abs(n), self._exp * abs(n))
        if n > 0:
            return exact._fix(context)
        return _ONE.__truediv__(exact, context)
    exact = None if whole else _exact_root(size, other, context)
    if exact is not None:
        return exact
    if other.adjusted() + size.adjusted() > 40 or other.adjusted() > 22:
        over = (_order(size, _ONE) > 0) != bool(other._sign)
        return _make(sign, 1, context.Emax * 2 if over else context.Emin * 2 - 2 * context.prec)._fix(context)
    def compute(digits):
        wide = digits + max(0, other.adjusted()) + 8
        product = _log_of(size, wide) * _scaled(other, wide + max(0, -other.adjusted())) // 10 ** (wide + max(0, -other.adjusted()))
        coefficient, exponent = _exp_of(product, wide)
        return sign, coefficient, exponent
    return _certain(compute, context)

def _exact_root(value, power, context):
    """value ** power when power is a fraction whose root comes out even, with the digits of an inexact result."""
    n, d = power.as_integer_ratio()
    if d > 64 or abs(n) > 1000:
        return None
    p, q = value.as_integer_ratio()
    roots = []
    for number in (p, q):
        root = round(number ** (1 / d)) if number < 10 ** 300 else 0
        if root ** d != number:
            return None
        roots.append(root ** abs(n))
    top, bottom = roots if n > 0 else roots[::-1]
    exact = Decimal(top).__truediv__(Decimal(bottom), context)
    missing = context.prec - _length(exact._int)
    padded = _make(0, exact._int * 10 ** missing, exact._exp - missing) if missing > 0 else exact
    return padded._fix(context, Inexact, Rounded)

@_method
def __rpow__(self, other, modulo=None, context=None):
    other = _operand(other)
    return other if other is NotImplemented else other.__pow__(self, modulo, context)

@_method
def logb(self, context=None):
    context = context or getcontext()
    nan = self._nan(None, context)
    if nan is not None:
        return nan
    if self._kind:
        return self.copy_abs()
    if not self:
        context._raise(DivisionByZero)
        return _make(1, 0, 0, _INFINITE)
    return Decimal(self.adjusted())._fix(context)

@_method
def scaleb(self, other, context=None):
    context = context or getcontext()
    return self if self._kind else _make(self._sign, self._int, self._exp + int(_decimal(other)))._fix(context)

def _neighbour(name, rounding):
    def step(self, context=None):
        context = context or getcontext()
        nan = self._nan(None, context)
        if nan is not None:
            return nan
        up = rounding == ROUND_CEILING
        if self._kind:
            return self if self._sign != up else _make(self._sign, 10 ** context.prec - 1, context.Etop())
        quiet = context.copy()
        quiet.rounding = rounding
        quiet.clear_traps()
        moved = self._fix(quiet)
        if moved != self:
            return moved
        return self.__add__(_make(0 if up else 1, 1, context.Etiny() - 1), quiet)
    step.__name__ = name
    _method(step)

_neighbour("next_plus", ROUND_CEILING)
_neighbour("next_minus", ROUND_FLOOR)

@_method
def next_toward(self, other, context=None):
    other = _decimal(other)
    nan = self._nan(other, context or getcontext())
    if nan is not None:
        return nan
    c = _order(self, other)
    return self.copy_sign(other) if c == 0 else self.next_plus(context) if c < 0 else self.next_minus(context)

def _delegate(name, method):
    def run(self, *args):
        first, *rest = map(_decimal, args)
        return getattr(first, method)(*rest, context=self)
    run.__name__ = name
    setattr(Context, name, run)

for _name in ("exp ln log10 sqrt quantize normalize compare max min max_mag min_mag remainder_near logb scaleb next_plus next_minus "
              "to_integral_exact to_integral_value is_normal is_subnormal number_class copy_sign same_quantum next_toward compare_total").split():
    _delegate(_name, _name)
for _name, _target in (("add", "__add__"), ("subtract", "__sub__"), ("multiply", "__mul__"), ("divide", "__truediv__"),
                       ("divide_int", "__floordiv__"), ("remainder", "__mod__")):
    _delegate(_name, _target)

def _default_context(prec, rounding, Emin, Emax, traps):
    context = object.__new__(Context)
    for name, value in dict(prec=prec, rounding=rounding, Emin=Emin, Emax=Emax, capitals=1, clamp=0, flags=None, traps=traps).items():
        setattr(context, name, value)
    return context

DefaultContext = _default_context(28, ROUND_HALF_EVEN, -999999, 999999, [InvalidOperation, DivisionByZero, Overflow])
BasicContext = _default_context(9, ROUND_HALF_UP, -999999, 999999,
                                [InvalidOperation, DivisionByZero, Overflow, Underflow, Clamped])
ExtendedContext = _default_context(9, ROUND_HALF_EVEN, -999999, 999999, [])
_ONE = _make(0, 1, 0)
_numbers.Number.register(Decimal)
`;
