/** The example inputs as `torch.save` writes them: a pickle (protocol 2) of tuples, lists, dictionaries and tensors, in a ZIP archive. */

import type { DType } from "../../fx/dtype.ts";
import type { TensorData, TreeSpec } from "../../fx/exported_program.ts";
import { writeZip, type ZipPart } from "../zip_writer.ts";
import { NotWritable } from "./write_values.ts";

const STORAGES: Partial<Readonly<Record<DType, string>>> = {
  float64: "DoubleStorage",
  float32: "FloatStorage",
  float16: "HalfStorage",
  bfloat16: "BFloat16Storage",
  int64: "LongStorage",
  int32: "IntStorage",
  int16: "ShortStorage",
  int8: "CharStorage",
  uint8: "ByteStorage",
  bool: "BoolStorage",
  complex64: "ComplexFloatStorage",
  complex128: "ComplexDoubleStorage",
};

/** One leaf of the inputs. */
export type SampleLeaf = TensorData | null | boolean | number | string | { readonly float: number };

/** Null when an example has a form that the pickle does not take here: a reader can do without. */
export function sampleInputsFile(tree: TreeSpec, leaves: readonly SampleLeaf[]): Uint8Array | null {
  const pickle = new Pickle();
  try {
    pickle.tree(tree, leaves[Symbol.iterator]());
  } catch (error) {
    if (error instanceof NotWritable) return null;
    throw error;
  }
  const bytes = pickle.finish();
  const text = (value: string) => new TextEncoder().encode(value);
  const entry = (name: string, data: Uint8Array): ZipPart => ({
    name: `archive/${name}`,
    size: data.byteLength,
    bytes: () => data,
  });
  const entries = [
    entry("data.pkl", bytes),
    entry(".format_version", text("1")),
    entry(".storage_alignment", text("64")),
    entry("byteorder", text("little")),
    ...pickle.storages.map((data, i) => entry(`data/${i}`, data)),
    entry("version", text("3\n")),
    entry(".data/serialization_id", text("0".repeat(40))),
  ];
  return joined(writeZip(entries));
}

export function joined(parts: Iterable<Uint8Array>): Uint8Array {
  const all = [...parts];
  const whole = new Uint8Array(all.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of all) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

/** Opcodes of pickle's protocol 2 (Lib/pickletools.py describes them). */
class Pickle {
  readonly storages: Uint8Array[] = [];
  private readonly out: number[] = [0x80, 2];

  finish(): Uint8Array {
    this.out.push(0x2e);
    return Uint8Array.from(this.out);
  }

  tree(spec: TreeSpec, leaves: Iterator<SampleLeaf>): void {
    switch (spec.kind) {
      case "leaf":
        this.leaf(leaves.next().value as SampleLeaf);
        return;
      case "none":
        leaves.next();
        this.leaf(null);
        return;
      case "tuple":
        this.out.push(0x28);
        for (const child of spec.children) this.tree(child, leaves);
        this.out.push(0x74);
        return;
      case "list":
        this.out.push(0x5d, 0x28);
        for (const child of spec.children) this.tree(child, leaves);
        this.out.push(0x65);
        return;
      case "dict":
        this.out.push(0x7d, 0x28);
        spec.children.forEach((child, i) => {
          this.string(spec.keys[i] ?? "");
          this.tree(child, leaves);
        });
        this.out.push(0x75);
        return;
      case "object":
        throw new NotWritable("an object of a class of the program's own");
    }
  }

  private leaf(value: SampleLeaf): void {
    if (value === null) this.out.push(0x4e);
    else if (typeof value === "boolean") this.out.push(value ? 0x88 : 0x89);
    else if (typeof value === "string") this.string(value);
    else if (typeof value === "number") this.int(value);
    else if ("float" in value) this.bytes(0x47, 8, (view) => view.setFloat64(0, value.float, false));
    else this.tensor(value);
  }

  private bytes(opcode: number, length: number, fill: (view: DataView) => void): void {
    const bytes = new Uint8Array(length);
    fill(new DataView(bytes.buffer));
    this.out.push(opcode, ...bytes);
  }

  private string(value: string): void {
    const text = new TextEncoder().encode(value);
    this.bytes(0x58, 4, (view) => view.setUint32(0, text.byteLength, true));
    this.out.push(...text);
  }

  private int(value: number): void {
    if (!Number.isInteger(value) || Math.abs(value) > 0x7fffffff) throw new NotWritable("an integer beyond 32 bits");
    this.bytes(0x4a, 4, (view) => view.setInt32(0, value, true));
  }

  private global(module: string, name: string): void {
    this.out.push(0x63, ...new TextEncoder().encode(`${module}\n${name}\n`));
  }

  private ints(values: readonly number[]): void {
    this.out.push(0x28);
    for (const value of values) this.int(value);
    this.out.push(0x74);
  }

  /** `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)` */
  private tensor(data: TensorData): void {
    const { meta } = data;
    const storage = STORAGES[meta.dtype];
    const shape = meta.shape.map((size) => {
      if (typeof size !== "number") throw new NotWritable("an example input without a fixed shape");
      return size;
    });
    if (storage === undefined) throw new NotWritable(`an example input of the type ${meta.dtype}`);
    const count = shape.reduce((product, size) => product * size, 1);
    this.global("torch._utils", "_rebuild_tensor_v2");
    this.out.push(0x28, 0x28);
    this.string("storage");
    this.global("torch", storage);
    this.string(String(this.storages.length));
    this.string("cpu");
    this.int(count);
    this.out.push(0x74, 0x51);
    this.int(0);
    this.ints(shape);
    this.ints(shape.map((_, i) => shape.slice(i + 1).reduce((product, size) => product * size, 1)));
    this.out.push(0x89);
    this.global("collections", "OrderedDict");
    this.out.push(0x29, 0x52, 0x74, 0x52);
    this.storages.push(data.bytes());
  }
}
