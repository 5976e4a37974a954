/** `heapq`, written in Python. */

export const HEAPQ = String.raw`
def _up(heap, pos, start=0):
    item = heap[pos]
    while pos > start:
        parent = (pos - 1) >> 1
        if not item < heap[parent]:
            break
        heap[pos] = heap[parent]
        pos = parent
    heap[pos] = item

def _down(heap, pos):
    end = len(heap)
    start = pos
    item = heap[pos]
    child = 2 * pos + 1
    while child < end:
        right = child + 1
        if right < end and not heap[child] < heap[right]:
            child = right
        heap[pos] = heap[child]
        pos = child
        child = 2 * pos + 1
    heap[pos] = item
    _up(heap, pos, start)

def heappush(heap, item):
    heap.append(item)
    _up(heap, len(heap) - 1)

def heappop(heap):
    last = heap.pop()
    if heap:
        last, heap[0] = heap[0], last
        _down(heap, 0)
    return last

def heapreplace(heap, item):
    item, heap[0] = heap[0], item
    _down(heap, 0)
    return item

def heappushpop(heap, item):
    if heap and heap[0] < item:
        item, heap[0] = heap[0], item
        _down(heap, 0)
    return item

def heapify(x):
    for i in reversed(range(len(x) // 2)):
        _down(x, i)

def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[:max(n, 0)]

def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[:max(n, 0)]

def merge(*iterables, key=None, reverse=False):
    sources = [iter(it) for it in iterables]
    heads = []
    for order, it in enumerate(sources):
        for value in it:
            heads.append((value if key is None else key(value), order, value))
            break
    while heads:
        best = heads[0]
        for head in heads[1:]:
            if best[0] < head[0] if reverse else head[0] < best[0]:
                best = head
        yield best[2]
        at = heads.index(best)
        for value in sources[best[1]]:
            heads[at] = (value if key is None else key(value), best[1], value)
            break
        else:
            del heads[at]
`;
