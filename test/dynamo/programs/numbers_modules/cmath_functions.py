import cmath
print(cmath.sqrt(-1), cmath.exp(1j * cmath.pi).real, abs(cmath.rect(1, 1)), cmath.phase(1j), cmath.polar(1 + 0j))
