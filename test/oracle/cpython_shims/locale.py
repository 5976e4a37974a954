"""The C locale."""

LC_CTYPE = 0
LC_ALL = 6
LC_NUMERIC = 1


class Error(Exception):
    pass


def setlocale(category, locale=None):
    if locale in (None, "", "C"):
        return "C"
    raise Error("unsupported locale setting")


def getlocale(category=LC_CTYPE):
    return (None, None)


def getpreferredencoding(do_setlocale=True):
    return "utf-8"


def getencoding():
    return "utf-8"


def localeconv():
    return {"grouping": [], "thousands_sep": "", "decimal_point": "."}
