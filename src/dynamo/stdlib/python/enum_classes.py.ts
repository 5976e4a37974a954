/** `enum`, second part, written in Python: Enum, Flag and their kin. */

export const ENUM_CLASSES = String.raw`EnumMeta = EnumType

def _default_generate(name, start, count, last_values):
    if not last_values:
        return start
    try:
        return sorted(last_values)[-1] + 1
    except TypeError:
        import warnings
        warnings.warn("In 3.13 the default "+chr(96)+"auto()"+chr(96)+"/"+chr(96)+"_generate_next_value_"+chr(96)+" will require all values to be sortable and support "
                      "adding +1\nand the value returned will be the largest value in the enum incremented by 1",
                      DeprecationWarning, stacklevel=3)
        for value in reversed(last_values):
            try:
                return value + 1
            except TypeError:
                pass  # The last one that can be counted on from is looked for.
        return start

class Enum(metaclass=EnumType):
    _member_names_ = []
    _member_map_ = {}
    _value2member_map_ = {}
    _unhashable_values_ = []
    _member_type_ = object
    _boundary_ = None
    _generate_next_value_ = staticmethod(_default_generate)

    def __new__(cls, value):
        if type(value) is cls:
            return value
        try:
            found = cls._value2member_map_.get(value)
            if found is not None:
                return found
        except TypeError:
            for found in cls._member_map_.values():
                if found._value_ == value:
                    return found
        if not cls._member_map_:
            raise TypeError("%r has no members defined" % cls)
        try:
            error = None
            result = cls._missing_(value)
        except Exception as e:
            error = e
            result = None
        if isinstance(result, cls):
            return result
        if issubclass(cls, Flag) and cls._boundary_ is EJECT and isinstance(result, int):
            return result
        wrong = ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        if result is None and error is None:
            raise wrong
        if error is None:
            error = TypeError("error in %s._missing_: returned %r instead of None or a valid member" % (cls.__name__, result))
        if not isinstance(error, ValueError):
            error.__context__ = wrong
        raise error

    def __init__(self, *args, **kwds):
        pass

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        value_repr = self.__class__._value_repr_
        return "<%s.%s: %s>" % (self.__class__.__name__, self._name_, value_repr(self._value_))

    def __str__(self):
        return "%s.%s" % (self.__class__.__name__, self._name_)

    def __dir__(self):
        names = {"__class__", "__doc__", "__eq__", "__hash__", "__module__"}
        if self.__class__._member_type_ is not object:
            names.update(object.__dir__(self))
        members = self._member_map_
        names.update(name for name in getattr(self, "__dict__", ()) if not name.startswith("_") and name not in members)
        for base in self.__class__.mro():
            for name, value in base.__dict__.items():
                if name.startswith("_"):
                    continue
                # A property without getter only gives way to the member of its name.
                if isinstance(value, property):
                    (names.add if value.fget is not None or name not in members else names.discard)(name)
                elif name not in members:
                    names.add(name)
        return sorted(names)

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_

class ReprEnum(Enum):
    pass

class IntEnum(int, ReprEnum):
    __str__ = int.__repr__
    __format__ = int.__format__

class StrEnum(str, ReprEnum):
    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError("too many arguments for str(): %r" % (values,))
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError("%r is not a string" % (values[0],))
        for what, value in zip(("encoding", "errors"), values[1:]):
            if not isinstance(value, str):
                raise TypeError("%s must be a string, not %r" % (what, value))
        value = str(*values)
        self = str.__new__(cls, value)
        self._value_ = value
        return self

    __new_member__ = __new__
    __str__ = str.__str__
    __format__ = str.__format__

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

class FlagBoundary(StrEnum):
    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()

STRICT, CONFORM, EJECT, KEEP = FlagBoundary

class Flag(Enum, boundary=STRICT):
    _numeric_repr_ = repr

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start if start is not None else 1
        return 2 ** (_high_bit(max(last_values)) + 1)

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        mask, every = cls._flag_mask_, cls._all_bits_
        boundary = cls._boundary_
        if not ~every <= value <= every or value & (every ^ mask):
            if boundary is STRICT:
                bits = max(value.bit_length(), mask.bit_length())
                raise ValueError("%r invalid value %r\n    given %s\n  allowed %s" % (
                    cls, value, _binary(value, bits), _binary(mask, bits)))
            if boundary is CONFORM:
                value = value & mask
            elif boundary is EJECT:
                return value
            elif value < 0:
                value = max(every + 1, 2 ** value.bit_length()) + value
        if value < 0:
            value += every + 1
        known = cls._value2member_map_.get(value)
        if known is not None:
            return known
        unknown = value & ~mask
        if cls._member_type_ is object:
            result = object.__new__(cls)
        else:
            result = cls._member_type_.__new__(cls, value)
        result._value_ = value
        members = list(cls._iter_member_(value))
        if members or value == 0:
            result._name_ = "|".join(m._name_ for m in members) or None
            if unknown and result._name_ is not None and boundary is KEEP:
                result._name_ += "|%s" % unknown
        else:
            result._name_ = None
        result.__objclass__ = cls
        return cls._value2member_map_.setdefault(value, result)

    @classmethod
    def _iter_member_(cls, value):
        for name in cls._member_names_:
            m = cls._member_map_[name]
            if m._value_ & value:
                yield m

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError("unsupported operand type(s) for 'in': %r and %r" % (
                type(other).__qualname__, self.__class__.__qualname__))
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        cls = self.__class__.__name__
        if self._name_ is None:
            return "<%s: %r>" % (cls, self._value_)
        return "<%s.%s: %r>" % (cls, self._name_, self._value_)

    def __str__(self):
        cls = self.__class__.__name__
        if self._name_ is None:
            return "%s(%r)" % (cls, self._value_)
        return "%s.%s" % (cls, self._name_)

    def __bool__(self):
        return bool(self._value_)

    def _operand(self, other):
        if isinstance(other, self.__class__):
            return other._value_
        if self._member_type_ is not object and isinstance(other, self._member_type_):
            return other
        return NotImplemented

    def __or__(self, other):
        value = self._operand(other)
        return value if value is NotImplemented else self.__class__(self._value_ | value)

    def __and__(self, other):
        value = self._operand(other)
        return value if value is NotImplemented else self.__class__(self._value_ & value)

    def __xor__(self, other):
        value = self._operand(other)
        return value if value is NotImplemented else self.__class__(self._value_ ^ value)

    def __invert__(self):
        if self._boundary_ in (EJECT, KEEP):
            return self.__class__(~self._value_)
        return self.__class__(self._singles_mask_ & ~self._value_)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

def _binary(value, bits):
    digits = bin(value + (1 << bits) if value < 0 else value)[2:].rjust(bits, "1" if value < 0 else "0")
    return "0b%d %s" % (1 if value < 0 else 0, digits)

class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    __str__ = int.__repr__
    __format__ = int.__format__
    __repr__ = Flag.__repr__
    __or__ = __ror__ = Flag.__or__
    __and__ = __rand__ = Flag.__and__
    __xor__ = __rxor__ = Flag.__xor__
    __invert__ = Flag.__invert__
    __contains__ = Flag.__contains__

def unique(enumeration):
    duplicates = [(name, m.name) for name, m in enumeration.__members__.items() if name != m.name]
    if duplicates:
        details = ", ".join("%s -> %s" % pair for pair in duplicates)
        raise ValueError("duplicate values found in %r: %s" % (enumeration, details))
    return enumeration

class EnumCheck(StrEnum):
    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"

CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck

class verify:
    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        for check in self.checks:
            if check is UNIQUE:
                duplicates = [(n, m.name) for n, m in enumeration.__members__.items() if n != m.name]
                if duplicates:
                    raise ValueError("aliases found in %r: %s" % (enumeration, ", ".join("%s -> %s" % p for p in duplicates)))
            elif check is CONTINUOUS:
                self._check_continuous(enumeration)
            elif check is NAMED_FLAGS:
                self._check_named(enumeration)
        return enumeration

    def _check_continuous(self, enumeration):
        values = {m.value for m in enumeration}
        if len(values) < 2:
            return
        flag = issubclass(enumeration, Flag)
        low, high = min(values), max(values)
        if flag:
            missing = [1 << i for i in range(_high_bit(low) + 1, _high_bit(high)) if 1 << i not in values]
        else:
            missing = [i for i in range(low + 1, high) if i not in values]
        if missing:
            raise ValueError(("invalid %s %r: missing values %s" % (
                "flag" if flag else "enum", enumeration.__name__, ", ".join(map(str, missing))))[:256])

    def _check_named(self, enumeration):
        known = {m.value for m in enumeration}
        names, missing = [], 0
        for name, alias in enumeration._member_map_.items():
            if name in enumeration._member_names_ or alias.value < 0:
                continue
            missed = [bit for bit in _iter_bits_lsb(alias.value) if bit not in known]
            if missed:
                names.append(name)
                for bit in missed:
                    missing |= bit
        if names:
            alias = "alias %s is missing" % names[0] if len(names) == 1 else (
                "aliases %s and %s are missing" % (", ".join(names[:-1]), names[-1]))
            value = "value 0x%x" % missing if _is_single_bit(missing) else "combined values of 0x%x" % missing
            raise ValueError("invalid Flag %r: %s %s [use enum.show_flag_values(value) for details]" % (
                enumeration.__name__, alias, value))

def _module_of(member):
    return member.__class__.__module__.rpartition(".")[2]

def global_enum_repr(self):
    return "%s.%s" % (_module_of(self), self._name_)

def global_flag_repr(self):
    module = _module_of(self)
    if self._name_ is None:
        return "%s.%s(%r)" % (module, self.__class__.__name__, self._value_)
    names = self._name_.split("|")
    return "|".join(n if n[0].isdigit() and self._boundary_ is KEEP else "%s.%s" % (module, n) for n in names)

def global_str(self):
    return "%s(%r)" % (self.__class__.__name__, self._value_) if self._name_ is None else self._name_

def global_enum(cls, update_str=False):
    import sys
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if not issubclass(cls, ReprEnum) or update_str:
        cls.__str__ = global_str
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls

def pickle_by_global_name(self, proto):
    return self.name

_reduce_ex_by_global_name = pickle_by_global_name

def pickle_by_enum_name(self, proto):
    return getattr, (self.__class__, self._name_)

def _make_class_unpicklable(obj):
    def refuse(self, proto):
        raise TypeError("%r cannot be pickled" % self)
    if isinstance(obj, dict):
        obj["__reduce_ex__"] = refuse
        obj["__module__"] = "<unknown>"
    else:
        setattr(obj, "__reduce_ex__", refuse)
        setattr(obj, "__module__", "<unknown>")

def _iter_bits_lsb(num):
    if isinstance(num, Enum):
        num = num.value
    if num < 0:
        raise ValueError("%r is not a positive integer" % num)
    while num:
        bit = num & -num
        yield bit
        num ^= bit

def _simple_enum(etype=Enum, *, boundary=None, use_args=None):
    def convert(cls):
        meta = type(etype)
        namespace = meta.__prepare__(cls.__name__, (etype,))
        for name, value in cls.__dict__.items():
            if name not in ("__dict__", "__weakref__"):
                namespace[name] = value
        keywords = {} if boundary is None else {"boundary": boundary}
        made = meta.__new__(meta, cls.__name__, (etype,), namespace, **keywords)
        made.__qualname__ = cls.__qualname__
        made.__module__ = cls.__module__
        return made
    return convert

def _test_simple_enum(checked_enum, simple_enum):
    failed = []
    if checked_enum.__members__.keys() != simple_enum.__members__.keys():
        failed.append("members differ: %r and %r" % (list(checked_enum.__members__), list(simple_enum.__members__)))
    for name, member in checked_enum.__members__.items():
        other = simple_enum.__members__.get(name)
        if other is not None and (member.name, member.value) != (other.name, other.value):
            failed.append("%r differs from %r" % (member, other))
    if failed:
        raise TypeError("enum mismatch:\n   %s" % "\n   ".join(failed))

def show_flag_values(value):
    return [1 << bit for bit in range(value.bit_length()) if value >> bit & 1]
`;
