/** `logging.handlers` and `logging.config`, written in Python: set-ups from a dictionary (PEP 391). */

export const LOGGING_HANDLERS = String.raw`
import logging

DEFAULT_TCP_LOGGING_PORT = 9020

class RotatingFileHandler(logging.FileHandler):
    def __init__(self, filename, mode="a", maxBytes=0, backupCount=0, encoding=None, delay=False, errors=None):
        super().__init__(filename, mode, encoding=encoding, delay=delay)
        self.maxBytes, self.backupCount = maxBytes, backupCount

class TimedRotatingFileHandler(logging.FileHandler):
    def __init__(self, filename, when="h", interval=1, backupCount=0, encoding=None, delay=False, utc=False, atTime=None, errors=None):
        super().__init__(filename, "a", encoding=encoding, delay=delay)
        self.when, self.backupCount = when.upper(), backupCount

class BufferingHandler(logging.Handler):
    def __init__(self, capacity):
        super().__init__()
        self.capacity, self.buffer = capacity, []

    def shouldFlush(self, record):
        return len(self.buffer) >= self.capacity

    def emit(self, record):
        self.buffer.append(record)
        if self.shouldFlush(record):
            self.flush()

    def flush(self):
        self.buffer.clear()

class MemoryHandler(BufferingHandler):
    def __init__(self, capacity, flushLevel=logging.ERROR, target=None, flushOnClose=True):
        super().__init__(capacity)
        self.flushLevel, self.target, self.flushOnClose = flushLevel, target, flushOnClose

    def setTarget(self, target):
        self.target = target

    def shouldFlush(self, record):
        return len(self.buffer) >= self.capacity or record.levelno >= self.flushLevel

    def flush(self):
        if self.target is not None:
            for record in self.buffer:
                self.target.handle(record)
            self.buffer.clear()

    def close(self):
        if self.flushOnClose:
            self.flush()
        super().close()

class QueueHandler(logging.Handler):
    def __init__(self, queue):
        super().__init__()
        self.queue = queue

    def prepare(self, record):
        record.message = record.msg = self.format(record)
        record.args = record.exc_info = record.exc_text = None
        return record

    def enqueue(self, record):
        self.queue.put_nowait(record)

    def emit(self, record):
        self.enqueue(self.prepare(record))

class QueueListener:
    """What is in the queue goes to the handlers when it stops."""
    def __init__(self, queue, *handlers, respect_handler_level=False):
        self.queue, self.handlers, self.respect_handler_level = queue, handlers, respect_handler_level

    def start(self):
        pass

    def handle(self, record):
        for handler in self.handlers:
            if not self.respect_handler_level or record.levelno >= handler.level:
                handler.handle(record)

    def stop(self):
        while not self.queue.empty():
            self.handle(self.queue.get())
`;

export const LOGGING_CONFIG = String.raw`
import importlib
import logging
import sys

def _resolve(name):
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(module), attribute)

def _external(value):
    if isinstance(value, str) and value.startswith("ext://"):
        name = value[6:]
        module, _, attribute = name.rpartition(".")
        return getattr(importlib.import_module(module), attribute)
    return value

def _formatter(config):
    if "()" in config:
        config = dict(config)
        factory = config.pop("()")
        return (factory if callable(factory) else _resolve(factory))(**config)
    cls = _resolve(config["class"]) if "class" in config else logging.Formatter
    return cls(config.get("format"), config.get("datefmt"), config.get("style", "%"))

def _filter(config):
    config = dict(config)
    factory = config.pop("()", None)
    if factory is not None:
        return (factory if callable(factory) else _resolve(factory))(**config)
    return logging.Filter(config.get("name", ""))

def _level(level):
    return logging._checkLevel(level) if hasattr(logging, "_checkLevel") else level

def dictConfig(config):
    if config.get("version") != 1:
        raise ValueError("dictionary doesn't specify a version" if "version" not in config else f"Unsupported version: {config['version']}")
    formatters = {name: _formatter(c) for name, c in config.get("formatters", {}).items()}
    filters = {name: _filter(c) for name, c in config.get("filters", {}).items()}
    handlers = {}
    for name, given in config.get("handlers", {}).items():
        given = dict(given)
        try:
            formatter, level, chosen = given.pop("formatter", None), given.pop("level", None), given.pop("filters", [])
            factory = given.pop("()", None) or given.pop("class")
            make = factory if callable(factory) else _resolve(factory)
            handler = make(**{key: _external(value) for key, value in given.items() if key.isidentifier()})
            if formatter is not None:
                handler.setFormatter(formatters[formatter])
        except Exception as e:
            raise ValueError(f"Unable to configure handler {name!r}") from e
        handler.name = name
        if level is not None:
            handler.setLevel(_level(level))
        for item in chosen:
            handler.addFilter(filters[item] if isinstance(item, str) else item)
        handlers[name] = handler
    if not config.get("incremental") and config.get("disable_existing_loggers", True):
        named = config.get("loggers", {})
        for name, logger in list(logging.Logger.manager.loggerDict.items()):
            if isinstance(logger, logging.Logger) and name not in named:
                logger.disabled = not any(name.startswith(other + ".") for other in named)
    def set_up(logger, settings):
        if "level" in settings:
            logger.setLevel(_level(settings["level"]))
        if "propagate" in settings:
            logger.propagate = settings["propagate"]
        for old in list(logger.handlers):
            logger.removeHandler(old)
        for name in settings.get("handlers", []):
            logger.addHandler(handlers[name])
        for name in settings.get("filters", []):
            logger.addFilter(filters[name])
        logger.disabled = False
    for name, settings in config.get("loggers", {}).items():
        set_up(logging.getLogger(name), settings)
    if "root" in config:
        set_up(logging.getLogger(), config["root"])

def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    raise NotImplementedError("logging.config.fileConfig is not available; use logging.config.dictConfig")
`;
