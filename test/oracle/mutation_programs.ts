/** Random programs of views and in-place writes, as Python text: the same seed gives the same programs. */

interface Variable {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A linear congruential generator (Numerical Recipes' constants). */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Pick = (below: number) => number;

/** A view of `v` and its shape; null when the kind does not fit. */
function view(pick: Pick, { name, shape }: Variable): { text: string; shape: number[] } | null {
  const rank = shape.length;
  if (rank === 0) return { text: `${name}.unsqueeze(0)`, shape: [1] };
  const d = pick(rank);
  const size = shape[d] ?? 1;
  const without = shape.filter((_, i) => i !== d);
  const resized = (n: number) => shape.map((s, i) => (i === d ? n : s));
  switch (pick(13)) {
    case 0:
      return { text: `${name}.select(${d}, ${pick(size)})`, shape: without };
    case 1: {
      const start = pick(size);
      const stop = start + 1 + pick(size - start);
      return { text: `${name}.narrow(${d}, ${start}, ${stop - start})`, shape: resized(stop - start) };
    }
    case 2: {
      const e = pick(rank);
      const turned = shape.map((s, i) => (i === d ? (shape[e] ?? 1) : i === e ? size : s));
      return { text: `${name}.transpose(${d}, ${e})`, shape: turned };
    }
    case 3:
      return { text: `${name}.unsqueeze(${d})`, shape: [...shape.slice(0, d), 1, ...shape.slice(d)] };
    case 4:
      return size === 1 ? { text: `${name}.squeeze(${d})`, shape: without } : null;
    case 5:
      return { text: `${name}[::2]`, shape: [Math.ceil((shape[0] ?? 1) / 2), ...shape.slice(1)] };
    case 6:
      return { text: `${name}[${pick(shape[0] ?? 1)}]`, shape: shape.slice(1) };
    case 7:
      return rank >= 2
        ? { text: `${name}.diagonal()`, shape: [...shape.slice(2), Math.min(...shape.slice(0, 2))] }
        : null;
    case 8:
      return size >= 2
        ? { text: `${name}.split(${size - 1}, ${d})[0]`, shape: resized(size - 1) }
        : { text: `${name}.unbind(${d})[0]`, shape: without };
    case 9:
      return { text: `${name}.permute(${shape.map((_, i) => rank - 1 - i).join(", ")})`, shape: [...shape].reverse() };
    case 10:
      return rank >= 2 ? { text: `${name}[..., -1]`, shape: shape.slice(0, -1) } : null;
    case 11:
      return { text: `${name}.reshape(-1)`, shape: [shape.reduce((a, b) => a * b, 1)] };
    default:
      return { text: `${name}.movedim(${d}, 0)`, shape: [size, ...without] };
  }
}

/** An in-place write to `v`; `others` may be read. */
function write(pick: Pick, { name, shape }: Variable, others: readonly Variable[]): string {
  const same = others.filter((o) => o.name !== name && o.shape.join() === shape.join());
  const source = same[pick(Math.max(same.length, 1))];
  const number = (pick(9) - 4) / 2;
  switch (pick(11)) {
    case 0:
      return `${name}.add_(${number})`;
    case 1:
      return `${name}.mul_(${number / 2})`;
    case 2:
      return source === undefined ? `${name}.fill_(${number})` : `${name}.copy_(${source.name}.clone())`;
    case 3:
      return `${name}.zero_()`;
    case 4:
      return source === undefined ? `${name}.neg_()` : `${name} += ${source.name}.sin()`;
    case 5:
      return shape.length === 0 ? `${name}.fill_(${number})` : `${name}[0] = ${number}`;
    case 6:
      return shape.length === 0 ? `${name}.sub_(1)` : `${name}[..., :1] = ${name}[..., -1:].clone() + 1`;
    case 7:
      return `${name}.clamp_(min=${number - 1})`;
    case 8:
      return `${name}.copy_(torch.full_like(${name}, ${number}))`;
    case 9:
      return `${name}.masked_fill_(${name} > ${number}, 0.25)`;
    default:
      return `${name}.sin_()`;
  }
}

/** One module class with its `@case`. */
export function mutationProgram(name: string, seed: number): string {
  const pick = generator(seed);
  const variables: Variable[] = [
    { name: "x", shape: [3, 4] },
    { name: "y", shape: [4] },
    { name: "s", shape: [2, 3] },
    { name: "a", shape: [3, 4] },
  ];
  const lines = ["s = self.state", "a = x * 2"];
  let next = 0;
  for (let i = 0; i < 16; i++) {
    const v = variables[pick(variables.length)];
    if (v === undefined) continue;
    const kind = pick(10);
    if (kind < 5) {
      const made = view(pick, v);
      if (made === null) continue;
      const variable = { name: `v${next++}`, shape: made.shape };
      variables.push(variable);
      lines.push(`${variable.name} = ${made.text}`);
    } else if (kind < 9) lines.push(write(pick, v, variables));
    else {
      const variable = { name: `v${next++}`, shape: v.shape };
      variables.push(variable);
      lines.push(`${variable.name} = ${v.name} + ${v.name}.sum()`);
    }
  }
  const outputs = variables.map((v) => v.name).join(", ");
  return [
    `@case(torch.linspace(-2, 2, 12).reshape(3, 4), torch.linspace(0, 1, 4), exports=False)`,
    `class ${name}(nn.Module):`,
    "    def __init__(self):",
    "        super().__init__()",
    '        self.register_buffer("state", torch.linspace(1, 2, 6).reshape(2, 3))',
    "",
    "    def forward(self, x, y):",
    ...lines.map((line) => `        ${line}`),
    `        return ${outputs}`,
    "",
  ].join("\n");
}
