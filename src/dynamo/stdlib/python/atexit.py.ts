/** `atexit`, written in Python: the analysed program has no exit of its own, so nothing is called. */

export const ATEXIT = String.raw`
_registered = []
def register(func, *args, **kwargs):
    _registered.append((func, args, kwargs))
    return func
def unregister(func):
    _registered[:] = [entry for entry in _registered if entry[0] != func]
`;
