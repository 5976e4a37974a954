print("a" < "b", "a" < "A", "abc" < "abd", "" < "a", "é" > "z", "\uffff" < "😀", "a" == "a", "10" < "9", max("b", "aa"))
