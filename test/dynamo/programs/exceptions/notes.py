e = ValueError("x")
e.add_note("n1")
e.add_note("n2")
print(e.__notes__)
try:
    e.add_note(5)
except TypeError as t:
    print(t)
try:
    raise e
except ValueError as v:
    v.add_note("n3")
    print(v.__notes__ is e.__notes__, len(v.__notes__))
