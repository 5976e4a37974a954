inf, nan = float("inf"), float("nan")
print(inf - inf, inf * 0, nan == nan, nan != nan, inf > 1e308, -inf < 0, min(nan, 1), max(1, nan), inf // 1, 1 // inf, -1 // inf, -1 % inf)
print([nan] == [nan], nan in [nan], [nan][0] is nan)
