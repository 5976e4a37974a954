"""A solver of one-way constraints: class hierarchies, properties, small lists, polymorphic calls."""

import time
from abc import ABC, abstractmethod


class Strength:
    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value

    def stronger(self, other):
        return self.value < other.value

    def weakest(self, other):
        return self if self.value > other.value else other


REQUIRED, STRONG, NORMAL, WEAK = (Strength(i) for i in range(4))


class Variable:
    def __init__(self, name, value=0):
        self.name = name
        self._value = value
        self.constraints = []
        self.determined_by = None
        self.mark = 0
        self.strength = WEAK
        self.stay = True

    @property
    def value(self):
        return self._value

    @value.setter
    def value(self, new):
        self._value = new


class Constraint(ABC):
    def __init__(self, strength):
        self.strength = strength

    @property
    @abstractmethod
    def variables(self): ...

    @property
    @abstractmethod
    def output(self): ...

    @abstractmethod
    def execute(self): ...

    def inputs_known(self, mark):
        return all(v.mark == mark or v.stay for v in self.variables if v is not self.output)

    def attach(self):
        for v in self.variables:
            v.constraints.append(self)
        self.output.determined_by = self
        self.output.strength = self.strength.weakest(self.output.strength)


class Equality(Constraint):
    def __init__(self, source, target, strength=REQUIRED):
        super().__init__(strength)
        self.source = source
        self.target = target
        self.attach()

    @property
    def variables(self):
        return (self.source, self.target)

    @property
    def output(self):
        return self.target

    def execute(self):
        self.target.value = self.source.value


class Scale(Equality):
    def __init__(self, source, target, factor, offset):
        self.factor = factor
        self.offset = offset
        super().__init__(source, target, NORMAL)

    @property
    def variables(self):
        return (self.source, self.factor, self.offset, self.target)

    def execute(self):
        self.target.value = self.source.value * self.factor.value + self.offset.value


class Planner:
    def __init__(self):
        self.mark = 0

    def plan(self, start):
        self.mark += 1
        start.mark = self.mark
        todo = [c for c in start.constraints if c.output is not start]
        ordered = []
        while todo:
            constraint = todo.pop(0)
            out = constraint.output
            if out.mark != self.mark and constraint.inputs_known(self.mark):
                ordered.append(constraint)
                out.mark = self.mark
                todo.extend(c for c in out.constraints if c is not constraint and c.output is not out)
        return ordered


def chain(n):
    variables = [Variable(f"v{i}") for i in range(n + 1)]
    for a, b in zip(variables, variables[1:]):
        Equality(a, b)
    return variables


def projection(n):
    factor, offset = Variable("factor", 10), Variable("offset", 1000)
    out = []
    for i in range(n):
        source, target = Variable(f"s{i}", i), Variable(f"t{i}", i)
        Scale(source, target, factor, offset)
        out.append((source, target))
    return factor, offset, out


def run(n):
    planner = Planner()
    variables = chain(n)
    total = 0
    for i in range(150):
        variables[0].value = i
        for constraint in planner.plan(variables[0]):
            constraint.execute()
        total += variables[-1].value
    factor, offset, points = projection(n)
    for i in range(40):
        factor.value = i
        offset.value = i * 3
        for start in (factor, offset):
            for constraint in planner.plan(start):
                constraint.execute()
        total += sum(t.value for _, t in points)
    strongest = min((v.strength for v in variables), key=lambda s: s.value)
    return total, strongest.stronger(WEAK)


start = time.perf_counter()
result = run(1000)
seconds = time.perf_counter() - start
print(result)
print(f"seconds {seconds:.6f}")
