try:
    try:
        raise ValueError
    except 5:
        pass
except TypeError as e:
    print(e)


def which():
    print("evaluated")
    return KeyError


try:
    {}["a"]
except which():
    print("matched")
try:
    pass
except which():
    pass
