import numpy as np
a = np.arange(24, dtype=np.float32).reshape(2, 3, 4) / 7
for n in "sum prod mean std var max min".split():
    print(n, getattr(a, n)(), getattr(a, n)(axis=0), getattr(a, n)(axis=(0, 2)), getattr(a, n)(axis=-1, keepdims=True).shape, getattr(np, n)(a, axis=1)[0])
i = np.arange(6).reshape(2, 3)
print(i.sum(), i.sum(0), i.mean(), i.mean(axis=1), i.var(ddof=1), i.std(axis=0), i.prod(axis=1), i.max(axis=0), i.argmax(), i.argmax(axis=1), i.argmin(axis=0, keepdims=True), i.cumsum(), i.cumsum(axis=0), i.cumprod(axis=1), i.any(axis=0), i.all(), np.ptp(i, axis=1), i.trace())
print(np.sum([[1, 2], [3, 4]], axis=1, keepdims=True), np.sum([1, 2], initial=10), np.max([1, 2], initial=5), np.sum([1, 2, 3], where=[True, False, True]), np.mean([1, 2, 3], where=[True, False, True]), np.sum([], dtype=int), np.prod([]), np.sum(np.ones(3, np.int8), dtype=np.int16).dtype, np.any([]), np.all([]))
x = np.random.RandomState(0).rand(1000); print(x.sum(), x.mean(), x.std(), x.astype(np.float32).sum(), x.astype(np.float32).mean(), x.astype(np.float16).sum(), x.reshape(10, 100).sum(axis=0)[:3], x.reshape(10, 100).sum(axis=1)[:3], x.reshape(10, 10, 10).sum(axis=(0, 2))[:3], x.astype(np.float32).reshape(10, 100).mean(axis=0)[:3], x.astype(np.float32).var())
print(np.median([3, 1, 2]), np.median([[1, 2], [3, 4]], axis=0), np.percentile([1, 2, 3, 4], [25, 50]), np.quantile([1.0, 2, 5], 0.3), np.percentile(np.arange(10), 90, method="lower"), np.average([1, 2, 3], weights=[3, 2, 1]), np.average([[1, 2], [3, 4]], axis=0), np.nanmean([1, np.nan, 3]), np.nansum([np.nan, 1]), np.nanmax([np.nan, 2]), np.nanstd([1, np.nan, 3]), np.count_nonzero([[0, 1], [2, 3]], axis=0), np.cov([1, 2, 3], [1, 2, 4]), np.corrcoef([1, 2, 3], [1, 2, 4]))
def err(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
err(lambda: a.sum(axis=3)); err(lambda: np.max([])); err(lambda: np.argmax([])); err(lambda: a.sum(axis=(0, 0))); err(lambda: a.max(axis=-4))
print(np.diff([1, 4, 9]), np.diff([[1, 3], [2, 8]], axis=0), np.diff([1, 2], prepend=0), np.ediff1d([1, 2, 4]), np.gradient([1.0, 2, 4]), np.convolve([1, 2, 3], [0, 1, 0.5]), np.convolve([1, 2, 3], [1, 1], "same"), np.correlate([1, 2, 3], [0, 1, 0.5]), np.cumulative_sum([1, 2]))
print(np.bool_([1, 0]).sum(), (np.arange(5) > 2).mean(), np.array([True, True]).prod(), np.array([2**62, 2**62]).sum(), np.array([1, 2], dtype=np.uint8).sum().dtype, sum(np.arange(3)), max(np.array([1.5, 2])), min(np.arange(2)), sorted(np.array([3, 1])))
o = np.zeros(3); i.sum(axis=0, out=o); print(o); print(np.logical_or.reduce(i > 3, axis=0), np.maximum.reduce(i, axis=1), i.max(initial=10), (i * 1.0).mean(dtype=np.float32).dtype)
