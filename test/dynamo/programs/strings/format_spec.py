for spec in ["", "5", "<5", ">5", "^5", "*^7", ".2", "5.1", "s"]:
    print(spec, format("abc", spec) + "|")
for spec in ["d", "5d", "<5d", "05d", "+d", " d", ",d", "_d", "x", "#010x", "b", "c", "e", ".2f", "%", "n", "=+6d", "_x"]:
    print(spec, format(1234, spec) + "|")
