/** `enum`, first part, written in Python: the metaclass and the class namespace. */

export const ENUM_TYPE = String.raw`
import builtins as _builtins
from types import MappingProxyType
from _enum_names import is_descriptor as _is_descriptor, kind as _kind

__all__ = ["EnumMeta", "EnumType", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum", "auto", "unique",
           "property", "verify", "member", "nonmember", "FlagBoundary", "STRICT", "CONFORM", "EJECT", "KEEP",
           "CONTINUOUS", "NAMED_FLAGS", "UNIQUE", "EnumCheck", "global_enum", "global_enum_repr", "global_flag_repr", "global_str", "pickle_by_global_name",
           "pickle_by_enum_name"]

_bltin_property = _builtins.property
Enum = None

def _is_own(cls, name):
    """Whether it is the module's class of that name, which may not be made yet."""
    return cls.__qualname__ == name and cls.__module__ == "enum"

class nonmember:
    def __init__(self, value):
        self.value = value

class member:
    def __init__(self, value):
        self.value = value

class auto:
    _unset = object()

    def __init__(self, value=_unset):
        self.value = value

    def __repr__(self):
        return "auto(%r)" % (self.value,)

def _is_dunder(name):
    return _kind("", name) == "dunder"

def _is_sunder(name):
    return _kind("", name) == "sunder"

def _is_private(cls_name, name):
    return _kind(cls_name, name) == "private"

def _is_single_bit(value):
    return value != 0 and value & (value - 1) == 0

def _high_bit(value):
    return value.bit_length() - 1

class property(_bltin_property):
    """An attribute of members that a member of the same name may shadow on the class."""

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            members = ownerclass.__dict__.get("_member_map_") or {}
            if self._enum_name in members:
                return members[self._enum_name]
            raise AttributeError("%r has no attribute %r" % (ownerclass, self._enum_name))
        if self.fget is None:
            raise AttributeError("%r member has no attribute %r" % (type(instance), self._enum_name))
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("<enum %r> cannot set attribute %r" % (type(instance).__name__, self._enum_name))
        return self.fset(instance, value)

    def __delete__(self, instance):
        raise AttributeError("<enum %r> cannot delete attribute %r" % (type(instance).__name__, self._enum_name))

    def __set_name__(self, ownerclass, name):
        self._enum_name = name

class _Shadowed:
    """A member whose name is also an attribute of the data type: the class gives the member, an instance the attribute."""

    def __init__(self, member, descriptor):
        self.member, self.descriptor = member, descriptor

    def __get__(self, instance, ownerclass=None):
        return self.member if instance is None else self.descriptor.__get__(instance, ownerclass)

    def __set__(self, instance, value):
        raise AttributeError("<enum %r> cannot set attribute" % type(instance).__name__)

class _EnumDict(dict):
    def __init__(self):
        super().__init__()
        self._member_names = {}
        self._last_values = []
        self._ignore = []
        self._auto_called = False
        self._cls_name = None

    def __setitem__(self, key, value):
        kind = _kind(self._cls_name, key)
        if kind == "private":
            pass
        elif kind == "sunder":
            if key not in ("_order_", "_generate_next_value_", "_missing_", "_ignore_", "_iter_member_",
                           "_iter_member_by_value_", "_iter_member_by_def_", "_numeric_repr_", "_add_alias_",
                           "_add_value_alias_"):
                raise ValueError("_sunder_ names, such as %r, are reserved for future Enum use" % (key,))
            if key == "_generate_next_value_":
                if self._auto_called:
                    raise TypeError("_generate_next_value_ must be defined before members")
                self._generate = value.__func__ if isinstance(value, staticmethod) else value
                value = value if isinstance(value, staticmethod) else staticmethod(value)
            elif key == "_ignore_":
                value = value.replace(",", " ").split() if isinstance(value, str) else list(value)
                self._ignore = value
        elif kind == "dunder":
            pass
        elif key in self._member_names:
            raise TypeError("%r already defined as %r" % (key, self[key]))
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif _is_descriptor(value) and not isinstance(value, (member, auto)) and not _is_partial(value):
            pass
        else:
            if key in self:
                raise TypeError("%r already defined as %r" % (key, self[key]))
            if isinstance(value, member):
                value = value.value
            if isinstance(value, auto):
                value = self._next_value(key, value)
            elif type(value) is tuple and any(isinstance(v, auto) for v in value):
                value = tuple(self._next_value(key, v) if isinstance(v, auto) else v for v in value)
            self._member_names[key] = None
            self._last_values.append(value)
        super().__setitem__(key, value)

    def _next_value(self, key, value):
        if value.value is auto._unset:
            value.value = self._generate(key, 1, len(self._member_names), self._last_values[:])
            self._auto_called = True
        return value.value

    def update(self, members, **more):
        for name, value in (members.items() if hasattr(members, "items") else members):
            self[name] = value
        for name, value in more.items():
            self[name] = value

def _is_partial(value):
    return type(value).__name__ == "partial" and type(value).__module__ == "functools"

def _data_type(cls_name, bases):
    found = []
    for chain in bases:
        candidate = None
        for base in chain.__mro__:
            if base is object:
                continue
            if isinstance(base, EnumType):
                if base._member_type_ is not object:
                    found.append(base._member_type_)
                    break
            elif "__new__" in base.__dict__ or "__dataclass_fields__" in base.__dict__:
                if isinstance(base, EnumType):
                    continue
                found.append(candidate or base)
                break
            else:
                candidate = candidate or base
    found = list(dict.fromkeys(found))
    if len(found) > 1:
        raise TypeError("too many data types for %r: %r" % (cls_name, set(found)))
    return found[0] if found else object

class EnumType(type):
    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        if Enum is None:
            return {}
        enum_dict = _EnumDict()
        enum_dict._cls_name = cls
        enum_dict._generate = _default_generate
        first = next((b for b in reversed(bases) if isinstance(b, EnumType)), None)
        if first is not None:
            for base in bases:
                if isinstance(base, EnumType) and base._member_names_:
                    raise TypeError("<enum %r> cannot extend %r" % (cls, base))
            enum_dict._generate = first._generate_next_value_
        return enum_dict

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        if Enum is None:
            return super().__new__(metacls, cls, bases, dict(classdict), **kwds)
        ignore = classdict._ignore
        names = [name for name in classdict._member_names]
        values = {name: classdict[name] for name in names}
        invalid = set(names) & {"mro", ""}
        if invalid:
            raise ValueError("invalid enum member name(s) %s" % ",".join(repr(n) for n in invalid))
        namespace = {name: value for name, value in classdict.items() if name not in values and name not in ignore}
        namespace.pop("_ignore_", None)
        order = namespace.pop("_order_", None)
        member_type = _data_type(cls, bases)
        first_enum = bases[-1] if bases else Enum
        namespace["_member_names_"] = []
        namespace["_member_map_"] = {}
        namespace["_value2member_map_"] = {}
        namespace["_unhashable_values_"] = []
        namespace["_member_type_"] = member_type
        namespace["_boundary_"] = boundary or getattr(first_enum, "_boundary_", None)
        namespace["_flag_mask_"] = 0
        namespace["_singles_mask_"] = 0
        namespace["_all_bits_"] = 0
        namespace["_value_repr_"] = member_type.__repr__ if member_type is not object else repr
        make = namespace.get("__new__")
        namespace["_new_member_"] = None
        enum_class = super().__new__(metacls, cls, bases, namespace, **kwds)
        use_args = True
        if make is None:
            make = getattr(first_enum, "__new_member__", None)
            if make is not None and make is not Enum.__new__ and make is not object.__new__:
                pass
            elif member_type is not object and member_type.__new__ is not object.__new__:
                make = member_type.__new__
            else:
                make = None
                use_args = False
        else:
            make = enum_class.__dict__["__new__"].__func__ if isinstance(enum_class.__dict__["__new__"], staticmethod) else make
            type.__setattr__(enum_class, "__new_member__", make)
        is_flag = any(_is_own(base, "Flag") for base in enum_class.__mro__[1:])
        for name in names:
            metacls._add_member(enum_class, name, values[name], member_type, make, use_args, is_flag)
        # Pickling and the class's own call go through the lookup by value.
        type.__setattr__(enum_class, "__new__", Enum.__new__)
        type.__setattr__(enum_class, "_new_member_", make or object.__new__)
        if any(_is_own(base, "ReprEnum") for base in bases):
            if member_type is object:
                raise TypeError("ReprEnum subclasses must be mixed with a data type (i.e. int, str, float, etc.)")
            if "__format__" not in namespace:
                type.__setattr__(enum_class, "__format__", member_type.__format__)
            if "__str__" not in namespace:
                text = member_type.__str__
                type.__setattr__(enum_class, "__str__", member_type.__repr__ if text is object.__str__ else text)
        for dunder in ("__repr__", "__str__", "__format__", "__reduce_ex__"):
            if dunder in enum_class.__dict__:
                continue
            found = getattr(enum_class, dunder, None)
            if found is getattr(member_type, dunder, None) or found is getattr(object, dunder, None):
                type.__setattr__(enum_class, dunder, getattr(first_enum, dunder))
        if is_flag:
            for dunder in ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__", "__invert__"):
                if dunder not in namespace:
                    type.__setattr__(enum_class, dunder, getattr(Flag, dunder))
        if order is not None:
            wanted = order.replace(",", " ").split() if isinstance(order, str) else list(order)
            aliases = enum_class._member_map_.keys() - set(enum_class._member_names_)
            wanted = [n for n in wanted if n not in aliases]
            if wanted != enum_class._member_names_:
                raise TypeError("member order does not match _order_:\n  %r\n  %r" % (enum_class._member_names_, wanted))
        return enum_class

    def _add_member(enum_class, name, value, member_type, make, use_args, is_flag):
        args = value if isinstance(value, tuple) else (value,)
        if member_type is tuple:
            args = (args,)
        if not use_args:
            self = object.__new__(enum_class)
        else:
            self = make(enum_class, *args)
        if not hasattr(self, "_value_"):
            if member_type is object:
                self._value_ = value
            else:
                try:
                    self._value_ = member_type(*args)
                except Exception as exc:
                    error = TypeError("_value_ not set in __new__, unable to create it")
                    error.__cause__ = exc
                    raise error
        value = self._value_
        self._name_ = name
        self.__objclass__ = enum_class
        self._sort_order_ = len(enum_class._member_names_)
        init = getattr(enum_class, "__init__", None)
        if init is not None and init is not object.__init__ and init is not Enum.__init__:
            self.__init__(*args)
        existing = None
        try:
            existing = enum_class._value2member_map_.get(value)
        except TypeError:
            for other in enum_class._member_map_.values():
                if other._value_ == value:
                    existing = other
                    break
        if existing is not None:
            self = existing
        else:
            is_single = True
            if is_flag and isinstance(value, int):
                if _is_single_bit(value):
                    type.__setattr__(enum_class, "_singles_mask_", enum_class._singles_mask_ | value)
                else:
                    is_single = False
                type.__setattr__(enum_class, "_flag_mask_", enum_class._flag_mask_ | value)
                type.__setattr__(enum_class, "_all_bits_", 2 ** enum_class._flag_mask_.bit_length() - 1)
            if is_single:
                enum_class._member_names_.append(name)
        descriptor = None
        for base in enum_class.__mro__[1:]:
            found = base.__dict__.get(name)
            if isinstance(found, property):
                descriptor = found
                break
            if found is not None and _is_descriptor(found):
                descriptor = descriptor or found
        if descriptor is None:
            type.__setattr__(enum_class, name, self)
        elif not isinstance(descriptor, property):
            type.__setattr__(enum_class, name, _Shadowed(self, descriptor))
        enum_class._member_map_[name] = self
        try:
            enum_class._value2member_map_.setdefault(value, self)
        except TypeError:
            enum_class._unhashable_values_.append(value)

    def _convert_(cls, name, module, filter, source=None, *, boundary=None, as_global=False):
        """An enum of the module's constants that pass the filter, put in their place."""
        import sys
        target = sys.modules[module].__dict__
        source = target if source is None else source.__dict__
        members = [(key, source[key]) for key in source.keys() if filter(key)]
        try:
            members.sort(key=lambda item: (item[1], item[0]))
        except TypeError:
            members.sort(key=lambda item: item[0])
        made = _simple_enum(cls, boundary=boundary or KEEP)(type(name, (object,), {**dict(members), "__module__": module}))
        if as_global:
            global_enum(made)
        else:
            sys.modules[made.__module__].__dict__.update(made.__members__)
        target[name] = made
        return made

    def __bool__(cls):
        return True

    def __call__(cls, value, names=None, *values, module=None, qualname=None, type=None, start=1, boundary=None):
        if cls._member_map_ or (names is None and not values and cls not in (Enum, IntEnum, StrEnum, Flag, IntFlag)):
            if names is not None or values:
                value = (value, names, *values) if names is not None else (value, *values)
            return cls.__new__(cls, value)
        return cls._create_(value, names, module=module, qualname=qualname, type=type, start=start, boundary=boundary)

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None, start=1, boundary=None):
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        classdict = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            original, names, last = names, [], []
            for count, name in enumerate(original):
                value = cls._generate_next_value_(name, start, count, last[:])
                last.append(value)
                names.append((name, value))
        if names is None:
            names = ()
        for item in names:
            name, value = (item, names[item]) if isinstance(item, str) else item
            classdict[name] = value
        if module is None:
            import sys
            module = sys._getframe(2).f_globals.get("__name__")
        classdict["__module__"] = module
        if qualname is not None:
            classdict["__qualname__"] = qualname
        return metacls.__new__(metacls, class_name, bases, classdict, boundary=boundary)

    def __contains__(cls, value):
        if isinstance(value, cls):
            return True
        try:
            return value in cls._value2member_map_ or value in cls._unhashable_values_
        except TypeError:
            return value in cls._unhashable_values_

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            raise AttributeError("%r cannot delete member %r." % (cls.__name__, attr))
        super().__delattr__(attr)

    def __setattr__(cls, name, value):
        members = cls.__dict__.get("_member_map_", {})
        if name in members:
            raise AttributeError("cannot reassign member %r" % (name,))
        super().__setattr__(name, value)

    def __dir__(cls):
        shown = {"__class__", "__contains__", "__doc__", "__getitem__", "__iter__", "__len__", "__members__", "__module__",
                 "__name__", "__qualname__", *cls._member_names_}
        if cls._new_member_ is not object.__new__:
            shown.add("__new__")
        if cls.__init_subclass__ is not object.__init_subclass__:
            shown.add("__init_subclass__")
        return sorted(shown if cls._member_type_ is object else shown | set(dir(cls._member_type_)))

    def __getattr__(cls, name):
        if name.startswith("_") and name.endswith("_"):
            raise AttributeError("type object %r has no attribute %r" % (cls.__name__, name))
        try:
            return cls._member_map_[name]
        except KeyError:
            raise AttributeError("type object %r has no attribute %r" % (cls.__name__, name)) from None

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return (cls._member_map_[name] for name in cls._member_names_)

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __len__(cls):
        return len(cls._member_names_)

    @_bltin_property
    def __members__(cls):
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        if issubclass(cls, Flag):
            return "<flag %r>" % cls.__name__
        return "<enum %r>" % cls.__name__

`;
