/** `textwrap`, written in Python. */

export const TEXTWRAP = String.raw`
import re

def dedent(text):
    text = re.sub(r"(?m)^[ \t]+$", "", text)
    margin = None
    for indent in re.findall(r"(?m)^([ \t]*)(?:[^ \t\n])", text):
        if margin is None or margin.startswith(indent):
            margin = indent
        elif not indent.startswith(margin):
            at = next(i for i, (a, b) in enumerate(zip(margin, indent)) if a != b)
            margin = margin[:at]
    return re.sub(r"(?m)^" + margin, "", text) if margin else text

def indent(text, prefix, predicate=None):
    keep = predicate or (lambda line: line.strip())
    return "".join(prefix + line if keep(line) else line for line in text.splitlines(True))

class TextWrapper:
    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True,
                 tabsize=8, *, max_lines=None, placeholder=" [...]"):
        self.width, self.initial_indent, self.subsequent_indent = width, initial_indent, subsequent_indent
        self.break_long_words, self.max_lines, self.placeholder = break_long_words, max_lines, placeholder
        self.break_on_hyphens, self.tabsize = break_on_hyphens, tabsize

    def _chunks(self, text):
        for word in text.expandtabs(self.tabsize).split():
            if self.break_on_hyphens:
                pieces = re.findall(r"[^-]*[a-zA-Z]-(?=[a-zA-Z]{2})|.+", word)
            else:
                pieces = [word]
            for i, piece in enumerate(pieces):
                yield piece, i > 0

    def wrap(self, text):
        if self.width <= 0:
            raise ValueError("invalid width %r (must be > 0)" % self.width)
        lines, current, started = [], self.initial_indent, False
        for piece, glued in self._chunks(text):
            joiner = "" if glued or not started else " "
            if started and len(current) + len(joiner) + len(piece) > self.width:
                lines.append(current)
                current, started, joiner = self.subsequent_indent, False, ""
            while self.break_long_words and len(current) + len(joiner) + len(piece) > self.width and not started:
                room = max(1, self.width - len(current))
                lines.append(current + piece[:room])
                piece, current = piece[room:], self.subsequent_indent
            if piece:
                current += joiner + piece
                started = True
        if started:
            lines.append(current)
        if self.max_lines is not None and len(lines) > self.max_lines:
            last = lines[self.max_lines - 1]
            while last and len(last) + len(self.placeholder) > self.width:
                last = last.rpartition(" ")[0]
            lines = lines[:self.max_lines - 1] + [(last + self.placeholder) if last else self.placeholder.lstrip()]
        return lines

    def fill(self, text):
        return "\n".join(self.wrap(text))

def wrap(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).wrap(text)

def fill(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).fill(text)

def shorten(text, width, **kwargs):
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))
`;
