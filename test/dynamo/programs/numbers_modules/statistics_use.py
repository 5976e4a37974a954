import statistics as s
print(s.mean([1, 2, 3, 4]), s.median([3, 1, 2]), s.median([1, 2, 3, 4]), s.mode("aab"), s.stdev([1, 2, 3, 4]), s.pvariance([1, 2, 3]), s.fmean([1, 2]))
