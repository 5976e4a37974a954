/** `gc`, written in Python: nothing is collected while a program is analysed. */

export const GC = String.raw`
garbage = []
callbacks = []
_enabled = True
def collect(generation=2):
    return 0
def enable():
    global _enabled
    _enabled = True
def disable():
    global _enabled
    _enabled = False
def isenabled():
    return _enabled
def freeze():
    pass
def unfreeze():
    pass
def get_objects(generation=None):
    return []
def get_referrers(*objs):
    return []
def get_referents(*objs):
    return []
def get_threshold():
    return (700, 10, 10)
def set_threshold(*args):
    pass
def get_count():
    return (0, 0, 0)
def is_tracked(obj):
    return True
`;
