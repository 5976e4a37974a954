/** huggingface_hub: its strict dataclasses without the checks of types; nothing of it reaches the network. */

import type { Library } from "../dynamo/importer/library.ts";

/** Keeps what `strict` does to a class's constructor; values of the wrong type show where they are used. */
const DATACLASSES = String.raw`
def strict(cls=None, *, accept_kwargs=False):
    def wrap(cls):
        if accept_kwargs:
            def __init__(self, *args, **kwargs):
                if args:
                    raise ValueError(f"When accept_kwargs=True, {cls.__name__} accepts only keyword arguments, but found {len(args)} positional args.")
                for f in fields(cls):
                    if f.name in kwargs:
                        setattr(self, f.name, kwargs.pop(f.name))
                    elif f.default is not MISSING:
                        setattr(self, f.name, f.default)
                    elif f.default_factory is not MISSING:
                        setattr(self, f.name, f.default_factory())
                    else:
                        raise TypeError(f"Missing required field - '{f.name}'")
                self.__post_init__(**kwargs)
            cls.__init__ = __init__
            if not hasattr(cls, "__post_init__"):
                def __post_init__(self, **kwargs):
                    for name, value in kwargs.items():
                        setattr(self, name, value)
                cls.__post_init__ = __post_init__
        if not hasattr(cls, "validate"):
            cls.validate = lambda self: None
        return cls
    return wrap if cls is None else wrap(cls)
`;

export const HUGGINGFACE_HUB: Library = {
  name: "huggingface_hub",
  deferred: true,
  registries: [],
  modules: [],
  definitions: { "huggingface_hub.dataclasses": DATACLASSES },
};
