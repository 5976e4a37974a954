from abc import ABC, abstractmethod


class Shape(ABC):
    @abstractmethod
    def area(self): ...

    @property
    @abstractmethod
    def name(self): ...

    def describe(self):
        return f"{self.name} {self.area()}"


class Square(Shape):
    name = "square"

    def area(self):
        return 4


print(Square().describe(), sorted(Shape.__abstractmethods__), isinstance(Square(), Shape))
try:
    Shape()
except TypeError as e:
    print(type(e).__name__)


@Shape.register
class Fake: ...


print(isinstance(Fake(), Shape), issubclass(Fake, Shape))
