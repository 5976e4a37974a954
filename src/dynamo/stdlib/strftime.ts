/** `strftime` directives in the C locale. */

export interface TimeFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Monday is 0. */
  readonly weekday: number;
  /** January 1st is 1. */
  readonly yearday: number;
  readonly microsecond: number;
  readonly zone: string;
  readonly offset: string;
}

export const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
export const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

const two = (n: number): string => String(n).padStart(2, "0");

/** ISO 8601 year and week. */
export function isoWeek(f: Pick<TimeFields, "year" | "weekday" | "yearday">): { year: number; week: number } {
  const week = Math.floor((f.yearday - (f.weekday + 1) + 10) / 7);
  if (week < 1) return { year: f.year - 1, week: weeksIn(f.year - 1) };
  return week > weeksIn(f.year) ? { year: f.year + 1, week: 1 } : { year: f.year, week };
}

function weeksIn(year: number): number {
  const p = (y: number): number => (y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)) % 7;
  return p(year) === 4 || p(year - 1) === 3 ? 53 : 52;
}

export function formatTime(format: string, f: TimeFields): string {
  return format.replace(/%([\s\S])/g, (whole, directive: string) => one(directive, f) ?? whole);
}

function one(directive: string, f: TimeFields): string | undefined {
  const day = DAYS[f.weekday] ?? "";
  const month = MONTHS[f.month - 1] ?? "";
  switch (directive) {
    case "a":
      return day.slice(0, 3);
    case "A":
      return day;
    case "b":
    case "h":
      return month.slice(0, 3);
    case "B":
      return month;
    case "c":
      return `${day.slice(0, 3)} ${month.slice(0, 3)} ${String(f.day).padStart(2)} ${two(f.hour)}:${two(f.minute)}:${two(f.second)} ${f.year}`;
    case "C":
      return two(Math.floor(f.year / 100));
    case "d":
      return two(f.day);
    case "D":
    case "x":
      return `${two(f.month)}/${two(f.day)}/${two(f.year % 100)}`;
    case "e":
      return String(f.day).padStart(2);
    case "f":
      return String(f.microsecond).padStart(6, "0");
    case "F":
      return `${f.year}-${two(f.month)}-${two(f.day)}`;
    case "G":
      return String(isoWeek(f).year);
    case "H":
      return two(f.hour);
    case "I":
      return two(f.hour % 12 === 0 ? 12 : f.hour % 12);
    case "j":
      return String(f.yearday).padStart(3, "0");
    case "m":
      return two(f.month);
    case "M":
      return two(f.minute);
    case "n":
      return "\n";
    case "p":
      return f.hour < 12 ? "AM" : "PM";
    case "R":
      return `${two(f.hour)}:${two(f.minute)}`;
    case "S":
      return two(f.second);
    case "t":
      return "\t";
    case "T":
    case "X":
      return `${two(f.hour)}:${two(f.minute)}:${two(f.second)}`;
    case "u":
      return String(f.weekday + 1);
    case "U":
      return two(Math.floor((f.yearday + 6 - ((f.weekday + 1) % 7)) / 7));
    case "V":
      return two(isoWeek(f).week);
    case "w":
      return String((f.weekday + 1) % 7);
    case "W":
      return two(Math.floor((f.yearday + 6 - f.weekday) / 7));
    case "y":
      return two(f.year % 100);
    case "Y":
      return String(f.year);
    case "z":
      return f.offset;
    case "Z":
      return f.zone;
    case "%":
      return "%";
    default:
      return undefined;
  }
}
