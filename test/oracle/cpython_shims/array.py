"""Arrays of numbers as lists with a type code: enough for tests that want a sequence that is no list."""

import collections.abc


class array(collections.abc.MutableSequence):
    def __init__(self, typecode, initializer=()):
        self.typecode = typecode
        self._items = list(initializer)

    def __len__(self):
        return len(self._items)

    def __getitem__(self, i):
        return array(self.typecode, self._items[i]) if isinstance(i, slice) else self._items[i]

    def __setitem__(self, i, value):
        self._items[i] = value

    def __delitem__(self, i):
        del self._items[i]

    def insert(self, i, value):
        self._items.insert(i, value)

    def __eq__(self, other):
        return self._items == other._items if isinstance(other, array) else NotImplemented

    def __repr__(self):
        return f"array({self.typecode!r}, {self._items!r})"

    def tolist(self):
        return list(self._items)


ArrayType = array
