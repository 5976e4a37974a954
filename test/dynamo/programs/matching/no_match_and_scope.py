x = 5
match x:
    case 1:
        y = "one"
print("y" in globals())
match (1, 2):
    case (a, 3):
        pass
    case (a, b):
        print(a, b)
match = 3
case = match + 1
print(match, case)
