/** Resampling: `interpolate` and the sampling grids. */

import { NotImplementedErrorType, TypeErrorType, ValueErrorType } from "../../../dynamo/objects/exception_types.ts";
import { PyList } from "../../../dynamo/objects/list.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { typeOf } from "../../../dynamo/protocols/type_of.ts";
import { isFloating } from "../../../fx/dtype.ts";
import { symIntOf } from "../../objects/symbolic.ts";
import { type Call, defineFunctional, type FunctionalImpl } from "./define.ts";

interface Resize {
  readonly mode: string;
  readonly align: PyValue;
  readonly antialias: boolean;
  readonly sizes: PyList | null;
  readonly scales: PyList | null;
}

const LAYOUT = "Please provide input tensor in (N, C, d1, d2, ...,dK) format and";

/** The sizes or the factors, one of which is null, one for each spatial dimension. */
function target(f: Call, input: PyValue, size: PyValue, factor: PyValue): Pick<Resize, "sizes" | "scales"> {
  const spatial = f.rank(input) - 2;
  if (size !== null && factor !== null) {
    f.raise(ValueErrorType, "only one of size or scale_factor should be defined");
  }
  if (size === null && factor === null) {
    f.raise(ValueErrorType, "either size or scale_factor should be defined");
  }
  const space = f.repr(new PyList(f.sizes(input).slice(2)));
  const dims = `but got input with spatial dimensions of ${space} and`;
  if (size !== null) {
    const given = f.sequence(size);
    if (given !== null && given.length !== spatial) {
      f.raise(
        ValueErrorType,
        `Input and output must have the same number of spatial dimensions, ${dims} output size of ${f.repr(size)}. ${LAYOUT} output size in (o1, o2, ...,oK) format.`,
      );
    }
    if (given?.some((s) => symIntOf(s) === undefined) === true) {
      const kinds = `[${given.map((s) => f.repr(typeOf(s))).join(", ")}]`;
      f.raise(
        TypeErrorType,
        `expected size to be one of int or Tuple[int] or Tuple[int, int] or Tuple[int, int, int], but got size with types ${kinds}`,
      );
    }
    return { sizes: f.list(size, spatial), scales: null };
  }
  const given = f.sequence(factor);
  if (given !== null && given.length !== spatial) {
    f.raise(
      ValueErrorType,
      `Input and scale_factor must have the same number of spatial dimensions, ${dims} scale_factor of shape ${f.repr(factor)}. ${LAYOUT} scale_factor in (s1, s2, ...,sK) format.`,
    );
  }
  return { sizes: null, scales: f.list(factor, spatial) };
}

/** The whole part of size × factor; a whole factor keeps a symbolic size symbolic. */
function scaled(f: Call, size: PyValue, factor: PyValue): PyValue {
  const number = f.number(factor);
  return Number.isInteger(number) ? f.math("*", size, number) : Math.trunc(f.number(f.math("*", size, factor)));
}

/** The operator of a mode, by the rank of the input; whether it takes `align_corners`. */
const RESIZERS: Readonly<Record<string, readonly [string, boolean]>> = {
  "3 nearest": ["upsample_nearest1d", false],
  "4 nearest": ["upsample_nearest2d", false],
  "5 nearest": ["upsample_nearest3d", false],
  "3 nearest-exact": ["_upsample_nearest_exact1d", false],
  "4 nearest-exact": ["_upsample_nearest_exact2d", false],
  "5 nearest-exact": ["_upsample_nearest_exact3d", false],
  "3 linear": ["upsample_linear1d", true],
  "4 bilinear": ["upsample_bilinear2d", true],
  "5 trilinear": ["upsample_trilinear3d", true],
  "4 bicubic": ["upsample_bicubic2d", true],
  "4 bilinear aa": ["_upsample_bilinear2d_aa", true],
  "4 bicubic aa": ["_upsample_bicubic2d_aa", true],
  "4 lanczos aa": ["_upsample_lanczos2d_aa", true],
};

const NEEDED: Readonly<Record<string, number>> = { linear: 3, bilinear: 4, trilinear: 5 };

function resize(f: Call, input: PyValue, r: Resize): PyValue {
  const rank = f.rank(input);
  const known = rank >= 3 && rank <= 5;
  if (r.mode === "area" && known) return f.op(`adaptive_avg_pool${rank - 2}d`, input, r.sizes);
  const found = RESIZERS[`${rank} ${r.mode}${r.antialias ? " aa" : ""}`];
  if (found !== undefined) {
    const [op, aligned] = found;
    return aligned ? f.op(op, input, r.sizes, r.align, r.scales) : f.op(op, input, r.sizes, r.scales);
  }
  const needed = NEEDED[r.mode];
  if (needed !== undefined && known) {
    f.raise(NotImplementedErrorType, `Got ${rank}D input, but ${r.mode} mode needs ${needed}D input`);
  }
  return f.raise(
    NotImplementedErrorType,
    `Input Error: Only 3D, 4D and 5D input Tensors supported (got ${rank}D) for the modes: nearest | linear | bilinear | bicubic | trilinear | lanczos | area | nearest-exact (got ${r.mode})`,
  );
}

const UNALIGNED = new Set(["nearest", "area", "nearest-exact"]);

const interpolate: FunctionalImpl = (f, input = null, size = null, factor = null, modeValue = "nearest", ...rest) => {
  const [alignCorners = null, recompute = null, antialias = false] = rest;
  const mode = String(modeValue);
  if (UNALIGNED.has(mode) && alignCorners !== null) {
    f.raise(
      ValueErrorType,
      "align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear",
    );
  }
  const align = UNALIGNED.has(mode) ? null : (alignCorners ?? false);
  let { sizes, scales } = target(f, input, size, factor);
  const again = recompute !== null && f.truth(recompute);
  if (again && size !== null) {
    f.raise(ValueErrorType, "recompute_scale_factor is not meaningful with an explicit size.");
  }
  if ((again || mode === "area") && scales !== null) {
    sizes = new PyList(scales.items.map((s, i) => scaled(f, f.dim(input, i + 2), s)));
    scales = null;
  }
  const smooth = f.truth(antialias);
  if (smooth && !(["bilinear", "bicubic", "lanczos"].includes(mode) && f.rank(input) === 4)) {
    f.raise(
      ValueErrorType,
      "Anti-alias option is restricted to bilinear, bicubic, and lanczos modes and requires a 4-D tensor as input",
    );
  }
  return resize(f, input, { mode, align, antialias: smooth, sizes, scales });
};

/** The position of a named mode, which is what the operator takes. */
function modeNumber(f: Call, what: string, modes: readonly string[], expected: string, given: PyValue): number {
  const at = modes.indexOf(String(given));
  if (at >= 0) return at;
  return f.raise(
    ValueErrorType,
    `nn.functional.grid_sample(): expected ${what} to be ${expected}, but got: '${String(given)}'`,
  );
}

const MODES = ["bilinear", "nearest", "bicubic"];
const OUTSIDE = ["zeros", "border", "reflection"];

const gridSample: FunctionalImpl = (f, input = null, grid = null, mode = null, padding = null, align = null) => {
  const how = modeNumber(f, "mode", MODES, "'bilinear', 'nearest' or 'bicubic'", mode);
  const outside = modeNumber(f, "padding_mode", OUTSIDE, "'zeros', 'border', or 'reflection'", padding);
  return f.op("grid_sampler", input, grid, how, outside, align ?? false);
};

const affineGrid: FunctionalImpl = (f, theta = null, size = null, align = null) => {
  const sizes = f.items(size);
  const { meta } = f.tensor(theta);
  if (!isFloating(meta.dtype)) {
    f.raise(ValueErrorType, `Expected theta to have floating point type, but got torch.${meta.dtype}`);
  }
  const n = sizes.length - 2;
  if (n !== 2 && n !== 3) {
    f.raise(
      NotImplementedErrorType,
      `affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. Got size ${f.repr(size)}.`,
    );
  }
  if (meta.shape.length !== 3 || meta.shape[1] !== n || meta.shape[2] !== n + 1) {
    f.raise(
      ValueErrorType,
      `Expected a batch of ${n}D affine matrices of shape Nx${n}x${n + 1} for size ${f.repr(size)}. Got ${f.sizeText(theta)}.`,
    );
  }
  return f.op("affine_grid_generator", theta, new PyList([...sizes]), align ?? false);
};

export const resampleFunctions = defineFunctional({
  "interpolate(input, size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None, antialias=False)":
    interpolate,
  "upsample(input, size=None, scale_factor=None, mode='nearest', align_corners=None)": interpolate,
  "upsample_nearest(input, size=None, scale_factor=None)": (f, ...args) => interpolate(f, ...args, "nearest"),
  "upsample_bilinear(input, size=None, scale_factor=None)": (f, ...args) => interpolate(f, ...args, "bilinear", true),
  "grid_sample(input, grid, mode='bilinear', padding_mode='zeros', align_corners=None)": gridSample,
  "affine_grid(theta, size, align_corners=None)": affineGrid,
});
