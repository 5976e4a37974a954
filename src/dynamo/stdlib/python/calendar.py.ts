/** `calendar` and `graphlib`, written in Python. */

export const CALENDAR = String.raw`
from datetime import date as _date, timedelta as _timedelta
from itertools import repeat as _repeat

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
JANUARY, FEBRUARY = 1, 2
day_name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
day_abbr = [name[:3] for name in day_name]
month_name = ["", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
month_abbr = [name[:3] for name in month_name]

class IllegalMonthError(ValueError):
    def __init__(self, month):
        self.month = month

    def __str__(self):
        return f"bad month number {self.month!r}; must be 1-12"

def isleap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)

def leapdays(y1, y2):
    y1, y2 = y1 - 1, y2 - 1
    return (y2 // 4 - y1 // 4) - (y2 // 100 - y1 // 100) + (y2 // 400 - y1 // 400)

def weekday(year, month, day):
    return _date(year if 1 <= year <= 9999 else 2000 + year % 400, month, day).weekday()

def monthrange(year, month):
    if not 1 <= month <= 12:
        raise IllegalMonthError(month)
    days = (0, 31, 28 + isleap(year), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month]
    return weekday(year, month, 1), days

def timegm(tuple):
    year, month, day, hour, minute, second = tuple[:6]
    return ((_date(year, month, 1).toordinal() - 719163 + day - 1) * 24 + hour) * 3600 + minute * 60 + second

class Calendar:
    def __init__(self, firstweekday=0):
        self.firstweekday = firstweekday

    def getfirstweekday(self):
        return self.firstweekday % 7

    def setfirstweekday(self, firstweekday):
        self.firstweekday = firstweekday

    def iterweekdays(self):
        return (i % 7 for i in range(self.firstweekday, self.firstweekday + 7))

    def itermonthdays(self, year, month):
        first, days = monthrange(year, month)
        before = (first - self.firstweekday) % 7
        yield from _repeat(0, before)
        yield from range(1, days + 1)
        yield from _repeat(0, (self.firstweekday - first - days) % 7)

    def itermonthdays2(self, year, month):
        for i, day in enumerate(self.itermonthdays(year, month), self.firstweekday):
            yield day, i % 7

    def itermonthdates(self, year, month):
        first, days = monthrange(year, month)
        start = _date(year, month, 1) - _timedelta((first - self.firstweekday) % 7)
        for i in range((first - self.firstweekday) % 7 + days + (self.firstweekday - first - days) % 7):
            yield start + _timedelta(i)

    def _weeks(self, days):
        days = list(days)
        return [days[i:i + 7] for i in range(0, len(days), 7)]

    def monthdayscalendar(self, year, month):
        return self._weeks(self.itermonthdays(year, month))

    def monthdays2calendar(self, year, month):
        return self._weeks(self.itermonthdays2(year, month))

    def monthdatescalendar(self, year, month):
        return self._weeks(self.itermonthdates(year, month))

class TextCalendar(Calendar):
    def formatweekheader(self, width):
        names = day_name if width >= 9 else day_abbr
        return " ".join(names[i][:width].center(width) for i in self.iterweekdays())

    def formatweek(self, theweek, width):
        return " ".join(("" if day == 0 else "%2i" % day).center(width) for day, _ in theweek)

    def formatmonthname(self, theyear, themonth, width, withyear=True):
        return (f"{month_name[themonth]} {theyear!r}" if withyear else month_name[themonth]).center(width)

    def formatmonth(self, theyear, themonth, w=0, l=0):
        w, l = max(2, w), max(1, l)
        lines = [self.formatmonthname(theyear, themonth, 7 * (w + 1) - 1).rstrip(), self.formatweekheader(w).rstrip()]
        lines += [self.formatweek(week, w).rstrip() for week in self.monthdays2calendar(theyear, themonth)]
        return "".join(line + "\n" * l for line in lines)

    def prmonth(self, theyear, themonth, w=0, l=0):
        print(self.formatmonth(theyear, themonth, w, l), end="")

_default = TextCalendar()
firstweekday = _default.getfirstweekday
monthcalendar = _default.monthdayscalendar
month = _default.formatmonth
prmonth = _default.prmonth
weekheader = _default.formatweekheader

def setfirstweekday(firstweekday):
    if not MONDAY <= firstweekday <= SUNDAY:
        raise ValueError(f"bad weekday number {firstweekday!r}; must be 0 (Monday) to 6 (Sunday)")
    _default.firstweekday = firstweekday
`;

export const GRAPHLIB = String.raw`
from types import GenericAlias as _GenericAlias

class CycleError(ValueError):
    pass

class TopologicalSorter:
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, graph=None):
        self._before = {}
        self._waiting = None
        for node, predecessors in (graph or {}).items():
            self.add(node, *predecessors)

    def add(self, node, *predecessors):
        if self._waiting is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        known = self._before.setdefault(node, [])
        known.extend(predecessors)
        for predecessor in predecessors:
            self._before.setdefault(predecessor, [])

    def prepare(self):
        if self._waiting is not None:
            raise ValueError("cannot prepare() more than once")
        self._after = {node: [] for node in self._before}
        for node, predecessors in self._before.items():
            for predecessor in predecessors:
                self._after[predecessor].append(node)
        cycle = self._find_cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)
        self._waiting = {node: len(predecessors) for node, predecessors in self._before.items()}
        self._ready = [node for node, count in self._waiting.items() if count == 0]
        self._out, self._finished = set(), 0

    def _find_cycle(self):
        done, path, places = set(), [], {}
        for start in self._after:
            if start in done:
                continue
            stack = [(start, iter(self._after[start]))]
            path, places = [start], {start: 0}
            while stack:
                node, successors = stack[-1]
                for successor in successors:
                    if successor in places:
                        return path[places[successor]:] + [successor]
                    if successor not in done:
                        places[successor] = len(path)
                        path.append(successor)
                        stack.append((successor, iter(self._after[successor])))
                        break
                else:
                    stack.pop()
                    done.add(path.pop())
                    del places[node]
        return None

    def _prepared(self):
        if self._waiting is None:
            raise ValueError("prepare() must be called first")

    def get_ready(self):
        self._prepared()
        ready, self._ready = tuple(self._ready), []
        self._out.update(ready)
        return ready

    def is_active(self):
        self._prepared()
        return self._finished < len(self._waiting) and bool(self._ready or self._out)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        self._prepared()
        for node in nodes:
            if node not in self._waiting:
                raise ValueError(f"node {node!r} was not added using add()")
            if node not in self._out:
                raise ValueError(f"node {node!r} was not passed out (still not ready)" if self._waiting[node] >= 0 else f"node {node!r} was already marked done")
            self._out.discard(node)
            self._waiting[node] = -1
            self._finished += 1
            for successor in self._after[node]:
                self._waiting[successor] -= 1
                if self._waiting[successor] == 0:
                    self._ready.append(successor)

    def static_order(self):
        self.prepare()
        while self.is_active():
            nodes = self.get_ready()
            yield from nodes
            self.done(*nodes)
`;
