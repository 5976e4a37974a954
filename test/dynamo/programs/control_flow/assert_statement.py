for cond, msg in [(True, "no"), (False, "message"), (0, None)]:
    try:
        if msg is None:
            assert cond
        else:
            assert cond, msg
        print("passed")
    except AssertionError as e:
        print(repr(e))
