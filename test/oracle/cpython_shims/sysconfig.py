"""How CPython was built, as test.support asks for it: as a release build without options."""


def get_config_var(name):
    return None


def get_config_vars(*names):
    return [None] * len(names) if names else {}


def is_python_build():
    return False


def get_platform():
    return "linux-x86_64"
