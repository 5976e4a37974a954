import bisect, heapq
h = [5, 1, 4]; heapq.heapify(h); heapq.heappush(h, 0)
print(heapq.heappop(h), h, heapq.nsmallest(2, h), heapq.nlargest(2, [3, 1, 2], key=lambda x: -x), heapq.heappushpop(h, 9), list(heapq.merge([1, 4], [2, 3])))
a = [1, 2, 2, 3]; bisect.insort(a, 2); print(a, bisect.bisect_left(a, 2), bisect.bisect(a, 2), bisect.bisect_right(a, 9))
