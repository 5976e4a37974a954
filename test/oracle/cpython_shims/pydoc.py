"""Help texts are not made."""


def render_doc(*args, **kwargs):
    raise NotImplementedError("there are no help texts")


class Helper:
    def __init__(self, input=None, output=None):
        pass

    def __call__(self, *args):
        render_doc()
