/** `io`, written in Python: streams in memory, and files that are opened for reading. */

export const IO = String.raw`
from abc import ABC

import _host

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
DEFAULT_BUFFER_SIZE = 8192
UnsupportedOperation = type("UnsupportedOperation", (OSError, ValueError), {"__module__": "io"})
BlockingIOError = BlockingIOError
open = open

class IOBase(ABC):
    pass

class RawIOBase(IOBase):
    pass

class BufferedIOBase(IOBase):
    pass

class TextIOBase(IOBase):
    pass

class IncrementalNewlineDecoder:
    def __init__(self, decoder, translate, errors="strict"):
        self.decoder = decoder
        self.translate = translate

    def decode(self, input, final=False):
        text = input if self.decoder is None else self.decoder.decode(input, final=final)
        return text.replace("\r\n", "\n").replace("\r", "\n") if self.translate else text

class _Memory:
    _empty = ""

    def _start(self, initial):
        self._value = initial
        self._pos = 0
        self.closed = False

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def read(self, size=-1, /):
        self._check()
        end = len(self._value) if size is None or size < 0 else self._pos + size
        data = self._value[self._pos:end]
        self._pos += len(data)
        return data

    def readline(self, size=-1, /):
        self._check()
        at = self._value.find(self._newline, self._pos)
        end = len(self._value) if at < 0 else at + 1
        if size is not None and size >= 0:
            end = min(end, self._pos + size)
        data = self._value[self._pos:end]
        self._pos += len(data)
        return data

    def readlines(self, hint=-1, /):
        return list(self)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def write(self, s, /):
        self._check()
        gap = self._pos - len(self._value)
        head = self._value[:self._pos] + self._pad * gap if gap > 0 else self._value[:self._pos]
        self._value = head + s + self._value[self._pos + len(s):]
        self._pos += len(s)
        return len(s)

    def writelines(self, lines, /):
        for line in lines:
            self.write(line)

    def seek(self, pos, whence=0, /):
        self._check()
        self._pos = {0: 0, 1: self._pos, 2: len(self._value)}[whence] + pos
        return self._pos

    def tell(self):
        return self._pos

    def truncate(self, pos=None, /):
        pos = self._pos if pos is None else pos
        self._value = self._value[:pos]
        return pos

    def flush(self):
        pass

    def close(self):
        self.closed = True

    def isatty(self):
        return False

    def readable(self):
        return True

    writable = seekable = readable

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()

class _Buffer(_Memory):
    def getvalue(self):
        self._check()
        return self._value

class StringIO(_Buffer, TextIOBase):
    _newline, _pad = "\n", "\0"

    def __init__(self, initial_value="", newline="\n"):
        self._start(initial_value or "")

    def write(self, s, /):
        if not isinstance(s, str):
            raise TypeError(f"string argument expected, got '{type(s).__name__}'")
        return super().write(s)

class BytesIO(_Buffer, BufferedIOBase):
    _newline, _pad = b"\n", b"\0"

    def __init__(self, initial_bytes=b""):
        self._start(bytes(initial_bytes))

    def write(self, b, /):
        if isinstance(b, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        return super().write(bytes(b))

    def getbuffer(self):
        return memoryview(self._value)

class _File(_Memory):
    """A file opened for reading. Its content is read when it is first asked for."""

    def __init__(self, name, path, mode):
        self.name, self._path, self.mode = name, path, mode
        self._pos, self._content, self.closed = 0, None, False

    @property
    def _value(self):
        if self._content is None:
            self._content = self._decoded(_host.read(self._path))
        return self._content

    def writable(self):
        return False

    def write(self, s, /):
        raise UnsupportedOperation("not writable" if isinstance(self, TextIOBase) else "write")

    def truncate(self, pos=None, /):
        raise UnsupportedOperation("truncate")

    def fileno(self):
        raise UnsupportedOperation("fileno")

class BufferedReader(_File, BufferedIOBase):
    _newline = b"\n"

    def _decoded(self, data):
        return data

    def peek(self, size=0, /):
        self._check()
        return self._value[self._pos:self._pos + DEFAULT_BUFFER_SIZE]

    def read1(self, size=-1, /):
        return self.read(size)

    def readinto(self, buffer, /):
        data = self.read(len(buffer))
        buffer[:len(data)] = data
        return len(data)

class TextIOWrapper(_File, TextIOBase):
    _newline = "\n"

    def __init__(self, name, path, mode, encoding, errors, newline):
        super().__init__(name, path, mode)
        self.encoding, self.errors, self._ends = encoding or "utf-8", errors or "strict", newline

    def _decoded(self, data):
        text = data.decode(self.encoding, self.errors)
        return text.replace("\r\n", "\n").replace("\r", "\n") if self._ends is None else text

def _open_file(file, path, mode, encoding, errors, newline):
    if "b" not in mode:
        return TextIOWrapper(file, path, mode, encoding, errors, newline)
    for name, value in (("encoding", encoding), ("errors", errors), ("newline", newline)):
        if value is not None:
            raise ValueError(f"binary mode doesn't take {'an' if name[0] == 'e' else 'a'} {name} argument")
    return BufferedReader(file, path, mode)

class BufferedWriter(BufferedIOBase):
    pass

class FileIO(RawIOBase):
    pass
`;
