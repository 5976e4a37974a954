/** The ONNX operators whose results are draws; the attribute `seed` (a float) fixes them. */
export const RANDOM_OPERATORS: ReadonlySet<string> = new Set([
  "RandomNormal",
  "RandomNormalLike",
  "RandomUniform",
  "RandomUniformLike",
  "Bernoulli",
  "Multinomial",
]);
