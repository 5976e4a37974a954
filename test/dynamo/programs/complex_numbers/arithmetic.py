a, b = 3 + 4j, 1 - 2j
print(a + b, a - b, a * b, a / b, a**2, abs(a), -a, a.real, a.imag, a.conjugate(), a == 3 + 4j, a != b, complex(1), 2j * 2j)
