"""Signals do not exist for evaluated programs: the names that unittest asks for at import."""

SIGINT = 2
SIG_DFL = 0
SIG_IGN = 1


def default_int_handler(*_):
    raise KeyboardInterrupt


def getsignal(_):
    return SIG_DFL


def signal(*_):
    return SIG_DFL
