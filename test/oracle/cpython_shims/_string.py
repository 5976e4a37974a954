"""The format string's parser, as the string module shows it."""

from string import Formatter


def formatter_parser(text):
    return Formatter().parse(text)
