/** Rounding to integers as IEEE 754 has it. */

/** To the nearest integer, halves to the even one; the sign of a zero is kept. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest < 0.5) return rest === 0 ? x : floor === 0 ? 0 * x : floor;
  const whole = rest > 0.5 || floor % 2 !== 0 ? floor + 1 : floor;
  return whole === 0 && x < 0 ? -0 : whole;
}
