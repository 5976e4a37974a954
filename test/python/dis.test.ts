/** The bytecode of one construct each, as `dis` shows it. */

import { expect, test } from "vitest";
import { dis } from "./compile_helpers.ts";

/** Without the line that ends the source and the text, and without the indentation of the test. */
function check(name: string, source: string, expected: string): void {
  test(name, async () => {
    expect(await dis(source.slice(1))).toBe(expected.slice(1));
  });
}

check(
  "a method call, keywords and a slice",
  `
def f(x, *, k=1):
    return x.a(k, y=2)[1:k]
`,
  `
  0           0 RESUME                   0

  1           2 LOAD_CONST               0 (1)
              4 LOAD_CONST               1 (('k',))
              6 BUILD_CONST_KEY_MAP      1
              8 LOAD_CONST               2 (<code object f, file "x.py", line 1>)
             10 MAKE_FUNCTION            2 (kwdefaults)
             12 STORE_NAME               0 (f)
             14 RETURN_CONST             3 (None)

Disassembly of <code object f, file "x.py", line 1>:
  1           0 RESUME                   0

  2           2 LOAD_FAST                0 (x)
              4 LOAD_ATTR                1 (NULL|self + a)
              6 LOAD_FAST                1 (k)
              8 LOAD_CONST               1 (2)
             10 KW_NAMES                 2 (('y',))
             12 CALL                     2
             14 LOAD_CONST               3 (1)
             16 LOAD_FAST                1 (k)
             18 BINARY_SLICE
             20 RETURN_VALUE
`,
);

check(
  "an inlined comprehension puts back what it hid",
  `
def f(xs, n):
    return [x * n for x in xs if x]
`,
  `
  0           0 RESUME                   0

  1           2 LOAD_CONST               0 (<code object f, file "x.py", line 1>)
              4 MAKE_FUNCTION            0
              6 STORE_NAME               0 (f)
              8 RETURN_CONST             1 (None)

Disassembly of <code object f, file "x.py", line 1>:
  1           0 RESUME                   0

  2           2 LOAD_FAST                0 (xs)
              4 GET_ITER
              6 LOAD_FAST_AND_CLEAR      2 (x)
              8 SWAP                     2
             10 BUILD_LIST               0
             12 SWAP                     2
        >>   14 FOR_ITER                16 (to 32)
             16 STORE_FAST               2 (x)
             18 LOAD_FAST                2 (x)
             20 POP_JUMP_IF_FALSE       15 (to 30)
             22 LOAD_FAST                2 (x)
             24 LOAD_FAST                1 (n)
             26 BINARY_OP                5 (*)
             28 LIST_APPEND              2
        >>   30 JUMP_BACKWARD            7 (to 14)
        >>   32 END_FOR
             34 SWAP                     2
             36 STORE_FAST               2 (x)
             38 JUMP_FORWARD            25 (to 50)
        >>   40 SWAP                     2
             42 POP_TOP
             44 SWAP                     2
             46 STORE_FAST               2 (x)
             48 RERAISE                  0
        >>   50 RETURN_VALUE
ExceptionTable:
  10 to 32 -> 40 [2]
`,
);

check(
  "a closure",
  `
def f(n):
    def g():
        nonlocal n
        n += 1
        return n
    return g
`,
  `
  0           0 RESUME                   0

  1           2 LOAD_CONST               0 (<code object f, file "x.py", line 1>)
              4 MAKE_FUNCTION            0
              6 STORE_NAME               0 (f)
              8 RETURN_CONST             1 (None)

Disassembly of <code object f, file "x.py", line 1>:
  1           0 MAKE_CELL                0 (n)
              2 RESUME                   0

  2           4 LOAD_CLOSURE             0 (n)
              6 BUILD_TUPLE              1
              8 LOAD_CONST               1 (<code object g, file "x.py", line 2>)
             10 MAKE_FUNCTION            8 (closure)
             12 STORE_FAST               1 (g)

  6          14 LOAD_FAST                1 (g)
             16 RETURN_VALUE

Disassembly of <code object g, file "x.py", line 2>:
  2           0 COPY_FREE_VARS           1
              2 RESUME                   0

  4           4 LOAD_DEREF               0 (n)
              6 LOAD_CONST               1 (1)
              8 BINARY_OP               13 (+=)
             10 STORE_DEREF              0 (n)

  5          12 LOAD_DEREF               0 (n)
             14 RETURN_VALUE
`,
);

check(
  "try with except and finally",
  `
try:
    f()
except E as e:
    g(e)
finally:
    h()
`,
  `
  0           0 RESUME                   0

  2           2 PUSH_NULL
              4 LOAD_NAME                0 (f)
              6 CALL                     0
              8 POP_TOP

  1          10 JUMP_FORWARD            29 (to 58)
        >>   12 PUSH_EXC_INFO

  3          14 LOAD_NAME                1 (E)
             16 CHECK_EXC_MATCH
             18 POP_JUMP_IF_FALSE       25 (to 50)
             20 STORE_NAME               2 (e)

  4          22 PUSH_NULL
             24 LOAD_NAME                3 (g)
             26 LOAD_NAME                2 (e)
             28 CALL                     1
             30 POP_TOP

  3          32 POP_EXCEPT
             34 LOAD_CONST               0 (None)
             36 STORE_NAME               2 (e)
             38 DELETE_NAME              2 (e)
             40 JUMP_FORWARD            29 (to 58)
        >>   42 LOAD_CONST               0 (None)
             44 STORE_NAME               2 (e)
             46 DELETE_NAME              2 (e)
             48 RERAISE                  1

  1     >>   50 RERAISE                  0
        >>   52 COPY                     3
             54 POP_EXCEPT
             56 RERAISE                  1

  6     >>   58 PUSH_NULL
             60 LOAD_NAME                4 (h)
             62 CALL                     0
             64 POP_TOP

  1          66 JUMP_FORWARD            43 (to 86)
        >>   68 PUSH_EXC_INFO

  6          70 PUSH_NULL
             72 LOAD_NAME                4 (h)
             74 CALL                     0
             76 POP_TOP

  1          78 RERAISE                  0
        >>   80 COPY                     3
             82 POP_EXCEPT
             84 RERAISE                  1
        >>   86 RETURN_CONST             0 (None)
ExceptionTable:
  2 to 8 -> 12 [0]
  10 to 10 -> 68 [0]
  12 to 20 -> 52 [1] lasti
  22 to 30 -> 42 [1] lasti
  32 to 40 -> 68 [0]
  42 to 50 -> 52 [1] lasti
  52 to 56 -> 68 [0]
  68 to 78 -> 80 [1] lasti
`,
);

check(
  "with",
  `
with a as b:
    c
`,
  `
  0           0 RESUME                   0

  1           2 LOAD_NAME                0 (a)
              4 BEFORE_WITH
              6 STORE_NAME               1 (b)

  2           8 LOAD_NAME                2 (c)
             10 POP_TOP

  1          12 LOAD_CONST               0 (None)
             14 LOAD_CONST               0 (None)
             16 LOAD_CONST               0 (None)
             18 CALL                     2
             20 POP_TOP
             22 JUMP_FORWARD            24 (to 48)
        >>   24 PUSH_EXC_INFO
             26 WITH_EXCEPT_START
             28 POP_JUMP_IF_TRUE        16 (to 32)
             30 RERAISE                  2
        >>   32 POP_TOP
             34 POP_EXCEPT
             36 POP_TOP
             38 POP_TOP
             40 JUMP_FORWARD            24 (to 48)
        >>   42 COPY                     3
             44 POP_EXCEPT
             46 RERAISE                  1
        >>   48 RETURN_CONST             0 (None)
ExceptionTable:
  6 to 10 -> 24 [1] lasti
  24 to 32 -> 42 [3] lasti
`,
);

check(
  "a generator",
  `
def g():
    x = yield 1
    yield from x
`,
  `
  0           0 RESUME                   0

  1           2 LOAD_CONST               0 (<code object g, file "x.py", line 1>)
              4 MAKE_FUNCTION            0
              6 STORE_NAME               0 (g)
              8 RETURN_CONST             1 (None)

Disassembly of <code object g, file "x.py", line 1>:
  1           0 RETURN_GENERATOR
              2 POP_TOP
              4 RESUME                   0

  2           6 LOAD_CONST               1 (1)
              8 YIELD_VALUE              1
             10 RESUME                   1
             12 STORE_FAST               0 (x)

  3          14 LOAD_FAST                0 (x)
             16 GET_YIELD_FROM_ITER
             18 LOAD_CONST               0 (None)
        >>   20 SEND                    15 (to 30)
             22 YIELD_VALUE              2
             24 RESUME                   2
             26 JUMP_BACKWARD_NO_INTERRUPT    10 (to 20)
        >>   28 CLEANUP_THROW
        >>   30 END_SEND
             32 POP_TOP
             34 RETURN_CONST             0 (None)
        >>   36 CALL_INTRINSIC_1         3 (INTRINSIC_STOPITERATION_ERROR)
             38 RERAISE                  1
ExceptionTable:
  6 to 20 -> 36 [0] lasti
  22 to 22 -> 28 [2]
  24 to 34 -> 36 [0] lasti
`,
);

check(
  "a class with a class cell",
  `
class A(B):
    y: int = 0
    def f(self):
        return super().f() + __class__
`,
  `
  0           0 RESUME                   0

  1           2 PUSH_NULL
              4 LOAD_BUILD_CLASS
              6 LOAD_CONST               0 (<code object A, file "x.py", line 1>)
              8 MAKE_FUNCTION            0
             10 LOAD_CONST               1 ('A')
             12 LOAD_NAME                0 (B)
             14 CALL                     3
             16 STORE_NAME               1 (A)
             18 RETURN_CONST             2 (None)

Disassembly of <code object A, file "x.py", line 1>:
  1           0 MAKE_CELL                0 (__class__)
              2 RESUME                   0
              4 LOAD_NAME                0 (__name__)
              6 STORE_NAME               1 (__module__)
              8 LOAD_CONST               0 ('A')
             10 STORE_NAME               2 (__qualname__)
             12 SETUP_ANNOTATIONS

  2          14 LOAD_CONST               1 (0)
             16 STORE_NAME               3 (y)
             18 LOAD_NAME                4 (int)
             20 LOAD_NAME                5 (__annotations__)
             22 LOAD_CONST               2 ('y')
             24 STORE_SUBSCR

  3          26 LOAD_CLOSURE             0 (__class__)
             28 BUILD_TUPLE              1
             30 LOAD_CONST               3 (<code object f, file "x.py", line 3>)
             32 MAKE_FUNCTION            8 (closure)
             34 STORE_NAME               6 (f)
             36 LOAD_CLOSURE             0 (__class__)
             38 COPY                     1
             40 STORE_NAME               7 (__classcell__)
             42 RETURN_VALUE

Disassembly of <code object f, file "x.py", line 3>:
  3           0 COPY_FREE_VARS           1
              2 RESUME                   0

  4           4 LOAD_GLOBAL              0 (super)
              6 LOAD_DEREF               1 (__class__)
              8 LOAD_FAST                0 (self)
             10 LOAD_SUPER_ATTR          5 (NULL|self + f)
             12 CALL                     0
             14 LOAD_DEREF               1 (__class__)
             16 BINARY_OP                0 (+)
             18 RETURN_VALUE
`,
);

check(
  "conditions, loops and folded constants",
  `
def f(x):
    if a < x < b or x is not None:
        print(x)
    while x:
        if x in {1, 2}: break
        x -= 1
    for i in [1, 2, 3]:
        continue
    else:
        return -1, 2 ** 10
`,
  `
  0           0 RESUME                   0

  1           2 LOAD_CONST               0 (<code object f, file "x.py", line 1>)
              4 MAKE_FUNCTION            0
              6 STORE_NAME               0 (f)
              8 RETURN_CONST             1 (None)

Disassembly of <code object f, file "x.py", line 1>:
  1           0 RESUME                   0

  2           2 LOAD_GLOBAL              0 (a)
              4 LOAD_FAST                0 (x)
              6 SWAP                     2
              8 COPY                     2
             10 COMPARE_OP               2 (<)
             12 POP_JUMP_IF_FALSE       11 (to 22)
             14 LOAD_GLOBAL              2 (b)
             16 COMPARE_OP               2 (<)
             18 POP_JUMP_IF_TRUE        14 (to 28)
             20 JUMP_FORWARD            12 (to 24)
        >>   22 POP_TOP
        >>   24 LOAD_FAST                0 (x)
             26 POP_JUMP_IF_NONE        18 (to 36)

  3     >>   28 LOAD_GLOBAL              5 (NULL + print)
             30 LOAD_FAST                0 (x)
             32 CALL                     1
             34 POP_TOP

  4     >>   36 LOAD_FAST                0 (x)
             38 POP_JUMP_IF_FALSE       30 (to 60)

  5          40 LOAD_FAST                0 (x)
             42 LOAD_CONST               1 (frozenset({1, 2}))
             44 CONTAINS_OP              0
             46 POP_JUMP_IF_FALSE       25 (to 50)
             48 JUMP_FORWARD            30 (to 60)

  6     >>   50 LOAD_FAST                0 (x)
             52 LOAD_CONST               2 (1)
             54 BINARY_OP               23 (-=)
             56 STORE_FAST               0 (x)

  4          58 JUMP_BACKWARD           18 (to 36)

  7     >>   60 LOAD_CONST               3 ((1, 2, 3))
             62 GET_ITER
        >>   64 FOR_ITER                35 (to 70)
             66 STORE_FAST               1 (i)

  8          68 JUMP_BACKWARD           32 (to 64)

  7     >>   70 END_FOR

 10          72 RETURN_CONST             4 ((-1, 1024))
`,
);

check(
  "match",
  `
match p:
    case [1, *rest] if rest:
        a
    case {"k": v} | A(v):
        b
    case _:
        c
`,
  `
  0           0 RESUME                   0

  1           2 LOAD_NAME                0 (p)

  2           4 COPY                     1
              6 MATCH_SEQUENCE
              8 POP_JUMP_IF_FALSE       20 (to 40)
             10 GET_LEN
             12 LOAD_CONST               0 (1)
             14 COMPARE_OP              92 (>=)
             16 POP_JUMP_IF_FALSE       20 (to 40)
             18 UNPACK_EX                1
             20 LOAD_CONST               0 (1)
             22 COMPARE_OP              40 (==)
             24 POP_JUMP_IF_FALSE       20 (to 40)
             26 STORE_NAME               1 (rest)
             28 LOAD_NAME                1 (rest)
             30 POP_JUMP_IF_FALSE       21 (to 42)
             32 POP_TOP

  3          34 LOAD_NAME                2 (a)
             36 POP_TOP

  2          38 JUMP_FORWARD            67 (to 134)
        >>   40 POP_TOP

  4     >>   42 COPY                     1
             44 COPY                     1
             46 MATCH_MAPPING
             48 POP_JUMP_IF_FALSE       43 (to 86)
             50 GET_LEN
             52 LOAD_CONST               0 (1)
             54 COMPARE_OP              92 (>=)
             56 POP_JUMP_IF_FALSE       43 (to 86)
             58 LOAD_CONST               1 (('k',))
             60 MATCH_KEYS
             62 COPY                     1
             64 LOAD_CONST               2 (None)
             66 IS_OP                    1
             68 POP_JUMP_IF_FALSE       41 (to 82)
             70 UNPACK_SEQUENCE          1
             72 SWAP                     3
             74 SWAP                     2
             76 POP_TOP
             78 POP_TOP
             80 JUMP_FORWARD            57 (to 114)
        >>   82 POP_TOP
             84 POP_TOP
        >>   86 POP_TOP
             88 COPY                     1
             90 LOAD_NAME                3 (A)
             92 LOAD_CONST               3 (())
             94 MATCH_CLASS              1
             96 COPY                     1
             98 LOAD_CONST               2 (None)
            100 IS_OP                    1
            102 POP_JUMP_IF_FALSE       54 (to 108)
            104 UNPACK_SEQUENCE          1
            106 JUMP_FORWARD            57 (to 114)
        >>  108 POP_TOP
            110 POP_TOP
            112 JUMP_FORWARD            64 (to 128)
        >>  114 SWAP                     2
            116 POP_TOP
            118 STORE_NAME               4 (v)
            120 POP_TOP

  5         122 LOAD_NAME                5 (b)
            124 POP_TOP

  4         126 JUMP_FORWARD            67 (to 134)

  6     >>  128 POP_TOP

  7         130 LOAD_NAME                6 (c)
            132 POP_TOP

  1     >>  134 RETURN_CONST             2 (None)
`,
);
