"""A training script's arguments: subcommands, groups, types, choices, environment of defaults, and what it makes of them."""
import argparse
import enum
import json
import shlex
from pathlib import PurePosixPath
from types import SimpleNamespace


class Precision(enum.Enum):
    FP32 = "fp32"
    BF16 = "bf16"

    def __str__(self):
        return self.value


def positive(text):
    value = int(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(f"{value} is not positive")
    return value


def key_value(text):
    key, sep, value = text.partition("=")
    if not sep:
        raise argparse.ArgumentTypeError(f"{text!r} is not KEY=VALUE")
    try:
        return key, json.loads(value)
    except json.JSONDecodeError:
        return key, value


class Overrides(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):
        known = getattr(namespace, self.dest) or {}
        known.update(values)
        setattr(namespace, self.dest, known)


def make_parser():
    parser = argparse.ArgumentParser(prog="train", description="Trains a model.", exit_on_error=False)
    parser.add_argument("--version", action="version", version="%(prog)s 1.2")
    parser.add_argument("-v", "--verbose", action="count", default=0)
    commands = parser.add_subparsers(dest="command", required=True)
    fit = commands.add_parser("fit", help="fit the model", exit_on_error=False)
    fit.add_argument("data", type=PurePosixPath)
    fit.add_argument("--epochs", type=positive, default=3, metavar="N")
    fit.add_argument("--lr", type=float, default=1e-3)
    fit.add_argument("--precision", type=Precision, choices=list(Precision), default=Precision.FP32)
    fit.add_argument("--set", dest="overrides", nargs="+", type=key_value, action=Overrides, default={})
    switch = fit.add_mutually_exclusive_group()
    switch.add_argument("--amp", action="store_true")
    switch.add_argument("--no-amp", dest="amp", action="store_false")
    fit.add_argument("--ema", action=argparse.BooleanOptionalAction, default=True)
    export = commands.add_parser("export")
    export.add_argument("--shapes", nargs="*", type=int, default=[1, 3])
    export.add_argument("--opset", type=int, choices=range(17, 22), default=18)
    return parser


parser = make_parser()
LINES = [
    "-vv fit data/train --epochs 5 --lr 2e-4 --set width=64 'names=[\"a\", \"b\"]' act=gelu --amp",
    "fit data --no-ema --precision bf16",
    "export --shapes 1 3 224 224 --opset 20",
    "export --shapes",
]
for line in LINES:
    args = parser.parse_args(shlex.split(line))
    shown = {k: str(v) if isinstance(v, (enum.Enum, PurePosixPath)) else v for k, v in sorted(vars(args).items())}
    print(shown)

for line in ("fit d --epochs 0", "fit d --precision fp8", "fit d --set nothing"):
    try:
        parser.parse_args(shlex.split(line))
        print("accepted")
    except argparse.ArgumentError as e:
        print(type(e).__name__, str(e).replace("'", ""))

for bad in (["export", "--opset", "3"], []):
    try:
        parser.parse_args(bad)
    except (SystemExit, argparse.ArgumentError) as e:
        print("ends", type(e).__name__)

print(parser.format_usage(), end="")
known, rest = parser.parse_known_args(["export", "--opset", "19", "--unknown", "7"])
print(known.opset, rest)
config = SimpleNamespace(**vars(parser.parse_args(["fit", "d"])))
config.batch = 8
print(config.epochs, config.lr, config.precision, config.overrides, config.amp, config.ema, config.batch)
defaults = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
defaults.add_argument("--width", type=int)
defaults.set_defaults(depth=2)
print(vars(defaults.parse_args([])), vars(defaults.parse_args(["--width", "3"])))
