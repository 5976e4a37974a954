/** `difflib`, written in Python: longest matching blocks (Ratcliff and Obershelp) and what follows from them. */

export const DIFFLIB = String.raw`
from collections import namedtuple as _namedtuple
from heapq import nlargest as _nlargest
from types import GenericAlias as _GenericAlias

Match = _namedtuple("Match", "a b size")

def _ratio(matches, length):
    return 2.0 * matches / length if length else 1.0

class SequenceMatcher:
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, isjunk=None, a="", b="", autojunk=True):
        self.isjunk, self.autojunk = isjunk, autojunk
        self.a = self.b = None
        self.set_seqs(a, b)

    def set_seqs(self, a, b):
        self.set_seq1(a)
        self.set_seq2(b)

    def set_seq1(self, a):
        self.a = a
        self._blocks = self._opcodes = None

    def set_seq2(self, b):
        self.b = b
        self._blocks = self._opcodes = self._counts = None
        self.b2j = places = {}
        for j, item in enumerate(b):
            places.setdefault(item, []).append(j)
        self.bjunk = {item for item in places if self.isjunk(item)} if self.isjunk else set()
        for item in self.bjunk:
            del places[item]
        # In long sequences what is everywhere tells nothing.
        limit = len(b) // 100 + 1
        self.bpopular = {item for item, at in places.items() if len(at) > limit} if self.autojunk and len(b) >= 200 else set()
        for item in self.bpopular:
            del places[item]

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        a, b, places, junk = self.a, self.b, self.b2j, self.bjunk
        ahi = len(a) if ahi is None else ahi
        bhi = len(b) if bhi is None else bhi
        besti, bestj, size = alo, blo, 0
        lengths = {}
        for i in range(alo, ahi):
            row = {}
            for j in places.get(a[i], ()):
                if j < blo:
                    continue
                if j >= bhi:
                    break
                k = row[j] = lengths.get(j - 1, 0) + 1
                if k > size:
                    besti, bestj, size = i - k + 1, j - k + 1, k
            lengths = row
        for wanted in (False, True):
            while besti > alo and bestj > blo and (b[bestj - 1] in junk) == wanted and a[besti - 1] == b[bestj - 1]:
                besti, bestj, size = besti - 1, bestj - 1, size + 1
            while besti + size < ahi and bestj + size < bhi and (b[bestj + size] in junk) == wanted and a[besti + size] == b[bestj + size]:
                size += 1
        return Match(besti, bestj, size)

    def get_matching_blocks(self):
        if self._blocks is not None:
            return self._blocks
        waiting, found = [(0, len(self.a), 0, len(self.b))], []
        while waiting:
            alo, ahi, blo, bhi = waiting.pop()
            i, j, k = match = self.find_longest_match(alo, ahi, blo, bhi)
            if k:
                found.append(match)
                if alo < i and blo < j:
                    waiting.append((alo, i, blo, j))
                if i + k < ahi and j + k < bhi:
                    waiting.append((i + k, ahi, j + k, bhi))
        merged = []
        for i, j, k in sorted(found):
            if merged and merged[-1][0] + merged[-1][2] == i and merged[-1][1] + merged[-1][2] == j:
                last = merged[-1]
                merged[-1] = (last[0], last[1], last[2] + k)
            else:
                merged.append((i, j, k))
        merged.append((len(self.a), len(self.b), 0))
        self._blocks = [Match(*block) for block in merged]
        return self._blocks

    def get_opcodes(self):
        if self._opcodes is None:
            self._opcodes = codes = []
            i = j = 0
            for ai, bj, size in self.get_matching_blocks():
                if i < ai or j < bj:
                    codes.append(("replace" if i < ai and j < bj else "delete" if i < ai else "insert", i, ai, j, bj))
                i, j = ai + size, bj + size
                if size:
                    codes.append(("equal", ai, i, bj, j))
        return self._opcodes

    def get_grouped_opcodes(self, n=3):
        codes = list(self.get_opcodes()) or [("equal", 0, 1, 0, 1)]
        if codes[0][0] == "equal":
            tag, i1, i2, j1, j2 = codes[0]
            codes[0] = tag, max(i1, i2 - n), i2, max(j1, j2 - n), j2
        if codes[-1][0] == "equal":
            tag, i1, i2, j1, j2 = codes[-1]
            codes[-1] = tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)
        group = []
        for tag, i1, i2, j1, j2 in codes:
            if tag == "equal" and i2 - i1 > n + n:
                group.append((tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)))
                yield group
                group = []
                i1, j1 = max(i1, i2 - n), max(j1, j2 - n)
            group.append((tag, i1, i2, j1, j2))
        if group and not (len(group) == 1 and group[0][0] == "equal"):
            yield group

    def ratio(self):
        return _ratio(sum(block.size for block in self.get_matching_blocks()), len(self.a) + len(self.b))

    def quick_ratio(self):
        counts = {}
        for item in self.b:
            counts[item] = counts.get(item, 0) + 1
        matches = 0
        for item in self.a:
            left = counts.get(item, 0)
            counts[item] = left - 1
            matches += left > 0
        return _ratio(matches, len(self.a) + len(self.b))

    def real_quick_ratio(self):
        return _ratio(min(len(self.a), len(self.b)), len(self.a) + len(self.b))

def get_close_matches(word, possibilities, n=3, cutoff=0.6):
    if not n > 0:
        raise ValueError(f"n must be > 0: {n!r}")
    if not 0.0 <= cutoff <= 1.0:
        raise ValueError(f"cutoff must be in [0.0, 1.0]: {cutoff!r}")
    matcher = SequenceMatcher()
    matcher.set_seq2(word)
    scored = []
    for x in possibilities:
        matcher.set_seq1(x)
        if matcher.real_quick_ratio() >= cutoff and matcher.quick_ratio() >= cutoff and matcher.ratio() >= cutoff:
            scored.append((matcher.ratio(), x))
    return [x for _, x in _nlargest(n, scored)]

def _unified_range(start, stop):
    length = stop - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"

def unified_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3, lineterm="\n"):
    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            yield f"--- {fromfile}{chr(9) + fromfiledate if fromfiledate else ''}{lineterm}"
            yield f"+++ {tofile}{chr(9) + tofiledate if tofiledate else ''}{lineterm}"
        first, last = group[0], group[-1]
        yield f"@@ -{_unified_range(first[1], last[2])} +{_unified_range(first[3], last[4])} @@{lineterm}"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (" " + line for line in a[i1:i2])
                continue
            if tag in ("replace", "delete"):
                yield from ("-" + line for line in a[i1:i2])
            if tag in ("replace", "insert"):
                yield from ("+" + line for line in b[j1:j2])

def _context_range(start, stop):
    length = stop - start
    begin = start + 1 if length else start
    return str(begin) if length <= 1 else f"{begin},{begin + length - 1}"

def context_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3, lineterm="\n"):
    prefix = dict(insert="+ ", delete="- ", replace="! ", equal="  ")
    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            yield f"*** {fromfile}{chr(9) + fromfiledate if fromfiledate else ''}{lineterm}"
            yield f"--- {tofile}{chr(9) + tofiledate if tofiledate else ''}{lineterm}"
        first, last = group[0], group[-1]
        yield "***************" + lineterm
        yield f"*** {_context_range(first[1], last[2])} ****{lineterm}"
        if any(tag in ("replace", "delete") for tag, *_ in group):
            for tag, i1, i2, _, _ in group:
                if tag != "insert":
                    yield from (prefix[tag] + line for line in a[i1:i2])
        yield f"--- {_context_range(first[3], last[4])} ----{lineterm}"
        if any(tag in ("replace", "insert") for tag, *_ in group):
            for tag, _, _, j1, j2 in group:
                if tag != "delete":
                    yield from (prefix[tag] + line for line in b[j1:j2])

def IS_LINE_JUNK(line, pat=None):
    return line.strip() in ("", "#")

def IS_CHARACTER_JUNK(ch, ws=" \t"):
    return ch in ws

class Differ:
    """Lines of two texts side by side; lines that are nearly the same have their differences marked below."""
    def __init__(self, linejunk=None, charjunk=None):
        self.linejunk, self.charjunk = linejunk, charjunk

    def compare(self, a, b):
        for tag, alo, ahi, blo, bhi in SequenceMatcher(self.linejunk, a, b).get_opcodes():
            if tag == "replace":
                yield from self._replaced(a, alo, ahi, b, blo, bhi)
            elif tag == "delete":
                yield from ("- " + line for line in a[alo:ahi])
            elif tag == "insert":
                yield from ("+ " + line for line in b[blo:bhi])
            else:
                yield from ("  " + line for line in a[alo:ahi])

    def _plain(self, a, alo, ahi, b, blo, bhi):
        removed, added = ["- " + line for line in a[alo:ahi]], ["+ " + line for line in b[blo:bhi]]
        return added + removed if bhi - blo < ahi - alo else removed + added

    def _replaced(self, a, alo, ahi, b, blo, bhi):
        best, cutoff, place, same = 0.74, 0.75, None, None
        matcher = SequenceMatcher(self.charjunk)
        for j in range(blo, bhi):
            matcher.set_seq2(b[j])
            for i in range(alo, ahi):
                if a[i] == b[j]:
                    same = same or (i, j)
                    continue
                matcher.set_seq1(a[i])
                if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
                    best, place = matcher.ratio(), (i, j)
        equal = best < cutoff
        if equal:
            if same is None:
                yield from self._plain(a, alo, ahi, b, blo, bhi)
                return
            place = same
        i, j = place
        yield from self._beside(a, alo, i, b, blo, j)
        if equal:
            yield "  " + a[i]
        else:
            yield from self._marked(a[i], b[j])
        yield from self._beside(a, i + 1, ahi, b, j + 1, bhi)

    def _beside(self, a, alo, ahi, b, blo, bhi):
        if alo < ahi and blo < bhi:
            return self._replaced(a, alo, ahi, b, blo, bhi)
        return self._plain(a, alo, ahi, b, blo, bhi)

    def _marked(self, old, new):
        below = ["", ""]
        for tag, i1, i2, j1, j2 in SequenceMatcher(self.charjunk, old, new).get_opcodes():
            signs = {"replace": "^^", "delete": "- ", "insert": " +", "equal": "  "}[tag]
            below[0] += signs[0] * (i2 - i1)
            below[1] += signs[1] * (j2 - j1)
        for sign, line, marks in (("-", old, below[0]), ("+", new, below[1])):
            yield f"{sign} {line}"
            kept = "".join(c if m == " " and c.isspace() else m for c, m in zip(line, marks)).rstrip()
            if kept:
                yield f"? {kept}\n"

def ndiff(a, b, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    return Differ(linejunk, charjunk).compare(a, b)

def restore(delta, which):
    if int(which) not in (1, 2):
        raise ValueError(f"unknown delta choice (must be 1 or 2): {which!r}")
    wanted = ("  ", "- " if int(which) == 1 else "+ ")
    return (line[2:] for line in delta if line[:2] in wanted)
`;
