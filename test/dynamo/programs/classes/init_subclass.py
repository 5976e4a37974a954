class Plugin:
    registry = {}

    def __init_subclass__(cls, /, name=None, **kw):
        super().__init_subclass__(**kw)
        Plugin.registry[name or cls.__name__] = cls


class A(Plugin): ...


class B(Plugin, name="bee"): ...


print({k: v.__name__ for k, v in Plugin.registry.items()})
try:
    class C(Plugin, bad=1): ...
except TypeError as e:
    print(e)
