"""Float arithmetic and attribute-free loops: planets attract each other in pairs."""

import time

BODIES = {
    "sun": ([0.0, 0.0, 0.0], [0.0, 0.0, 0.0], 39.47841760435743),
    "inner": ([4.84, -1.16, -0.10], [0.606, 2.81, -0.02], 0.037693674870389555),
    "ringed": ([8.34, 4.12, -0.4], [-1.01, 1.82, 0.008], 0.011286326131968767),
    "tilted": ([12.89, -15.11, -0.22], [1.08, 0.868, -0.01], 0.0017237240570597112),
    "outer": ([15.37, -25.9, 0.179], [0.979, 0.594, -0.034], 0.0020336868699246304),
}


def pairs(items):
    return [(items[i], items[j]) for i in range(len(items)) for j in range(i + 1, len(items))]


def advance(dt, n, bodies, body_pairs):
    for _ in range(n):
        for (p1, v1, m1), (p2, v2, m2) in body_pairs:
            dx = p1[0] - p2[0]
            dy = p1[1] - p2[1]
            dz = p1[2] - p2[2]
            mag = dt * (dx * dx + dy * dy + dz * dz) ** -1.5
            b1 = m1 * mag
            b2 = m2 * mag
            v1[0] -= dx * b2
            v1[1] -= dy * b2
            v1[2] -= dz * b2
            v2[0] += dx * b1
            v2[1] += dy * b1
            v2[2] += dz * b1
        for p, v, _m in bodies:
            p[0] += dt * v[0]
            p[1] += dt * v[1]
            p[2] += dt * v[2]


def energy(bodies, body_pairs):
    e = 0.0
    for (p1, _, m1), (p2, _, m2) in body_pairs:
        dx, dy, dz = (a - b for a, b in zip(p1, p2))
        e -= m1 * m2 / (dx * dx + dy * dy + dz * dz) ** 0.5
    for _, (vx, vy, vz), m in bodies:
        e += m * (vx * vx + vy * vy + vz * vz) / 2.0
    return e


def run():
    bodies = list(BODIES.values())
    body_pairs = pairs(bodies)
    advance(0.001, 80000, bodies, body_pairs)
    return f"{energy(bodies, body_pairs):.9f}"


start = time.perf_counter()
result = run()
seconds = time.perf_counter() - start
print(result)
print(f"seconds {seconds:.6f}")
