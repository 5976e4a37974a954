/** The error function, to double precision. */

/** Taylor series near zero, the continued fraction of erfc (Lentz) beyond. */
export function erf(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude > 6) return Math.sign(x);
  if (magnitude < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; n < 200; n++) {
      term *= (-x * x) / n;
      const part = term / (2 * n + 1);
      sum += part;
      if (Math.abs(part) < 1e-17 * Math.abs(sum)) break;
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let k = 60; k > 0; k--) fraction = k / 2 / (magnitude + fraction);
  const erfc = Math.exp(-magnitude * magnitude) / ((magnitude + fraction) * Math.sqrt(Math.PI));
  return Math.sign(x) * (1 - erfc);
}
