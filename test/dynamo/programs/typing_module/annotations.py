from __future__ import annotations
import typing
class A:
    x: int = 1
    y: Undefined
    def m(self, other: A) -> list[A]: ...
print(A.__annotations__, A.m.__annotations__, hasattr(A, "y"), typing.get_type_hints(A.m))
z: int
print("z" in globals(), __annotations__)
