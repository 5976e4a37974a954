print(1, 2.5, "x", [1, (2,), {3: 4}], {1,2}, frozenset([1]), b'ab\x00', range(3), slice(1,2))
print(repr(1e16), 1e15, 1e-5, 0.0001, 123456789.123, 1/3, -0.0, float('inf'), float('nan'), 1e300*10)
print(f"{3.14159:.2f} {42:5d} {42:<5}| {42:^7}| {1234567:,} {255:#x} {0.5:%} {1e10:g} {123456789.0:g} {12.5:08.3f} {'a':>4} {True} {True:d}")
print("%d %s %r %5.2f %-5s| %05d %x %e %g %% %c" % (1, "a", "b", 3.14159, "q", 42, 255, 12345.678, 0.00001, "z"))
print("{} {1} {a}".format(1, 2, a=3) if False else "{0} {1} {a!r:>5}".format(1, 2, a="x"))
print("a,b,,c".split(","), " a b  c ".split(), " a b  c ".split(None, 1), " a b  c ".rsplit(None, 1), "abc".partition("b"))
print("hello".upper(), "Hello World".swapcase(), "hello world".title(), "abc".center(9, "*"), "x".zfill(4), "-5".zfill(4))
print(sorted([3,1,2], reverse=True), sorted("banana", key=lambda c: -ord(c)), min(3,1), max([1,5,2]), sum([0.1]*10), sum([1,2],3))
print(int("0x1f", 16), int("-12"), int(3.9), int("101", 2), float("1e3"), round(2.5), round(3.5), round(2.675, 2), round(1234, -2), divmod(-7, 2), -7 // 2, -7 % 3, 7 % -3, 2**100, pow(3, -1, 7))
print([*zip([1,2],[3,4])], list(map(str, [1,2])), list(filter(None, [0,1])), list(enumerate("ab", 1)), list(reversed([1,2])))
print(dict(a=1, **{"b": 2}), {**{1:2}}, {"a":1} | {"b":2}, list({"a":1}.items()), {"a":1}.keys() & {"a"})
for e in ["[][1]", "{}['a']", "1/0", "int('x')", "None.foo", "None[0]", "1+'a'", "'a'+1", "len(5)", "(1,)[5]", "[1].index(2)", "[].pop()", "{}.popitem()", "float('q')", "'abc'.index('z')", "chr(-1)", "ord('ab')", "max([])", "[1,2].foo", "abs('a')", "sorted([1,'a'])", "'%d' % 'a'", "'%d %d' % 1", "b'a'[3]", "range(3)[5]", "set([[]])", "next(iter([]))", "round('a')", "sum(['a'])", "getattr(1,'x')", "isinstance(1, 2)", "complex('z')", "'{}'.format()", "format(1,'zz')","format('a','d')", "bytes([300])", "int([])", "dict([1])", "[1,2][1:2:0]"]:
    try:
        print(e, eval(e))
    except Exception as ex:
        print(e, type(ex).__name__, ex)
print(1 < 2.5, 10**20 == 1e20, hash(1.0) == hash(1), (1,2) < (1,3), [1] == [1.0], "a" < "b", {1} < {1,2})
print(complex(1,2)*2j, abs(3+4j), (1+2j)**2, complex("1+2j"), 1j, -1j, complex(0,-0.0))
print("a\tb\n\x00é\u200b'\"".__repr__(), ascii("é😀"), "😀a"[0], len("😀a"), "😀a"[::-1])
print((255).to_bytes(2,'big'), int.from_bytes(b'\x01\x02','little'), (10).bit_length(), (0.5).as_integer_ratio(), (0.1).hex(), float.fromhex('0x1p3'))
print(bytearray(b'abc'), bytes(3), b'a,b'.split(b','), b'abc'.hex(), b'\xff'.decode('latin1'), 'é'.encode())
print(memoryview(b'abc')[1], list(memoryview(b'abc')))
try:
    raise ExceptionGroup("g", [ValueError(1), TypeError("t")])
except* ValueError as eg:
    print(repr(eg), eg.exceptions)
except* TypeError as eg:
    print(eg)
print(repr(KeyError('a')), str(KeyError('a')), repr(OSError(2,'no','f')), str(OSError(2,'no','f')), type(OSError(2,'x')))
l=[1]; l.append(l); print(l)
d={}; d['d']=d; print(d)
print(str(10**50), f"{10**20:,}", f"{-5:+}", f"{5: }", f"{3.0}", f"{3.0:.3}", f"{1234.5678:.3e}", f"{0.00012:}", f"{1e100:f}"[:20], format(2+3j, '.2f'))
