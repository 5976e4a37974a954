/** Characters by Unicode name, for `\N{...}`: the blocks that source code uses (Latin, Greek, punctuation, arrows, mathematics, symbols). */

import NAMES from "../data/unicode_names.json" with { type: "json" };

/** Names that are regular enough to be computed. */
const CJK_IDEOGRAPH = /^CJK UNIFIED IDEOGRAPH-([0-9A-F]{4,5})$/;

const ALIASES: Readonly<Record<string, number>> = {
  NULL: 0x00,
  BACKSPACE: 0x08,
  "CHARACTER TABULATION": 0x09,
  TAB: 0x09,
  "LINE FEED": 0x0a,
  "NEW LINE": 0x0a,
  "LINE TABULATION": 0x0b,
  "FORM FEED": 0x0c,
  "CARRIAGE RETURN": 0x0d,
  ESCAPE: 0x1b,
  DELETE: 0x7f,
  NBSP: 0xa0,
  ZWJ: 0x200d,
  ZWNJ: 0x200c,
  "BYTE ORDER MARK": 0xfeff,
};

/** The character, or undefined for a name that is not in the table. */
export function characterByName(name: string): string | undefined {
  const upper = name.toUpperCase();
  const ideograph = CJK_IDEOGRAPH.exec(upper);
  if (ideograph?.[1] !== undefined) return String.fromCodePoint(Number.parseInt(ideograph[1], 16));
  const point = Object.hasOwn(ALIASES, upper) ? ALIASES[upper] : (NAMES as Record<string, number>)[upper];
  return typeof point === "number" ? String.fromCodePoint(point) : undefined;
}
