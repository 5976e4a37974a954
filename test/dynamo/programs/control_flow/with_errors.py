class NoExit:
    def __enter__(self):
        return 1


class Nothing:
    pass


for c in (NoExit(), Nothing()):
    try:
        with c:
            pass
    except TypeError as e:
        print(e)
