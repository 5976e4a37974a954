print(list("héy"), tuple("ab"), set("aab") == {"a", "b"}, dict(zip("ab", [1, 2])), [c for c in reversed("abc")], list(enumerate("xy", 1)), "".join(sorted("hello", reverse=True)))
