print(hash(0.5), hash(-0.0) == hash(0), hash(1e300), hash(float("inf")), hash(2.0**61), hash(1.5), hash(-1.0), hash(-2.0))
