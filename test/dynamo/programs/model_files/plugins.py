"""Plugins that enter themselves: metaclass, __init_subclass__, decorators with and without arguments, hooks with priorities."""
import functools
import itertools
from collections import OrderedDict, defaultdict


class PluginMeta(type):
    registry = OrderedDict()

    def __new__(mcls, name, bases, namespace, *, abstract=False, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        cls.hooks = {k: v for base in reversed(cls.__mro__) for k, v in vars(base).items() if hasattr(v, "_priority")}
        if not abstract:
            mcls.registry[name] = cls
        return cls

    def __getitem__(cls, name):
        return PluginMeta.registry[name]

    def __iter__(cls):
        return iter(PluginMeta.registry.values())

    def __len__(cls):
        return len(PluginMeta.registry)


def hook(func=None, *, priority=0):
    if func is None:
        return functools.partial(hook, priority=priority)
    func._priority = priority
    return func


class Plugin(metaclass=PluginMeta, abstract=True):
    order = itertools.count(1)
    aliases = {}

    def __init_subclass__(cls, alias=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.number = next(Plugin.order)
        if alias is not None:
            Plugin.aliases[alias] = cls

    @hook
    def start(self):
        return f"{type(self).__name__} starts"


class Logger(Plugin, alias="log"):
    @hook(priority=5)
    def step(self, n):
        return f"log {n}"

    @hook
    def stop(self):
        return "log stops"


class Saver(Plugin, alias="save"):
    def __init__(self, every=2):
        self.every = every

    @hook(priority=10)
    def step(self, n):
        return f"save {n}" if n % self.every == 0 else None

    @hook(priority=-1)
    def start(self):
        return super().start() + " saving"


class Quiet(Logger):
    def step(self, n):
        return None


class Runner:
    def __init__(self, *plugins):
        self.events = defaultdict(list)
        for plugin in plugins:
            for name, function in type(plugin).hooks.items():
                self.events[name].append((function._priority, plugin.number, getattr(plugin, name)))
        for calls in self.events.values():
            calls.sort(key=lambda item: (-item[0], item[1]))

    def emit(self, event, *args):
        return [result for _, _, call in self.events.get(event, ()) if (result := call(*args)) is not None]


print([cls.__name__ for cls in Plugin], len(Plugin), Plugin["Saver"] is Saver, Plugin.aliases)
print({cls.__name__: (cls.number, sorted(cls.hooks)) for cls in Plugin})
runner = Runner(Logger(), Saver(every=3), Quiet())
for event in [("start",), ("step", 1), ("step", 3), ("stop",), ("missing",)]:
    print(event, runner.emit(*event))
print(Quiet.__mro__[1:3], isinstance(Quiet(), Plugin), type(Quiet), issubclass(Quiet, Logger))
try:
    Plugin["Nothing"]
except KeyError as e:
    print("KeyError", e)
try:
    class Wrong(Plugin, unknown=1):
        pass
except TypeError as e:
    print(e)


def trace(label=None, /, **options):
    def decorate(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            wrapper.calls += 1
            result = func(*args, **kwargs)
            print(f"{label if isinstance(label, str) else func.__name__}{args}{kwargs or ''} -> {result!r} {options or ''}".rstrip())
            return result
        wrapper.calls = 0
        return wrapper
    return decorate(label) if callable(label) and not options else decorate


@trace
def add(a, b=1):
    """Adds."""
    return a + b


@trace("times", scale=2)
def mul(a, b):
    return a * b


add(1), add(2, b=3), mul(3, 4)
print(add.calls, mul.calls, add.__name__, add.__doc__, add.__wrapped__(5, 6))
