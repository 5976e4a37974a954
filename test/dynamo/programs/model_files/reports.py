"""Reports of runs: dates, decimals, fractions, statistics, hashes, wrapped and aligned text."""
import datetime as dt
import hashlib
import io
import pprint
import statistics
import string
import textwrap
import uuid
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

RUNS = [("base", dt.datetime(2024, 2, 28, 22, 30), 5400, [0.91, 0.87, 0.88]),
        ("large", dt.datetime(2024, 2, 29, 6, 0), 86399, [0.95, 0.94]),
        ("tiny", dt.datetime(2023, 12, 31, 23, 59, 59), 61, [0.5])]


def duration(seconds):
    hours, rest = divmod(seconds, 3600)
    return f"{hours:d}h{rest // 60:02d}m{rest % 60:02d}s"


def table(header, rows, out):
    widths = [max(len(str(r[i])) for r in [header, *rows]) for i in range(len(header))]
    for row in [header, ["-" * w for w in widths], *rows]:
        print(" | ".join(f"{cell!s:<{w}}" if isinstance(cell, str) else f"{cell!s:>{w}}" for cell, w in zip(row, widths)), file=out)


out = io.StringIO()
rows = []
for name, start, seconds, scores in sorted(RUNS, key=lambda r: r[1]):
    end = start + dt.timedelta(seconds=seconds)
    spread = statistics.stdev(scores) if len(scores) > 1 else 0.0
    rows.append([name, start.isoformat(" ", "minutes"), duration(seconds), f"{end:%a %d %b %Y %H:%M}", round(statistics.mean(scores), 4), Decimal(spread).quantize(Decimal("0.0001"))])
table(["run", "start", "time", "end", "mean", "sd"], rows, out)
print(out.getvalue(), end="")
first, last = min(r[1] for r in RUNS), max(r[1] for r in RUNS)
print(last - first, (last - first).days, (last - first).total_seconds(), first.weekday(), last.isocalendar().week, last.replace(year=2025, day=1).date())
utc = dt.timezone.utc
moment = dt.datetime(2024, 3, 10, 12, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30), "IST"))
print(moment.isoformat(), moment.astimezone(utc), moment.tzname(), moment.timestamp(), dt.datetime.fromisoformat("2024-03-10T06:30:00+00:00") == moment)
print(dt.datetime.strptime("07/04/23 18:05", "%d/%m/%y %H:%M"), dt.date(2024, 2, 29) + dt.timedelta(days=365), dt.time(9, 5).strftime("%I:%M %p"))
with localcontext() as ctx:
    ctx.prec = 12
    rate = Decimal("0.075")
    total = sum((Decimal(str(p)) * (1 + rate) for p in (19.99, 5, 0.1)), Decimal(0))
    print(total, total.quantize(Decimal("0.01"), ROUND_HALF_EVEN), Decimal(2).sqrt(), Decimal(1) / Decimal(7), Decimal("1E+3").normalize())
third = Fraction(1, 3)
print(third + Fraction("0.25"), Fraction(0.125), Fraction(3.14159).limit_denominator(100), float(third), round(Fraction(7, 2)), max(third, Fraction(2, 7)))
values = [2, 4, 4, 4, 5, 5, 7, 9]
print(statistics.pstdev(values), statistics.median(values), statistics.mode(values), statistics.quantiles(values, n=4), statistics.fmean(values), statistics.harmonic_mean([40, 60]))
print(hashlib.sha256(b"weights").hexdigest()[:16], hashlib.md5("modèle".encode()).hexdigest(), uuid.uuid5(uuid.NAMESPACE_DNS, "model.example"), uuid.UUID(int=5).hex[-4:])
text = "A model is exported once; its graph is checked, written whole, and compared with what the program computes."
print(textwrap.fill(text, 40, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten(text, 45, placeholder=" …"), textwrap.dedent("    a\n      b\n").splitlines(), textwrap.indent("x\ny", "> ").split("\n"))
print(string.Template("$model has ${n} layers, $$5, $missing").safe_substitute(model="mlp", n=3), string.capwords("one two-three"))
pprint.pprint({"layers": [{"kind": "conv", "width": w, "names": [f"layer_{w}_{i}" for i in range(3)]} for w in (8, 16)], "tags": ("a",), "empty": {}}, width=70)
print("{:>8,.2f}|{:<+6d}|{:^9}|{:#x}|{:08.3e}|{:%}".format(12345.678, 7, "mid", 255, 0.00123, 0.256))
