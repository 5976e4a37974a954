"""Writes src/ops/data/special_functions.json: polynomials for the special functions that ONNX does not have.

Usage: python .tools/special_functions.py src/ops/data/special_functions.json (needs mpmath). Each piece is a Chebyshev interpolant of a
function that `src/ops/pointwise/special_functions.ts` names, written as a polynomial in u = (2t - a - b)/(b - a) for t in [a, b],
coefficients from the highest power.
"""

import json
import sys

from mpmath import mp, mpf

mp.dps = 50
PI = mp.pi


def piece(f, a, b, tolerance=mpf("3e-16"), most=48):
    a, b = mpf(a), mpf(b)
    n = most
    nodes = [mp.cos(PI * (k + mpf(1) / 2) / n) for k in range(n)]
    values = [f((b - a) / 2 * u + (a + b) / 2) for u in nodes]
    cheb = [2 / mpf(n) * mp.fsum(values[k] * mp.cos(PI * j * (k + mpf(1) / 2) / n) for k in range(n)) for j in range(n)]
    cheb[0] /= 2
    scale = max(abs(v) for v in values)
    while len(cheb) > 1 and abs(cheb[-1]) < tolerance * scale:
        cheb.pop()
    if len(cheb) == n:
        print("not converged", abs(cheb[-1]) / scale, file=sys.stderr)
    # Chebyshev to monomial: T_{k+1} = 2u T_k - T_{k-1}.
    result = [mpf(0)] * len(cheb)
    previous, current = [mpf(1)], [mpf(0), mpf(1)]
    for j, c in enumerate(cheb):
        basis = previous if j == 0 else current
        for i, x in enumerate(basis):
            result[i] += c * x
        if j >= 1:
            following = [mpf(0)] + [2 * x for x in current]
            for i, x in enumerate(previous):
                following[i] -= x
            previous, current = current, following
    return {"range": [float(a), float(b)], "coefficients": [float(x) for x in reversed(result)]}


def at_zero(f, limit):
    return lambda t: limit if t == 0 else f(t)


def amplitude(order, which):
    """P and Q·x of the Hankel expansion, as functions of t = 1/x²."""

    def f(t):
        x = 1 / mp.sqrt(t)
        chi = x - (2 * order + 1) * PI / 4
        j, y = mp.besselj(order, x), mp.bessely(order, x)
        root = mp.sqrt(PI * x / 2)
        return root * (j * mp.cos(chi) + y * mp.sin(chi)) if which == "p" else x * root * (y * mp.cos(chi) - j * mp.sin(chi))

    return f


def airy_amplitude(which):
    """Ai(-x) = (P cos(ζ - π/4) + Q/ζ sin(ζ - π/4)) / (√π x^¼), as functions of t = 1/ζ², ζ = ⅔x^1½."""

    def f(t):
        zeta = 1 / mp.sqrt(t)
        x = (mpf(3) / 2 * zeta) ** (mpf(2) / 3)
        ai, bi = mp.airyai(-x), mp.airybi(-x)
        c, s = mp.cos(zeta - PI / 4), mp.sin(zeta - PI / 4)
        root = mp.sqrt(PI) * x ** mpf("0.25")
        return root * (ai * c - bi * s) if which == "p" else zeta * root * (ai * s + bi * c)

    return f


def airy_decay(t):
    """2√π x^¼ exp(ζ) Ai(x) as a function of t = 1/ζ."""
    zeta = 1 / t
    x = (mpf(3) / 2 * zeta) ** (mpf(2) / 3)
    return 2 * mp.sqrt(PI) * x ** mpf("0.25") * mp.exp(zeta) * mp.airyai(x)


def quantile_tail(t):
    """-Φ⁻¹(y) for y = exp(-t²/2)."""
    log_y = -t * t / 2
    start = t - mp.log(t * mp.sqrt(2 * PI)) / t
    return mp.findroot(lambda z: mp.log(mp.erfc(z / mp.sqrt(2)) / 2) - log_y, start)


EULER = mp.euler
PIECES = {
    "i0e_small": (lambda x: mp.exp(-x) * mp.besseli(0, x), 0, 8),
    "i0e_large": (lambda t: mp.exp(-1 / t) * mp.besseli(0, 1 / t) / mp.sqrt(t), 0, "0.125"),
    "i1e_small": (at_zero(lambda x: mp.exp(-x) * mp.besseli(1, x) / x, mpf("0.5")), 0, 8),
    "i1e_large": (lambda t: mp.exp(-1 / t) * mp.besseli(1, 1 / t) / mp.sqrt(t), 0, "0.125"),
    "k0_small": (lambda t: mp.besselk(0, mp.sqrt(t)) + mp.log(mp.sqrt(t) / 2) * mp.besseli(0, mp.sqrt(t)), 0, 4),
    "k0e_large": (lambda t: mp.exp(1 / t) * mp.besselk(0, 1 / t) / mp.sqrt(t), 0, "0.5"),
    "k1_small": (lambda t: mp.sqrt(t) * (mp.besselk(1, mp.sqrt(t)) - mp.log(mp.sqrt(t) / 2) * mp.besseli(1, mp.sqrt(t))), 0, 4),
    "k1e_large": (lambda t: mp.exp(1 / t) * mp.besselk(1, 1 / t) / mp.sqrt(t), 0, "0.5"),
    "j0_small": (lambda t: mp.besselj(0, mp.sqrt(t)), 0, 64),
    "j1_small": (lambda t: mp.besselj(1, mp.sqrt(t)) / mp.sqrt(t), 0, 64),
    "y0_small": (lambda t: mp.bessely(0, mp.sqrt(t)) - 2 / PI * mp.log(mp.sqrt(t)) * mp.besselj(0, mp.sqrt(t)), 0, 64),
    "y1_small": (lambda t: mp.sqrt(t) * (mp.bessely(1, mp.sqrt(t)) - 2 / PI * mp.log(mp.sqrt(t)) * mp.besselj(1, mp.sqrt(t))), 0, 64),
    "bessel0_p": (amplitude(0, "p"), 0, 1 / mpf(64)),
    "bessel0_q": (amplitude(0, "q"), 0, 1 / mpf(64)),
    "bessel1_p": (amplitude(1, "p"), 0, 1 / mpf(64)),
    "bessel1_q": (amplitude(1, "q"), 0, 1 / mpf(64)),
    "airy_small": (mp.airyai, -5, 3),
    "airy_decay": (airy_decay, 0, 1 / (mpf(2) / 3 * mpf(3) ** mpf("1.5"))),
    "airy_p": (airy_amplitude("p"), 0, 1 / (mpf(2) / 3 * mpf(5) ** mpf("1.5")) ** 2),
    "airy_q": (airy_amplitude("q"), 0, 1 / (mpf(2) / 3 * mpf(5) ** mpf("1.5")) ** 2),
    # t = 4/(4 + x), so x = 4/t - 4.
    "erfcx": (lambda t: mp.exp((4 / t - 4) ** 2) * mp.erfc(4 / t - 4) * (4 / t - 3), 0, 1),
    # t = (p - ½)².
    "quantile_centre": (lambda t: mp.sqrt(2) * mp.erfinv(2 * mp.sqrt(t)) / mp.sqrt(t), 0, "0.16"),
    "quantile_tail": (lambda t: t - quantile_tail(t), 2, 6),
    "quantile_far": (lambda s: (1 / s - quantile_tail(1 / s)) / s, mpf(1) / 39, mpf(1) / 6),
}

if __name__ == "__main__":
    rows = [f"{json.dumps(name)}: {json.dumps(piece(*spec), separators=(',', ':'))}" for name, spec in PIECES.items()]
    for row in rows:
        print(row.split(":")[0], row.count(","), file=sys.stderr)
    with open(sys.argv[1], "w") as out:
        out.write("{\n" + ",\n".join(rows) + "\n}\n")
