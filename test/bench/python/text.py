"""Building and taking apart strings: joins, formats, splits, scans by character."""

import time

WORDS = "the frame evaluator runs a program of tensors and every value keeps its source".split()


def lines(n):
    out = []
    for i in range(n):
        word = WORDS[i % len(WORDS)]
        out.append(f"{i:05d} {word:>12} {word.upper()}_{i % 17} {i / 3:.3f}")
    return out


def tokens(text):
    current = ""
    for ch in text:
        if ch.isalnum() or ch == "_":
            current += ch
        elif current:
            yield current
            current = ""
    if current:
        yield current


def caesar(text, shift):
    out = []
    for ch in text:
        if "a" <= ch <= "z":
            out.append(chr((ord(ch) - 97 + shift) % 26 + 97))
        else:
            out.append(ch)
    return "".join(out)


def run():
    total = 0
    for round_ in range(20):
        text = "\n".join(lines(2500))
        counts = {}
        for token in tokens(text):
            counts[token] = counts.get(token, 0) + 1
        total += len(counts) + sum(counts.values())
        moved = caesar(text, round_ + 1)
        total += moved.count("e") + len(moved.split("\n"))
        table = {line[:5]: line.strip().partition(" ")[2].replace("_", "-") for line in text.splitlines()}
        total += sum(len(v) for v in table.values())
        total += sum(1 for w in text.split() if w.startswith("t") or w.endswith("9"))
        report = ""
        for word, n in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[:200]:
            report += "%-15s %d\n" % (word, n)
        total += len(report)
    return total


start = time.perf_counter()
result = run()
seconds = time.perf_counter() - start
print(result)
print(f"seconds {seconds:.6f}")
