for thing in (ValueError, ValueError("inst"), 5, "text", type):
    try:
        raise thing
    except Exception as e:
        print(type(e).__name__, e)
try:
    raise ValueError from 5
except TypeError as e:
    print(e)
class C(Exception):
    def __new__(cls):
        return 5
try:
    raise C
except TypeError as e:
    print(e)
