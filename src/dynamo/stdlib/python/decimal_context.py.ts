/** `decimal`, written in Python, first part: signals, contexts and rounding (General Decimal Arithmetic Specification 1.70). */

export const DECIMAL_CONTEXT = String.raw`
from collections import namedtuple as _namedtuple
import contextvars as _contextvars
import math as _math
import numbers as _numbers
import re as _re
import sys as _sys

ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_CEILING = "ROUND_DOWN", "ROUND_HALF_UP", "ROUND_HALF_EVEN", "ROUND_CEILING"
ROUND_FLOOR, ROUND_UP, ROUND_HALF_DOWN, ROUND_05UP = "ROUND_FLOOR", "ROUND_UP", "ROUND_HALF_DOWN", "ROUND_05UP"
_ROUNDINGS = (ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP)
MAX_PREC = MAX_EMAX = 999999999999999999
MIN_EMIN = -MAX_EMAX
MIN_ETINY = MIN_EMIN - (MAX_PREC - 1)
HAVE_THREADS = HAVE_CONTEXTVAR = True
DecimalTuple = _namedtuple("DecimalTuple", "sign digits exponent", module="decimal")

class DecimalException(ArithmeticError): pass
class Clamped(DecimalException): pass
class InvalidOperation(DecimalException): pass
class ConversionSyntax(InvalidOperation): pass
class DivisionByZero(DecimalException, ZeroDivisionError): pass
class DivisionImpossible(InvalidOperation): pass
class DivisionUndefined(InvalidOperation, ZeroDivisionError): pass
class Inexact(DecimalException): pass
class InvalidContext(InvalidOperation): pass
class Rounded(DecimalException): pass
class Subnormal(DecimalException): pass
class Overflow(Inexact, Rounded): pass
class Underflow(Inexact, Rounded, Subnormal): pass
class FloatOperation(DecimalException, TypeError): pass

_SIGNALS = (InvalidOperation, FloatOperation, DivisionByZero, Overflow, Subnormal, Underflow, Rounded, Inexact, Clamped)
_SHOWN = (Clamped, InvalidOperation, DivisionByZero, Inexact, Rounded, Subnormal, Overflow, Underflow, FloatOperation)

def _signal_dict(value):
    if isinstance(value, dict):
        return {s: bool(value.get(s, False)) for s in _SIGNALS}
    chosen = [] if value is None else list(value)
    for s in chosen:
        if s not in _SIGNALS:
            raise TypeError("values must be signals or a list of signals")
    return {s: s in chosen for s in _SIGNALS}

class Context:
    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None):
        base = DefaultContext
        self.prec = base.prec if prec is None else prec
        self.rounding = base.rounding if rounding is None else rounding
        self.Emin = base.Emin if Emin is None else Emin
        self.Emax = base.Emax if Emax is None else Emax
        self.capitals = base.capitals if capitals is None else capitals
        self.clamp = base.clamp if clamp is None else clamp
        self.traps = dict(base.traps) if traps is None else _signal_dict(traps)
        self.flags = _signal_dict(flags)

    def __setattr__(self, name, value):
        if name == "prec" and not 1 <= value <= MAX_PREC:
            raise ValueError("valid range for prec is [1, MAX_PREC]")
        if name == "rounding" and value not in _ROUNDINGS:
            raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n"
                            "   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]")
        if name in ("flags", "traps"):
            value = _signal_dict(value)
        elif name not in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp"):
            raise AttributeError(f"'decimal.Context' object has no attribute {name!r}")
        object.__setattr__(self, name, value)

    def __repr__(self):
        flags = ", ".join(s.__name__ for s in _SHOWN if self.flags[s])
        traps = ", ".join(s.__name__ for s in _SHOWN if self.traps[s])
        return (f"Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, Emax={self.Emax}, "
                f"capitals={self.capitals}, clamp={self.clamp}, flags=[{flags}], traps=[{traps}])")

    def copy(self):
        return Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp, self.flags, self.traps)

    __copy__ = copy

    def clear_flags(self):
        self.flags = None

    def clear_traps(self):
        self.traps = None

    def Etiny(self):
        return self.Emin - self.prec + 1

    def Etop(self):
        return self.Emax - self.prec + 1

    def _raise(self, *conditions):
        """Sets the flags of what happened; the first condition whose signal is trapped is raised."""
        trapped = []
        for condition in conditions:
            signal = InvalidOperation if issubclass(condition, InvalidOperation) else condition
            self.flags[signal] = True
            if self.traps[signal]:
                trapped.append(condition)
        if trapped:
            first = trapped[0]
            raise (InvalidOperation if issubclass(first, InvalidOperation) else first)(trapped)

    def _invalid(self, condition=InvalidOperation):
        self._raise(condition)
        return _NAN

    def create_decimal(self, num="0"):
        value = Decimal._read(num, self)
        if value._kind >= 2 and len(str(value._int)) > self.prec - self.clamp:
            return self._invalid(ConversionSyntax)
        return value._fix(self)

    def create_decimal_from_float(self, f):
        return Decimal.from_float(f)._fix(self)

    def to_sci_string(self, a):
        return _decimal(a).__str__(context=self)

    def to_eng_string(self, a):
        return _decimal(a).to_eng_string(self)

    def power(self, a, b, modulo=None):
        return _decimal(a).__pow__(_decimal(b), modulo, self)

    def divmod(self, a, b):
        return _decimal(a).__divmod__(_decimal(b), self)

    def plus(self, a):
        return _decimal(a).__pos__(self)

    def minus(self, a):
        return _decimal(a).__neg__(self)

    def abs(self, a):
        return _decimal(a).__abs__(self)

    def fma(self, a, b, c):
        return _decimal(a).fma(_decimal(b), _decimal(c), self)

    def radix(self):
        return Decimal(10)

_current = _contextvars.ContextVar("decimal_context")

def getcontext():
    context = _current.get(None)
    if context is None:
        context = DefaultContext.copy()
        _current.set(context)
    return context

def setcontext(context):
    if context in (DefaultContext, BasicContext, ExtendedContext):
        context = context.copy()
        context.clear_flags()
    _current.set(context)

class _ContextManager:
    def __init__(self, new_context):
        self.new_context = new_context.copy()

    def __enter__(self):
        self.saved_context = getcontext()
        setcontext(self.new_context)
        return self.new_context

    def __exit__(self, *exc_info):
        setcontext(self.saved_context)

def localcontext(ctx=None, **kwargs):
    manager = _ContextManager(getcontext() if ctx is None else ctx)
    for name, value in kwargs.items():
        if name not in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"):
            raise TypeError(f"'{name}' is an invalid keyword argument for this function")
        setattr(manager.new_context, name, value)
    return manager

def _rounds_up(rounding, sign, kept, rest, half):
    """Whether the digit after what is kept carries; rest is the dropped part, half the half of its unit."""
    if not rest:
        return False
    if rounding == ROUND_HALF_EVEN:
        return rest > half or rest == half and kept & 1 == 1
    if rounding == ROUND_HALF_UP:
        return rest >= half
    if rounding == ROUND_HALF_DOWN:
        return rest > half
    if rounding == ROUND_DOWN:
        return False
    if rounding == ROUND_UP:
        return True
    if rounding == ROUND_CEILING:
        return not sign
    if rounding == ROUND_FLOOR:
        return bool(sign)
    return kept % 5 == 0

def _drop(coefficient, count, sign, rounding):
    """The coefficient without its last digits, rounded, and whether digits other than zero were lost."""
    unit = 10 ** count
    kept, rest = divmod(coefficient, unit)
    # With count 0 nothing is dropped; half is then never looked at.
    return kept + _rounds_up(rounding, sign, kept, rest, unit // 2), rest != 0

def _length(coefficient):
    return len(str(coefficient)) if coefficient else 1
`;
