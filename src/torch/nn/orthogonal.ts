/** The orthogonal factor of a random matrix, as `orthogonal_` makes it: QR with the signs of R's diagonal taken out. */

/** `values` is row-major, rows × columns; the result too. A wide matrix is factored transposed. */
export function orthogonalize(values: readonly number[], rows: number, columns: number): number[] {
  const wide = rows < columns;
  const m = wide ? columns : rows;
  const n = wide ? rows : columns;
  // a[j] is column j of the tall matrix.
  const a = Array.from({ length: n }, (_, j) =>
    Float64Array.from({ length: m }, (_v, i) => values[wide ? j * columns + i : i * columns + j] as number),
  );
  // Gram–Schmidt with reorthogonalisation gives the factor with a positive diagonal of R, which is what remains of Q·sign(diag(R)).
  for (let j = 0; j < n; j++) {
    const v = a[j] as Float64Array;
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < j; k++) {
        const q = a[k] as Float64Array;
        let dot = 0;
        for (let i = 0; i < m; i++) dot += (q[i] as number) * (v[i] as number);
        for (let i = 0; i < m; i++) v[i] = (v[i] as number) - dot * (q[i] as number);
      }
    }
    let norm = 0;
    for (let i = 0; i < m; i++) norm += (v[i] as number) ** 2;
    norm = Math.sqrt(norm);
    for (let i = 0; i < m; i++) v[i] = (v[i] as number) / norm;
  }
  const out = new Array<number>(rows * columns);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < m; i++) out[wide ? j * columns + i : i * columns + j] = a[j]?.[i] as number;
  }
  return out;
}
