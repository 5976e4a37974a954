/** Constants of stored code: a tag, then what the tag says. */

import type { CodeConstant, CodeObject } from "../code_object.ts";
import type { Blob, BlobWriter } from "./blob.ts";

const enum Tag {
  NONE,
  TRUE,
  FALSE,
  ELLIPSIS,
  /** One word. */
  INT,
  /** A number beyond one word, as the two words of its float. */
  LARGE_INT,
  /** A string of decimal digits. */
  BIG_INT,
  FLOAT,
  COMPLEX,
  STR,
  BYTES,
  TUPLE,
  FROZENSET,
  CODE,
}

const FLOAT = new Float64Array(1);
const FLOAT_WORDS = new Int32Array(FLOAT.buffer);

/** `codeOffset` says where a code object stands that was written before. */
export function writeConstant(out: BlobWriter, constant: CodeConstant, codeOffset: (code: CodeObject) => number): void {
  switch (constant.type) {
    case "None":
      out.push(Tag.NONE);
      break;
    case "bool":
      out.push(constant.value ? Tag.TRUE : Tag.FALSE);
      break;
    case "Ellipsis":
      out.push(Tag.ELLIPSIS);
      break;
    case "int":
      writeInt(out, constant.value);
      break;
    case "float":
      writeFloat(out, Tag.FLOAT, constant.value);
      break;
    case "complex":
      writeFloat(out, Tag.COMPLEX, constant.imag);
      break;
    case "str":
      out.push(Tag.STR);
      out.pushString(constant.value);
      break;
    case "bytes":
      out.push(Tag.BYTES);
      out.push(constant.value.length);
      out.pushAll(constant.value);
      break;
    case "tuple":
    case "frozenset":
      out.push(constant.type === "tuple" ? Tag.TUPLE : Tag.FROZENSET);
      out.push(constant.items.length);
      for (const item of constant.items) writeConstant(out, item, codeOffset);
      break;
    case "code":
      out.push(Tag.CODE);
      out.push(codeOffset(constant.value));
  }
}

function writeInt(out: BlobWriter, value: number | bigint): void {
  if (typeof value === "bigint") {
    out.push(Tag.BIG_INT);
    out.pushString(value.toString());
  } else if (Object.is(value | 0, value)) {
    out.push(Tag.INT);
    out.push(value);
  } else writeFloat(out, Tag.LARGE_INT, value);
}

function writeFloat(out: BlobWriter, tag: Tag, value: number): void {
  FLOAT[0] = value;
  out.push(tag);
  out.pushAll(FLOAT_WORDS);
}

/** Reads constants one after the other. */
export class ConstantReader {
  private readonly blob: Blob;
  private readonly codeAt: (offset: number) => CodeObject;
  private at: number;

  constructor(blob: Blob, at: number, codeAt: (offset: number) => CodeObject) {
    this.blob = blob;
    this.at = at;
    this.codeAt = codeAt;
  }

  next(): CodeConstant {
    const tag = this.word() as Tag;
    switch (tag) {
      case Tag.NONE:
        return { type: "None" };
      case Tag.TRUE:
      case Tag.FALSE:
        return { type: "bool", value: tag === Tag.TRUE };
      case Tag.ELLIPSIS:
        return { type: "Ellipsis" };
      case Tag.INT:
        return { type: "int", value: this.word() };
      case Tag.LARGE_INT:
        return { type: "int", value: this.float() };
      case Tag.BIG_INT:
        return { type: "int", value: BigInt(this.blob.string(this.word())) };
      case Tag.FLOAT:
        return { type: "float", value: this.float() };
      case Tag.COMPLEX:
        return { type: "complex", imag: this.float() };
      case Tag.STR:
        return { type: "str", value: this.blob.string(this.word()) };
      case Tag.BYTES:
        return { type: "bytes", value: this.bytes() };
      case Tag.TUPLE:
        return { type: "tuple", items: this.items() };
      case Tag.FROZENSET:
        return { type: "frozenset", items: this.items() };
      case Tag.CODE:
        return { type: "code", value: this.codeAt(this.word()) };
    }
  }

  private items(): CodeConstant[] {
    const items: CodeConstant[] = [];
    for (let count = this.word(); count > 0; count--) items.push(this.next());
    return items;
  }

  private word(): number {
    const value = this.blob.words[this.at++];
    if (value === undefined) throw new Error("stored code is cut off");
    return value;
  }

  private float(): number {
    FLOAT_WORDS[0] = this.word();
    FLOAT_WORDS[1] = this.word();
    return FLOAT[0] as number;
  }

  private bytes(): Uint8Array {
    const length = this.word();
    const bytes = Uint8Array.from(this.blob.words.subarray(this.at, this.at + length));
    this.at += length;
    return bytes;
  }
}
