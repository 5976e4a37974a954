class Box:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item.__name__}]"


print(Box[int], list[int], dict[str, int], tuple[int, ...], list[int]([1, 2]), list[int].__origin__, dict[str, int].__args__, int | str, int | None, isinstance(1, int | str))
