/** Programs that try to leave the evaluation or to never end, with what each must end in. */

export interface SafetyCase {
  readonly name: string;
  readonly source: string;
  /** The last line of what the run says: standard output, the traceback or the diagnostic. */
  readonly ends: RegExp;
}

const attempt = (expression: string): string => `
try:
    print("reached", ${expression})
except BaseException as e:
    print("refused:", type(e).__name__)
`;

const refused = (name: string, expression: string, error = "\\w+"): SafetyCase => ({
  name,
  source: attempt(expression),
  ends: new RegExp(`^refused: (?:${error})$`),
});

/** Ways to the machine: each raises. */
const MACHINE: readonly SafetyCase[] = [
  refused("a shell", "__import__('os').system('true')"),
  refused("a process", "__import__('subprocess').run(['true'])"),
  refused("a process with a pipe", "__import__('subprocess').Popen('true', shell=True)"),
  refused("popen", "__import__('os').popen('true')"),
  refused("a fork", "__import__('os').fork()"),
  refused("exec", "__import__('os').execv('/bin/true', ['true'])"),
  refused("a socket", "__import__('socket').create_connection(('localhost', 80))"),
  refused("a request", "__import__('urllib.request').request.urlopen('http://localhost')"),
  // A file that can't be read is unknown, and so is what is done with it: nothing is written.
  ...["open('/app/made.txt', 'w').write('x')", "open('/app/main.py', 'a').write('x')"].map((source) => ({
    name: source,
    source: attempt(source),
    ends: /^(?:refused: \w+|reached <unknown from file '[^']*'>)$/,
  })),
  refused("a path for writing", "__import__('pathlib').Path('/app/made.txt').write_text('x')"),
  refused("a removal", "__import__('os').remove('/app/main.py')"),
  refused("a folder", "__import__('os').mkdir('/app/made')"),
  refused("a removal of a tree", "__import__('shutil').rmtree('/app')"),
  refused("a foreign function", "__import__('ctypes').CDLL(None).system(b'true')"),
  refused("input", "input()"),
  refused("a module by a strange name", "__import__('importlib').import_module('../../etc/passwd')"),
  refused("a module with a null", "__import__('os\\0')"),
  refused("a module that JavaScript has", "__import__('fs')"),
  refused("a prototype as a module", "__import__('__proto__')"),
  refused("a constructor as a module", "__import__('constructor')"),
];

/** Names that JavaScript objects have and Python objects don't. */
const PROTOTYPE: readonly SafetyCase[] = [
  "constructor",
  "__proto__",
  "prototype",
  "toString",
  "hasOwnProperty",
].flatMap((name) => [
  ...["(1)", "'a'", "[]", "{}", "(lambda: 0)", "object()", "int", "type", "print", "__import__('math')"].map((value) =>
    refused(`${value}.${name}`, `${value}.${name}`, "AttributeError"),
  ),
  refused(`the name ${name}`, name, "NameError"),
  {
    name: `${name} as a key, an attribute, a keyword and a module global`,
    source: `
d = {"${name}": 1}
class C: pass
c = C()
setattr(c, "${name}", 2)
def f(**kwargs): return kwargs
globals()["${name}"] = 3
print(d, d.get("other"), vars(c), f(${name}=4), dict(${name}=5), ${name}, {}.get("${name}"), "%(${name})s" % {"${name}": 6}, "{${name}}".format(${name}=7))
`,
    ends: new RegExp(`^\\{'${name}': 1\\} None \\{'${name}': 2\\} \\{'${name}': 4\\} \\{'${name}': 5\\} 3 None 6 7$`),
  },
]);

const BUDGET =
  /^(?:RecursionError: .*|MemoryError.*|OverflowError: .*|ValueError: .*|.*(?:steps|bytes|memory|budget|deep).*)$/i;
const ends = (name: string, source: string, pattern: RegExp = BUDGET): SafetyCase => ({ name, source, ends: pattern });

/** Programs that ask for too much: each ends with an exception or with the budget's diagnostic. */
const ENDLESS: readonly SafetyCase[] = [
  ends("a list of a trillion", "[0] * 10**12"),
  ends("a tuple of a trillion", "(0,) * 10**12"),
  ends("a text of a trillion", "'a' * 10**12"),
  ends("bytes of a trillion", "bytes(10**12)"),
  ends("a bytearray of a trillion", "bytearray(b'a') * 10**12"),
  ends("a tower of powers", "10**10**10"),
  ends("a shift", "1 << 10**12"),
  ends("repeated squaring", "x = 3\nwhile True: x = x * x"),
  ends("a padded text", "'{:>{}}'.format('a', 10**12)"),
  ends("a padded number", "f'{1:0{10**11}d}'"),
  ends("percent formatting", "'%*d' % (10**11, 1)"),
  ends("ljust", "'a'.ljust(10**12)"),
  ends("a list of a range", "list(range(10**12))"),
  ends("replace", "('a' * 10**5).replace('a', 'b' * 10**6)"),
  ends("join", "(',' * 10**6).join('a' * 10**6)"),
  ends("a doubling text", "s = 'a'\nwhile True: s += s"),
  ends("a doubling list", "s = [1]\nwhile True: s += s"),
  ends("counting", "list(__import__('itertools').count())"),
  ends("a sum of counting", "sum(__import__('itertools').count())"),
  ends("a cycle", "max(__import__('itertools').cycle([1]))"),
  ends("membership", "-1 in __import__('itertools').count()"),
  ends("a product", "list(__import__('itertools').product(range(1000), repeat=1000))"),
  ends("permutations", "sum(1 for _ in __import__('itertools').permutations(range(100)))"),
  ends("a generator for ever", "def g():\n    while True: yield 1\nfor _ in g(): pass"),
  ends("a set of a generator", "set(iter(int, 1))"),
];

export const SAFETY_CASES: readonly SafetyCase[] = [...MACHINE, ...PROTOTYPE, ...ENDLESS];
