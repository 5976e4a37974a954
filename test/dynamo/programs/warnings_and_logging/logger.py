import io, logging
s = io.StringIO(); h = logging.StreamHandler(s); h.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(message)s"))
log = logging.getLogger("app.part"); log.addHandler(h); log.setLevel(logging.INFO); log.propagate = False
log.debug("no"); log.info("hello %s", "x"); log.warning("w"); log.error("e %d", 5)
print(s.getvalue(), log.isEnabledFor(10), logging.getLevelName(30), log.parent.name if log.parent else None)
