import math

print(math.gcd(12, 18), math.lcm(4, 6), math.isqrt(10**20), math.comb(10, 3), math.perm(5, 2), math.factorial(20), math.prod([1, 2, 3, 4]))
