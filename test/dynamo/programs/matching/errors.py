class A:
    pass


class B:
    __match_args__ = ["x"]


for cls in (A, B):
    try:
        match cls():
            case A(1):
                pass
            case B(1):
                pass
    except TypeError as e:
        print(e)
try:
    match 1:
        case int(1, 2):
            pass
except TypeError as e:
    print(e)
