/** `copyreg`, written in Python. */

export const COPYREG = String.raw`
dispatch_table = {}
def pickle(ob_type, pickle_function, constructor_ob=None):
    dispatch_table[ob_type] = pickle_function
def constructor(object):
    if not callable(object):
        raise TypeError("constructors must be callable")
def __newobj__(cls, *args):
    return cls.__new__(cls, *args)
`;
