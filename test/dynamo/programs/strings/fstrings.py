x, name, items = 3.14159, "pi", [1, 2]
print(f"{name} = {x:.2f} {x!r:>10} {items[0]} {len(items)} {'nested'} {x:{5}.{2}} {{}} {name!s:>{4}}")
print(f"{x=} {x = :.2f} {name=!r} {items=} {1+1=}", f"{'a' if x > 3 else 'b'}", f"{(lambda v: v * 2)(4)}", f"{ {'k': 1}['k'] }")
