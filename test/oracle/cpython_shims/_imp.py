"""The import lock, which nothing contends for."""


def acquire_lock():
    pass


def release_lock():
    pass


def lock_held():
    return False


def is_frozen(name):
    return False


def is_builtin(name):
    return 0


def _override_frozen_modules_for_tests(value):
    pass
