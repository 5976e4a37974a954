def factorial(n):
    return 1 if n < 2 else n * factorial(n - 1)


print(factorial(30), factorial(50) // factorial(48))
