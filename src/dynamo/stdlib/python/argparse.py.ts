/** `argparse`, written in Python: positionals, options, defaults, choices, groups and sub-commands. */

export const ARGPARSE = String.raw`
import os as _os
import sys as _sys

SUPPRESS = "==SUPPRESS=="
OPTIONAL = "?"
ZERO_OR_MORE = "*"
ONE_OR_MORE = "+"
REMAINDER = "..."
PARSER = "A..."

class ArgumentError(Exception):
    def __init__(self, argument, message):
        self.argument_name = _name_of(argument)
        self.message = message

    def __str__(self):
        return self.message if self.argument_name is None else f"argument {self.argument_name}: {self.message}"

class ArgumentTypeError(Exception):
    pass

def _name_of(argument):
    if argument is None:
        return None
    if argument.option_strings:
        return "/".join(argument.option_strings)
    return argument.metavar if argument.metavar not in (None, SUPPRESS) else argument.dest

class Namespace:
    def __init__(self, **kwargs):
        for name in kwargs:
            setattr(self, name, kwargs[name])

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.__dict__.items())})"

    def __eq__(self, other):
        return vars(self) == vars(other) if isinstance(other, Namespace) else NotImplemented

    def __contains__(self, key):
        return key in self.__dict__

class HelpFormatter:
    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        self.prog = prog

class RawDescriptionHelpFormatter(HelpFormatter):
    pass

class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    pass

class ArgumentDefaultsHelpFormatter(HelpFormatter):
    pass

class MetavarTypeHelpFormatter(HelpFormatter):
    pass

class Action:
    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None,
                 required=False, help=None, metavar=None, **extra):
        self.option_strings, self.dest, self.nargs, self.const = option_strings, dest, nargs, const
        self.default, self.type, self.choices, self.required = default, type, choices, required
        self.help, self.metavar = help, metavar

    def format_usage(self):
        return self.option_strings[0]

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError(".__call__() not defined")

class _StoreAction(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)

class _StoreConstAction(Action):
    def __init__(self, option_strings, dest, const=None, **kwargs):
        super().__init__(option_strings, dest, nargs=0, const=const, **kwargs)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)

class _StoreTrueAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=False, **kwargs):
        super().__init__(option_strings, dest, const=True, default=default, **kwargs)

class _StoreFalseAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=True, **kwargs):
        super().__init__(option_strings, dest, const=False, default=default, **kwargs)

class BooleanOptionalAction(Action):
    def __init__(self, option_strings, dest, default=None, **kwargs):
        names = []
        for option in option_strings:
            names.append(option)
            if option.startswith("--"):
                names.append("--no-" + option[2:])
        super().__init__(names, dest, nargs=0, default=default, **kwargs)

    def format_usage(self):
        return " | ".join(self.option_strings)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, not option_string.startswith("--no-"))

class _AppendAction(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, list(getattr(namespace, self.dest, None) or []) + [values])

class _AppendConstAction(_StoreConstAction):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, list(getattr(namespace, self.dest, None) or []) + [self.const])

class _ExtendAction(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, list(getattr(namespace, self.dest, None) or []) + list(values))

class _CountAction(Action):
    def __init__(self, option_strings, dest, **kwargs):
        super().__init__(option_strings, dest, nargs=0, **kwargs)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, (getattr(namespace, self.dest, None) or 0) + 1)

class _HelpAction(Action):
    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, **kwargs):
        super().__init__(option_strings, dest, nargs=0, default=default, **kwargs)

    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()

class _VersionAction(Action):
    def __init__(self, option_strings, version=None, dest=SUPPRESS, default=SUPPRESS, **kwargs):
        super().__init__(option_strings, dest, nargs=0, default=default, **kwargs)
        self.version = version

    def __call__(self, parser, namespace, values, option_string=None):
        print((self.version or "").replace("%(prog)s", parser.prog))
        parser.exit()

class _SubParsersAction(Action):
    def __init__(self, option_strings, prog, parser_class, dest=SUPPRESS, required=False, help=None, metavar=None):
        super().__init__(option_strings, dest, nargs=PARSER, required=required, help=help, metavar=metavar)
        self._prog, self._parser_class = prog, parser_class
        self.choices = {}

    def add_parser(self, name, *, aliases=(), help=None, **kwargs):
        kwargs.setdefault("prog", f"{self._prog} {name}")
        parser = self._parser_class(**kwargs)
        for key in (name, *aliases):
            self.choices[key] = parser
        return parser

    def __call__(self, parser, namespace, values, option_string=None):
        name, rest = values[0], values[1:]
        if self.dest is not SUPPRESS:
            setattr(namespace, self.dest, name)
        sub = self.choices[name]
        inner, extra = sub.parse_known_args(rest, None)
        for key, value in vars(inner).items():
            setattr(namespace, key, value)
        if extra:
            namespace.__dict__.setdefault("_unrecognized_args", []).extend(extra)

_ACTIONS = {None: _StoreAction, "store": _StoreAction, "store_const": _StoreConstAction, "store_true": _StoreTrueAction,
            "store_false": _StoreFalseAction, "append": _AppendAction, "append_const": _AppendConstAction,
            "extend": _ExtendAction, "count": _CountAction, "help": _HelpAction, "version": _VersionAction}

class _ActionsContainer:
    def __init__(self, owner=None, title=None, description=None):
        self._owner = owner
        self.title, self.description = title, description

    def _root(self):
        return self if self._owner is None else self._owner._root()

    def add_argument(self, *args, **kwargs):
        root = self._root()
        if not args or len(args) == 1 and args[0][0] not in root.prefix_chars:
            if args and "dest" in kwargs:
                raise ValueError("dest supplied twice for positional argument")
            dest = args[0] if args else kwargs.pop("dest")
            kwargs.pop("dest", None)
            options = []
            kwargs["required"] = kwargs.get("nargs") not in (OPTIONAL, ZERO_OR_MORE, REMAINDER, SUPPRESS) and (
                kwargs.get("nargs") != ZERO_OR_MORE or "default" not in kwargs)
        else:
            options = list(args)
            for option in options:
                if option[0] not in root.prefix_chars:
                    raise ValueError(f"invalid option string {option!r}: must start with a character {root.prefix_chars!r}")
            long = [o for o in options if len(o) > 2 and o[1] in root.prefix_chars]
            dest = kwargs.pop("dest", None) or (long or options)[0].lstrip(root.prefix_chars).replace("-", "_")
        if "default" not in kwargs and root.argument_default is not None:
            kwargs["default"] = root.argument_default
        chosen = kwargs.pop("action", None)
        action_class = chosen if isinstance(chosen, type) else _ACTIONS.get(chosen)
        if action_class is None:
            raise ValueError(f"unknown action {chosen!r}")
        if kwargs.get("type") is not None and not callable(kwargs["type"]):
            raise ValueError(f"{kwargs['type']!r} is not callable")
        action = action_class(option_strings=options, dest=dest, **kwargs)
        return self._add_action(action)

    def _add_action(self, action):
        root = self._root()
        for option in action.option_strings:
            if option in root._option_string_actions and root.conflict_handler != "resolve":
                raise ArgumentError(action, f"conflicting option string: {option}")
            root._option_string_actions[option] = action
        root._actions.append(action)
        group = getattr(self, "_members", None)
        if group is not None:
            group.append(action)
        return action

    def add_argument_group(self, title=None, description=None, **kwargs):
        return _ActionsContainer(self, title, description)

    def add_mutually_exclusive_group(self, *, required=False):
        group = _ActionsContainer(self)
        group._members = []
        self._root()._exclusive.append((group._members, required))
        return group

    def set_defaults(self, **kwargs):
        root = self._root()
        root._defaults.update(kwargs)
        for action in root._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        root = self._root()
        for action in root._actions:
            if action.dest == dest and action.default is not None:
                return action.default
        return root._defaults.get(dest)

class ArgumentParser(_ActionsContainer):
    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=(), formatter_class=HelpFormatter,
                 prefix_chars="-", fromfile_prefix_chars=None, argument_default=None, conflict_handler="error",
                 add_help=True, allow_abbrev=True, exit_on_error=True):
        super().__init__()
        self.prog = prog if prog is not None else _os.path.basename(_sys.argv[0])
        self.usage, self.description, self.epilog = usage, description, epilog
        self.prefix_chars, self.argument_default, self.conflict_handler = prefix_chars, argument_default, conflict_handler
        self.allow_abbrev, self.exit_on_error, self.formatter_class = allow_abbrev, exit_on_error, formatter_class
        self._actions, self._option_string_actions, self._defaults, self._exclusive = [], {}, {}, []
        if add_help:
            self.add_argument(prefix_chars[0] + "h", prefix_chars[0] * 2 + "help", action="help", help="show this help message and exit")
        for parent in parents:
            for action in parent._actions:
                if not any(o in self._option_string_actions for o in action.option_strings):
                    self._add_action(action)
            self._defaults.update(parent._defaults)

    def add_subparsers(self, *, title=None, description=None, prog=None, parser_class=None, action=None, dest=SUPPRESS,
                       required=False, help=None, metavar=None):
        return self._add_action(_SubParsersAction([], prog or self.prog, parser_class or type(self), dest, required, help, metavar))

    def parse_args(self, args=None, namespace=None):
        args, extra = self.parse_known_args(args, namespace)
        if extra:
            self.error("unrecognized arguments: %s" % " ".join(extra))
        return args

    def parse_known_args(self, args=None, namespace=None):
        args = list(_sys.argv[1:] if args is None else args)
        namespace = Namespace() if namespace is None else namespace
        for action in self._actions:
            if action.dest is not SUPPRESS and action.default is not SUPPRESS and not hasattr(namespace, action.dest):
                setattr(namespace, action.dest, action.default)
        for dest, value in self._defaults.items():
            if not hasattr(namespace, dest):
                setattr(namespace, dest, value)
        try:
            extra = self._parse(args, namespace)
        except ArgumentError as error:
            if not self.exit_on_error:
                raise
            self.error(str(error))
        return namespace, extra + namespace.__dict__.pop("_unrecognized_args", [])

    parse_intermixed_args = parse_args

    def _find_option(self, arg):
        """(action, option, attached value or None); None when the word is no option."""
        if not arg or arg[0] not in self.prefix_chars or len(arg) == 1:
            return None
        if arg in self._option_string_actions:
            return self._option_string_actions[arg], arg, None
        head, equals, value = arg.partition("=")
        if equals and head in self._option_string_actions:
            return self._option_string_actions[head], head, value
        if arg[:2] == self.prefix_chars[0] * 2:
            if self.allow_abbrev:
                found = [o for o in self._option_string_actions if o.startswith(head)]
                if len(found) > 1:
                    self.error(f"ambiguous option: {arg} could match {', '.join(found)}")
                if found:
                    return self._option_string_actions[found[0]], found[0], value if equals else None
        elif arg[:2] in self._option_string_actions:
            return self._option_string_actions[arg[:2]], arg[:2], arg[2:]
        if _is_number(arg) and not any(_is_number(o) for o in self._option_string_actions) or " " in arg:
            return None
        return None, arg, None

    def _parse(self, args, namespace):
        extra, words, seen = [], [], set()
        positionals = [a for a in self._actions if not a.option_strings]
        sub = next((a for a in positionals if a.nargs in (PARSER, REMAINDER)), None)
        before = sum(1 for a in positionals if a is not sub) if sub is not None else None
        i = 0
        while i < len(args):
            arg = args[i]
            i += 1
            if arg == "--":
                words.extend(args[i:])
                break
            found = self._find_option(arg)
            if found is None:
                words.append(arg)
                if before is not None and len(words) > before:
                    words.extend(args[i:])
                    break
                continue
            action, option, value = found
            if action is None:
                extra.append(arg)
                continue
            seen.add(action)
            if value is not None:
                if action.nargs == 0 and option[:2] != self.prefix_chars[0] * 2:
                    action(self, namespace, [], option)
                    i -= 1
                    args[i] = self.prefix_chars[0] + value
                    continue
                if action.nargs == 0:
                    raise ArgumentError(action, f"ignored explicit argument {value!r}")
                values = [value]
            else:
                start = i
                limit = {None: 1, OPTIONAL: 1, 0: 0}.get(action.nargs, action.nargs if isinstance(action.nargs, int) else None)
                while i < len(args) and (limit is None or i - start < limit) and args[i] != "--" and (
                        self._find_option(args[i]) is None or action.nargs == REMAINDER):
                    i += 1
                values = args[start:i]
            self._check_count(action, values)
            action(self, namespace, self._values(action, values), option)
        self._consume(positionals, words, namespace, seen, extra)
        missing = [_name_of(a) for a in self._actions if a.required and a not in seen]
        if missing:
            self.error("the following arguments are required: %s" % ", ".join(missing))
        for members, required in self._exclusive:
            used = [a for a in members if a in seen]
            if len(used) > 1:
                raise ArgumentError(used[1], f"not allowed with argument {_name_of(used[0])}")
            if required and not used:
                self.error("one of the arguments %s is required" % " ".join(_name_of(a) for a in members))
        for action in self._actions:
            if isinstance(action.default, str) and getattr(namespace, action.dest, None) is action.default and action not in seen:
                setattr(namespace, action.dest, self._convert(action, action.default))
        return extra

    def _consume(self, positionals, words, namespace, seen, extra):
        for at, action in enumerate(positionals):
            later = sum({None: 1, ONE_OR_MORE: 1, PARSER: 1}.get(a.nargs, a.nargs if isinstance(a.nargs, int) else 0) for a in positionals[at + 1:])
            room = max(0, len(words) - later)
            count = {None: 1, OPTIONAL: min(1, room)}.get(action.nargs, action.nargs if isinstance(action.nargs, int) else room)
            values, words[:] = words[:count], words[count:]
            if not values and action.nargs in (None, ONE_OR_MORE, PARSER) or isinstance(action.nargs, int) and len(values) < action.nargs:
                continue
            if not values and action.nargs in (OPTIONAL, ZERO_OR_MORE):
                seen.add(action)
                if action.nargs == ZERO_OR_MORE and action.default is None:
                    setattr(namespace, action.dest, [])
                continue
            seen.add(action)
            action(self, namespace, self._values(action, values))
        extra.extend(words)

    def _check_count(self, action, values):
        wanted = action.nargs
        if wanted is None and len(values) != 1:
            raise ArgumentError(action, "expected one argument")
        if wanted == ONE_OR_MORE and not values:
            raise ArgumentError(action, "expected at least one argument")
        if isinstance(wanted, int) and len(values) != wanted:
            raise ArgumentError(action, f"expected {wanted} argument{'s' if wanted != 1 else ''}")

    def _values(self, action, values):
        if action.nargs == OPTIONAL and not values:
            return action.const
        if action.nargs in (None, OPTIONAL):
            return self._checked(action, values[0])
        if action.nargs == PARSER:
            if values[0] not in action.choices:
                raise ArgumentError(action, f"invalid choice: {values[0]!r} (choose from {', '.join(map(repr, action.choices))})")
            return values
        return values if action.nargs == REMAINDER else [self._checked(action, v) for v in values]

    def _checked(self, action, text):
        value = self._convert(action, text)
        if action.choices is not None and value not in action.choices:
            raise ArgumentError(action, f"invalid choice: {value!r} (choose from {', '.join(map(repr, action.choices))})")
        return value

    def _convert(self, action, text):
        if action.type is None:
            return text
        try:
            return action.type(text)
        except ArgumentTypeError as error:
            raise ArgumentError(action, str(error))
        except (TypeError, ValueError):
            raise ArgumentError(action, f"invalid {getattr(action.type, '__name__', repr(action.type))} value: {text!r}")

    def format_usage(self):
        if self.usage is not None:
            return "usage: %s\n" % self.usage.replace("%(prog)s", self.prog)
        parts = []
        for action in sorted(self._actions, key=lambda action: not action.option_strings):
            if action.help is SUPPRESS:
                continue
            if action.option_strings:
                value = self._values_text(action, action.dest.upper())
                text = f"{action.option_strings[0]} {value}" if value else action.format_usage()
                parts.append(text if action.required else f"[{text}]")
            else:
                parts.append(self._values_text(action, action.dest))
        return f"usage: {' '.join([self.prog, *parts])}\n"

    def _values_text(self, action, default):
        """How an action's values are shown: WIDTH, {a,b}, [SHAPES ...]."""
        name = action.metavar
        if name is None:
            name = default if action.choices is None else "{%s}" % ",".join(map(str, action.choices))
        names = name if isinstance(name, tuple) else (name, name)
        match action.nargs:
            case None:
                return str(name)
            case "?":
                return f"[{names[0]}]"
            case "*":
                return f"[{names[0]} [{names[1]} ...]]" if isinstance(name, tuple) and len(name) == 2 else f"[{names[0]} ...]"
            case "+":
                return f"{names[0]} [{names[1]} ...]"
            case "...":
                return "..."
            case "A...":
                return f"{names[0]} ..."
            case int(count):
                return " ".join(names if isinstance(name, tuple) else (name,) * count)

    def format_help(self):
        lines = [self.format_usage()]
        if self.description:
            lines.append(self.description + "\n")
        for title, chosen in (("positional arguments", [a for a in self._actions if not a.option_strings]),
                              ("options", [a for a in self._actions if a.option_strings])):
            if chosen:
                rows = "".join(f"  {', '.join(a.option_strings) or a.metavar or a.dest:<20}  {a.help or ''}".rstrip() + "\n" for a in chosen)
                lines.append(f"{title}:\n{rows}")
        if self.epilog:
            lines.append(self.epilog + "\n")
        return "\n".join(lines)

    def print_usage(self, file=None):
        print(self.format_usage(), end="", file=file)

    def print_help(self, file=None):
        print(self.format_help(), end="", file=file)

    def exit(self, status=0, message=None):
        if message:
            _sys.stderr.write(message)
        _sys.exit(status)

    def error(self, message):
        self.print_usage(_sys.stderr)
        self.exit(2, f"{self.prog}: error: {message}\n")

def _is_number(text):
    try:
        float(text)
        return text[:1] in "-+" and not text[1:2].isalpha()
    except ValueError:
        return False

class FileType:
    def __init__(self, mode="r", bufsize=-1, encoding=None, errors=None):
        self._mode = mode
    def __call__(self, string):
        return open(string, self._mode)
`;
