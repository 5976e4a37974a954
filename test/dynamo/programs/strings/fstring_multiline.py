v = {"a": [1, 2]}
print(f"""
first {v["a"][0]}
  second {v['a'][1]:>4}
""" f"tail {len(v)}" " plain {not}")
print(rf"\n{1}\t", f"{1:02d}:{2:02d}", f"{True}{None}")
