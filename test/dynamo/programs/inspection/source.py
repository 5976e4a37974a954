import inspect
def add(a, b):
    # comment
    return a + b
print(inspect.getsource(add), inspect.getsourcelines(add)[1], inspect.currentframe().f_lineno)
