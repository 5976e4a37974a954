"""Generator pipelines: sources, windows, batches, send and close, and the order in which everything happens."""
import contextlib
import heapq
import itertools
from collections import Counter, deque
from dataclasses import dataclass
from typing import Iterable, Iterator, NamedTuple


class Sample(NamedTuple):
    key: str
    value: float
    weight: float = 1.0


@contextlib.contextmanager
def reader(name, log):
    log.append(f"open {name}")
    try:
        yield (Sample(f"{name}{i}", i * 1.5, 1 / (i + 1)) for i in range(7))
    finally:
        log.append(f"close {name}")


def source(names, log) -> Iterator[Sample]:
    for name in names:
        with reader(name, log) as rows:
            yield from rows


def windows(rows: Iterable, size: int, step: int = 1):
    held = deque(maxlen=size)
    for count, row in enumerate(rows, 1):
        held.append(row)
        if count >= size and (count - size) % step == 0:
            yield tuple(held)


def batched(rows, size, *, drop_last=False):
    rows = iter(rows)
    while batch := list(itertools.islice(rows, size)):
        if drop_last and len(batch) < size:
            return
        yield batch


def running_mean():
    total = count = 0
    mean = None
    while True:
        value = yield mean
        if value is None:
            return total, count
        total += value
        count += 1
        mean = total / count


def drive(values):
    result = yield from running_mean()
    values.append(result)
    return "driven"


@dataclass(order=True)
class Job:
    priority: int
    name: str


def schedule(jobs):
    heap = []
    for job in jobs:
        heapq.heappush(heap, job)
        if len(heap) > 2:
            yield heapq.heappop(heap)
    while heap:
        yield heapq.heappop(heap)


log = []
rows = source("ab", log)
print([f"{s.key}:{s.value}" for s in itertools.islice(rows, 9)], log)
rows.close()
print(log)
print([[s.key for s in w] for w in windows(source("c", log), 3, 2)])
print([[round(s.weight, 2) for s in b] for b in batched(source("d", log), 3)], len(list(batched(range(7), 3, drop_last=True))))
results = []
driver = drive(results)
print(next(driver), driver.send(4), driver.send(8), driver.send(6))
try:
    driver.send(None)
except StopIteration as stop:
    print(stop.value, results)
print([f"{j.priority}{j.name}" for j in schedule([Job(3, "c"), Job(1, "z"), Job(2, "b"), Job(1, "a"), Job(0, "q")])])
left, right = itertools.tee(n * n for n in range(5))
print(list(zip(left, itertools.islice(right, 1, None))), sum(left))
print({k: [v for _, v in g] for k, g in itertools.groupby(sorted((len(w), w) for w in "a bb cc d eee".split()), key=lambda t: t[0])})
print(Counter(c for w in ("model", "module") for c in w).most_common(3), list(itertools.accumulate([3, 1, 4], max, initial=2)))


def failing():
    try:
        yield 1
        yield 2
    except ValueError as e:
        yield f"caught {e}"
    finally:
        log.append("failing ends")


g = failing()
print(next(g), g.throw(ValueError("bad")), next(g, "nothing"), log[-1])
with contextlib.ExitStack() as stack:
    opened = [stack.enter_context(reader(n, log)) for n in "xyz"]
    stack.callback(log.append, "callback")
    print(sum(sum(s.value for s in rows) for rows in opened))
print(log[-4:])
