// Writes the AssemblyScript of the element-wise kernels: one loop over vectors of 16 bytes for each operator and lane type.
// Operands come as an address and a step: 1 goes on from vector to vector, 0 stays at one that holds the same number in all lanes.

const BLOCK = 4096;
const REGISTERS = 10;

const HEAD = `
export const block: i32 = ${BLOCK};
export const registers: usize = memory.data(${REGISTERS} * (${BLOCK} * 8 + 16), 16);
export const constants: usize = memory.data(64 * 16, 16);

declare function logOf(x: f64): f64;
`;

/** How the lanes of one vector are written as booleans of one byte each. */
const STORE_MASK = {
  f32: (mask) => `const narrow = i16x8.narrow_i32x4_s(${mask}, ${mask});
    v128.store32_lane(out, v128.and(i8x16.narrow_i16x8_s(narrow, narrow), i8x16.splat(1)), 0);`,
  f64: (mask) => `const mask = ${mask};
    v128.store16_lane(out, v128.and(i8x16.shuffle(mask, mask, 0, 8, 0, 8, 0, 8, 0, 8, 0, 8, 0, 8, 0, 8, 0, 8), i8x16.splat(1)), 0);`,
};
STORE_MASK.i32 = STORE_MASK.f32;

const SIZE = { f32: 4, i32: 4, f64: 8, u8: 1 };

function binary(name, lane, value) {
  return `
export function ${name}_${lane}(out: usize, a: usize, stepA: i32, b: usize, stepB: i32, count: i32): void {
  stepA <<= 4;
  stepB <<= 4;
  for (const end = out + count * ${SIZE[lane]}; out < end; out += 16, a += stepA, b += stepB) {
    const x = v128.load(a);
    const y = v128.load(b);
    v128.store(out, ${value});
  }
}
`;
}

function unary(name, lane, value, setUp = "") {
  return `
export function ${name}_${lane}(out: usize, a: usize, count: i32): void {${setUp}
  for (const end = out + count * ${SIZE[lane]}; out < end; out += 16, a += 16) {
    const x = v128.load(a);
    v128.store(out, ${value});
  }
}
`;
}

/** Lanes of another size than the operand's: \`from\` and \`to\` are the bytes of one step. */
function converted(name, from, to, load, store) {
  return `
export function ${name}(out: usize, a: usize, count: i32): void {
  for (const end = out + count * ${to.lane}; out < end; out += ${to.step}, a += ${from}) {
    const x = ${load};
    ${store}
  }
}
`;
}

function comparison(name, lane, instruction) {
  const lanes = 16 / SIZE[lane];
  return `
export function ${name}_${lane}(out: usize, a: usize, stepA: i32, b: usize, stepB: i32, count: i32): void {
  stepA <<= 4;
  stepB <<= 4;
  for (const end = out + count; out < end; out += ${lanes}, a += stepA, b += stepB) {
    ${STORE_MASK[lane](`${instruction}(v128.load(a), v128.load(b))`)}
  }
}
`;
}

/** The condition's bytes as a mask of whole lanes. */
const CONDITION = {
  f32: {
    step: 4,
    mask: "i32x4.ne(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(c))), i32x4.splat(0))",
  },
  f64: {
    step: 2,
    mask: "i64x2.ne(i64x2.extend_low_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(c)))), i64x2.splat(0))",
  },
  u8: { step: 16, mask: "i8x16.ne(v128.load(c), i8x16.splat(0))" },
};
CONDITION.i32 = CONDITION.f32;

function selection(lane) {
  const { step, mask } = CONDITION[lane];
  return `
export function select_${lane}(out: usize, c: usize, stepC: i32, a: usize, stepA: i32, b: usize, stepB: i32, count: i32): void {
  stepC *= ${step};
  stepA <<= 4;
  stepB <<= 4;
  for (const end = out + count * ${SIZE[lane]}; out < end; out += 16, c += stepC, a += stepA, b += stepB)
    v128.store(out, v128.bitselect(v128.load(a), v128.load(b), ${mask}));
}
`;
}

/** The nearest number of 16 bits, ties to the even one, still in single precision. */
const ROUND_BF16 = `
function rounded_bf16(x: v128): v128 {
  const odd = v128.and(i32x4.shr_u(x, 16), i32x4.splat(1));
  const bits = v128.and(i32x4.add(x, i32x4.add(odd, i32x4.splat(0x7fff))), i32x4.splat(0xffff0000));
  return v128.bitselect(bits, i32x4.splat(0x7fc00000), f32x4.eq(x, x));
}
`;
const ROUND_F16 = `
function rounded_f16(x: v128): v128 {
  const magnitude = v128.and(x, i32x4.splat(0x7fffffff));
  const odd = v128.and(i32x4.shr_u(magnitude, 13), i32x4.splat(1));
  let bits = v128.and(i32x4.add(magnitude, i32x4.add(odd, i32x4.splat(0xfff))), i32x4.splat(~0x1fff));
  // From halfway to 65536 on there is only infinity.
  bits = v128.bitselect(i32x4.splat(0x7f800000), bits, i32x4.ge_s(bits, i32x4.splat(0x47800000)));
  // Below 2^-14 the numbers are multiples of 2^-24, as are single-precision numbers just below one.
  const small = f32x4.sub(f32x4.add(magnitude, f32x4.splat(0.5)), f32x4.splat(0.5));
  bits = v128.bitselect(small, bits, i32x4.lt_s(magnitude, i32x4.splat(0x38800000)));
  bits = v128.or(bits, v128.and(x, i32x4.splat(0x80000000)));
  return v128.bitselect(bits, i32x4.splat(0x7fc00000), f32x4.eq(x, x));
}
`;
const CODE_BF16 = `
function code_bf16(x: v128): v128 {
  return i32x4.shr_u(rounded_bf16(x), 16);
}
`;
const CODE_F16 = `
function code_f16(value: v128): v128 {
  const x = rounded_f16(value);
  const magnitude = v128.and(x, i32x4.splat(0x7fffffff));
  let code = i32x4.shr_u(i32x4.sub(magnitude, i32x4.splat(0x38000000)), 13);
  const small = i32x4.trunc_sat_f32x4_s(f32x4.mul(magnitude, f32x4.splat(16777216)));
  code = v128.bitselect(small, code, i32x4.lt_s(magnitude, i32x4.splat(0x38800000)));
  code = v128.bitselect(i32x4.splat(0x7c00), code, i32x4.eq(magnitude, i32x4.splat(0x7f800000)));
  code = v128.or(code, i32x4.shr_u(v128.and(x, i32x4.splat(0x80000000)), 16));
  return v128.bitselect(code, i32x4.splat(0x7e00), f32x4.eq(x, x));
}
`;
const FLOAT_F16 = `
function float_f16(code: v128): v128 {
  // The exponent's bias differs by 112.
  const scaled = f32x4.mul(i32x4.shl(v128.and(code, i32x4.splat(0x7fff)), 13), f32x4.splat(5.192296858534828e33));
  const special = i32x4.ge_s(v128.and(code, i32x4.splat(0x7fff)), i32x4.splat(0x7c00));
  const bits = v128.or(scaled, v128.and(special, i32x4.splat(0x7f800000)));
  return v128.or(bits, i32x4.shl(v128.and(code, i32x4.splat(0x8000)), 16));
}
`;

// The inverse error function after Wichura's algorithm AS 241 (PPND16); coefficients from the highest power on.
const CENTRAL = [
  [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
    133.14166789178438, 3.3871328727963665,
  ],
  [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
    42.31333070160091, 1,
  ],
];
const MIDDLE = [
  [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
];
const FAR = [
  [
    2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
    1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  [
    2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133, 0.014875361290850615,
    0.1369298809227358, 0.599832206555888, 1,
  ],
];
const float = (c) => (Number.isInteger(c) ? `${c}.0` : `${c}`);
const scalarPolynomial = (c, x) => c.slice(1).reduce((sum, k) => `(${sum}) * ${x} + ${float(k)}`, float(c[0]));
const vectorPolynomial = (c, x) =>
  c
    .slice(1)
    .reduce((sum, k) => `f64x2.add(f64x2.mul(${sum}, ${x}), f64x2.splat(${float(k)}))`, `f64x2.splat(${float(c[0])})`);
const ERFINV = `
function tail(x: f64): f64 {
  const rest = 0.5 - Math.abs(x / 2);
  if (!(rest > 0)) return rest === 0 ? (x < 0 ? -Infinity : Infinity) : NaN;
  let r = Math.sqrt(-logOf(rest));
  let z: f64;
  if (r <= 5) {
    r -= 1.6;
    z = (${scalarPolynomial(MIDDLE[0], "r")}) / (${scalarPolynomial(MIDDLE[1], "r")});
  } else {
    r -= 5;
    z = (${scalarPolynomial(FAR[0], "r")}) / (${scalarPolynomial(FAR[1], "r")});
  }
  return (x < 0 ? -z : z) / Math.SQRT2;
}

function inverse(x: v128): v128 {
  const q = f64x2.div(x, f64x2.splat(2));
  const r = f64x2.sub(f64x2.splat(0.180625), f64x2.mul(q, q));
  const above = ${vectorPolynomial(CENTRAL[0], "r")};
  const below = ${vectorPolynomial(CENTRAL[1], "r")};
  let y = f64x2.div(f64x2.mul(q, above), f64x2.mul(below, f64x2.splat(Math.SQRT2)));
  const inside = f64x2.le(f64x2.abs(q), f64x2.splat(0.425));
  if (!i64x2.all_true(inside)) {
    if (!i64x2.extract_lane(inside, 0)) y = f64x2.replace_lane(y, 0, tail(f64x2.extract_lane(x, 0)));
    if (!i64x2.extract_lane(inside, 1)) y = f64x2.replace_lane(y, 1, tail(f64x2.extract_lane(x, 1)));
  }
  return y;
}

export function erfinv_f32(out: usize, a: usize, count: i32): void {
  for (const end = out + count * 4; out < end; out += 8, a += 8)
    v128.store64_lane(out, f32x4.demote_f64x2_zero(inverse(f64x2.promote_low_f32x4(v128.load64_zero(a)))), 0);
}

export function erfinv_f64(out: usize, a: usize, count: i32): void {
  for (const end = out + count * 8; out < end; out += 16, a += 16) v128.store(out, inverse(v128.load(a)));
}
`;

/** The text that the compiler reads. */
export function elementwiseAssembly() {
  const parts = [HEAD];
  for (const lane of ["f32", "f64"]) {
    const v = lane === "f32" ? "f32x4" : "f64x2";
    for (const op of ["add", "sub", "mul", "div", "min", "max"]) parts.push(binary(op, lane, `${v}.${op}(x, y)`));
    for (const op of ["neg", "abs", "sqrt", "ceil", "floor", "trunc"]) parts.push(unary(op, lane, `${v}.${op}(x)`));
    parts.push(unary("round", lane, `${v}.nearest(x)`));
    parts.push(unary("square", lane, `${v}.mul(x, x)`));
    parts.push(unary("reciprocal", lane, `${v}.div(${v}.splat(1), x)`));
    parts.push(unary("relu", lane, `${v}.max(x, ${v}.splat(0))`));
    const one = (mask) => `v128.and(${mask}, ${v}.splat(1))`;
    const zero = `${v}.splat(0)`;
    parts.push(unary("sign", lane, `${v}.sub(${one(`${v}.gt(x, ${zero})`)}, ${one(`${v}.lt(x, ${zero})`)})`));
    for (const op of ["eq", "ne", "lt", "le", "gt", "ge"]) parts.push(comparison(op, lane, `${v}.${op}`));
    parts.push(selection(lane));
  }
  for (const op of ["add", "sub"]) parts.push(binary(op, "i32", `i32x4.${op}(x, y)`));
  parts.push(binary("imul", "i32", "i32x4.mul(x, y)"));
  for (const op of ["min", "max"]) parts.push(binary(op, "i32", `i32x4.${op}_s(x, y)`));
  for (const op of ["eq", "ne"]) parts.push(comparison(op, "i32", `i32x4.${op}`));
  for (const op of ["lt", "le", "gt", "ge"]) parts.push(comparison(op, "i32", `i32x4.${op}_s`));
  for (const lane of ["i32", "u8"]) parts.push(selection(lane));
  for (const op of ["and", "or", "xor"]) parts.push(binary(op, "u8", `v128.${op}(x, y)`));
  parts.push(unary("not", "u8", "v128.and(i8x16.eq(x, i8x16.splat(0)), i8x16.splat(1))"));
  parts.push(
    converted(
      "promote",
      8,
      { lane: 8, step: 16 },
      "v128.load64_zero(a)",
      "v128.store(out, f64x2.promote_low_f32x4(x));",
    ),
    converted(
      "demote",
      16,
      { lane: 4, step: 8 },
      "v128.load(a)",
      "v128.store64_lane(out, f32x4.demote_f64x2_zero(x), 0);",
    ),
    converted(
      "float_u8",
      4,
      { lane: 4, step: 16 },
      "v128.load32_zero(a)",
      "v128.store(out, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(x))));",
    ),
    ROUND_BF16,
    ROUND_F16,
    CODE_BF16,
    CODE_F16,
    FLOAT_F16,
    unary("round_bf16", "f32", "rounded_bf16(x)"),
    unary("round_f16", "f32", "rounded_f16(x)"),
  );
  for (const type of ["bf16", "f16"]) {
    parts.push(
      converted(
        `encode_${type}`,
        16,
        { lane: 2, step: 8 },
        "v128.load(a)",
        `const code = code_${type}(x);
    v128.store64_lane(out, i16x8.narrow_i32x4_u(code, code), 0);`,
      ),
      converted(
        `decode_${type}`,
        8,
        { lane: 4, step: 16 },
        "i32x4.extend_low_i16x8_u(v128.load64_zero(a))",
        `v128.store(out, ${type === "f16" ? "float_f16(x)" : "i32x4.shl(x, 16)"});`,
      ),
    );
  }
  parts.push(ERFINV);
  return parts.join("");
}
