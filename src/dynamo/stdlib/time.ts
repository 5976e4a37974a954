/** `time`. The clock is the host's; sleeping takes no time. Local time is UTC. */

import { nativeModule } from "../importer/native_module.ts";
import type { Interpreter } from "../interpreter.ts";
import { TypeErrorType, ValueErrorType } from "../objects/exception_types.ts";
import { float } from "../objects/float.ts";
import { fn, rawFn } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { PyTuple } from "../objects/tuple.ts";
import { asStr } from "../objects/unbox.ts";
import { getAttr } from "../protocols/attribute.ts";
import { call } from "../protocols/call.ts";
import { index, toFloat } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { toArray } from "../protocols/iterate.ts";
import { typeName } from "../protocols/type_of.ts";
import { perInterpreter } from "./native_class.ts";
import { formatTime, type TimeFields } from "./strftime.ts";
import { structSequence, structValue } from "./struct_sequence.ts";

const FIELDS = ["tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst"];
const structTimeType = structSequence("time", "struct_time", FIELDS);

const start = perInterpreter("time of the first look at the clock", (vm) => ({ at: vm.host.now() }));

function structTime(seconds: number): PyTuple {
  const d = new Date(Math.floor(seconds) * 1000);
  const year = d.getUTCFullYear();
  const day = Math.floor((Date.UTC(year, d.getUTCMonth(), d.getUTCDate()) - Date.UTC(year, 0, 1)) / 86_400_000) + 1;
  const weekday = (d.getUTCDay() + 6) % 7;
  return structValue(structTimeType, [
    year,
    d.getUTCMonth() + 1,
    d.getUTCDate(),
    d.getUTCHours(),
    d.getUTCMinutes(),
    d.getUTCSeconds(),
    weekday,
    day,
    0,
  ]);
}

function fields(vm: Interpreter, value: PyValue | undefined): TimeFields {
  const items = value === undefined || value === null ? structTime(vm.host.now() / 1000).items : toArray(vm, value);
  const [year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, weekday = 0, yearday = 1] = items.map((v) =>
    Number(index(vm, v)),
  );
  return { year, month, day, hour, minute, second, weekday, yearday, microsecond: 0, zone: "UTC", offset: "+0000" };
}

const seconds = (vm: Interpreter, value: PyValue): number =>
  value === null ? vm.host.now() / 1000 : toFloat(vm, value);
const elapsed = (vm: Interpreter): number => (vm.host.now() - start(vm).at) / 1000;
const asctime = (vm: Interpreter, value: PyValue | undefined): string => {
  const f = fields(vm, value);
  return formatTime("%a %b ", f) + String(f.day).padStart(2) + formatTime(" %H:%M:%S %Y", f);
};

/** `_strftime`: the format function of `datetime`, whose fields are all given. */
export const strftimeModule = nativeModule("_strftime", () => ({
  format: fn("format(format, fields, /)", (vm: Interpreter, format: PyValue, given: PyValue) => {
    const text = asStr(format);
    if (text === undefined)
      return raise(vm, TypeErrorType, `strftime() argument 1 must be str, not ${typeName(format)}`);
    const items = toArray(vm, given);
    const numbers = items.slice(0, 9).map((v) => Number(index(vm, v)));
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, weekday = 0, yearday = 0, microsecond = 0] =
      numbers;
    const [zone = "", offset = ""] = items.slice(9).map((v) => asStr(v) ?? "");
    const clock = { hour, minute, second, microsecond };
    return formatTime(text, { year, month, day, ...clock, weekday, yearday, zone, offset });
  }),
}));

/** Parsing is written in Python, beside `datetime`. */
const strptime = rawFn("strptime", (vm, [text = null, format = "%a %b %d %H:%M:%S %Y"]) =>
  call(vm, getAttr(vm, vm.importModule("_strptime"), "struct"), [text, format]),
);

export const timeModule = nativeModule("time", () => ({
  time: fn("time()", (vm: Interpreter) => float(vm.host.now() / 1000)),
  time_ns: fn("time_ns()", (vm: Interpreter) => BigInt(Math.round(vm.host.now())) * 1_000_000n),
  monotonic: fn("monotonic()", (vm: Interpreter) => float(elapsed(vm))),
  monotonic_ns: fn("monotonic_ns()", (vm: Interpreter) => Math.round(elapsed(vm) * 1e9)),
  perf_counter: fn("perf_counter()", (vm: Interpreter) => float(elapsed(vm))),
  perf_counter_ns: fn("perf_counter_ns()", (vm: Interpreter) => Math.round(elapsed(vm) * 1e9)),
  process_time: fn("process_time()", (vm: Interpreter) => float(elapsed(vm))),
  process_time_ns: fn("process_time_ns()", (vm: Interpreter) => Math.round(elapsed(vm) * 1e9)),
  thread_time: fn("thread_time()", (vm: Interpreter) => float(elapsed(vm))),
  sleep: fn("sleep(seconds, /)", (vm: Interpreter, value: PyValue) => {
    if (toFloat(vm, value) < 0) raise(vm, ValueErrorType, "sleep length must be non-negative");
    return null;
  }),
  gmtime: fn("gmtime(seconds=None, /)", (vm: Interpreter, value: PyValue) => structTime(seconds(vm, value))),
  localtime: fn("localtime(seconds=None, /)", (vm: Interpreter, value: PyValue) => structTime(seconds(vm, value))),
  mktime: fn("mktime(seconds_tuple, /)", (vm: Interpreter, value: PyValue) => {
    const f = fields(vm, value);
    return float(Date.UTC(f.year, f.month - 1, f.day, f.hour, f.minute, f.second) / 1000);
  }),
  strftime: fn(
    "strftime(format, time_tuple=<unset>, /)",
    (vm: Interpreter, format: PyValue, value: PyValue | undefined) =>
      formatTime(asStr(format) ?? "", fields(vm, value)),
  ),
  strptime,
  asctime: fn("asctime(time_tuple=<unset>, /)", (vm: Interpreter, value: PyValue | undefined) => asctime(vm, value)),
  ctime: fn("ctime(seconds=None, /)", (vm: Interpreter, value: PyValue) => asctime(vm, structTime(seconds(vm, value)))),
  timezone: 0,
  altzone: 0,
  daylight: 0,
  tzname: new PyTuple(["UTC", "UTC"]),
  struct_time: structTimeType,
}));
