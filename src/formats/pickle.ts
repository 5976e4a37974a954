/**
 * The pickle machine (PEP 307, PEP 3154, CPython's `pickletools`): opcodes of all protocols over values that a factory
 * makes. What a global, a call or a persistent identifier means is the factory's affair; the machine itself runs nothing.
 */

import { type ByteReader, FormatError } from "./byte_source.ts";

export interface PickleFactory<V> {
  constant(value: null | boolean | number | bigint | string): V;
  float(value: number): V;
  bytes(value: Uint8Array): V;
  bytearray(value: Uint8Array): V;
  list(): V;
  dict(): V;
  set(): V;
  tuple(items: readonly V[]): V;
  frozenset(items: readonly V[]): V;
  append(list: V, items: readonly V[]): void;
  setItems(dict: V, pairs: readonly (readonly [V, V])[]): void;
  addItems(set: V, items: readonly V[]): void;
  global(module: string, name: string): V;
  /** REDUCE: `callable(*args)`. */
  call(callable: V, args: V): V;
  /** NEWOBJ: `cls.__new__(cls, *args, **kwargs)`. */
  newObject(cls: V, args: V, kwargs: V | null): V;
  build(object: V, state: V): void;
  persistent(id: V): V;
  /** The text of a STACK_GLOBAL operand; null when it is none. */
  asText(value: V): string | null;
}

/** More than any checkpoint needs: a model of a million tensors takes about 40 million. */
const MAX_OPCODES = 1 << 27;
const MAX_STRING = 1 << 28;

/** Reads one pickle; the reader stands behind its STOP afterwards. Throws `FormatError`. */
export function readPickle<V>(reader: ByteReader, make: PickleFactory<V>): V {
  return new Machine(reader, make).run();
}

class Machine<V> {
  private readonly reader: ByteReader;
  private readonly make: PickleFactory<V>;
  private stack: V[] = [];
  private readonly marked: V[][] = [];
  private readonly memo = new Map<number, V>();

  constructor(reader: ByteReader, make: PickleFactory<V>) {
    this.reader = reader;
    this.make = make;
  }

  run(): V {
    for (let count = 0; count < MAX_OPCODES; count++) {
      const opcode = this.reader.byte();
      if (opcode === 0x2e) return this.pop();
      this.step(opcode);
    }
    throw this.damaged("it does not end");
  }

  private damaged(why: string): FormatError {
    return new FormatError(this.reader.source, `the pickle is damaged: ${why}`);
  }

  private pop(): V {
    if (this.stack.length === 0) throw this.damaged("its stack is empty");
    return this.stack.pop() as V;
  }
  private top(): V {
    if (this.stack.length === 0) throw this.damaged("its stack is empty");
    return this.stack.at(-1) as V;
  }
  private popMark(): V[] {
    const items = this.stack;
    const before = this.marked.pop();
    if (before === undefined) throw this.damaged("a mark is missing");
    this.stack = before;
    return items;
  }
  private push(value: V): void {
    this.stack.push(value);
  }
  private remembered(index: number): V {
    if (!this.memo.has(index)) throw this.damaged(`the memo has no entry ${index}`);
    return this.memo.get(index) as V;
  }

  private length(size: 1 | 4 | 8): number {
    const view = this.reader.view(size);
    const length =
      size === 1 ? view.getUint8(0) : size === 4 ? view.getUint32(0, true) : Number(view.getBigUint64(0, true));
    if (length > MAX_STRING) throw this.damaged(`it announces a string of ${length} bytes`);
    return length;
  }
  /** A copy: the reader's window moves on. */
  private raw(size: 1 | 4 | 8): Uint8Array {
    return this.reader.bytes(this.length(size)).slice();
  }
  private utf8(size: 1 | 4 | 8): string {
    return new TextDecoder().decode(this.reader.bytes(this.length(size)));
  }
  private line(): string {
    return new TextDecoder().decode(this.reader.line());
  }

  private pairs(items: readonly V[]): [V, V][] {
    if (items.length % 2 !== 0) throw this.damaged("a dictionary has a key without a value");
    const pairs: [V, V][] = [];
    for (let i = 0; i < items.length; i += 2) pairs.push([items[i] as V, items[i + 1] as V]);
    return pairs;
  }

  private tuple(count: number): V {
    if (this.stack.length < count) throw this.damaged("its stack is empty");
    return this.make.tuple(this.stack.splice(this.stack.length - count, count));
  }

  private step(opcode: number): void {
    const { make, reader } = this;
    switch (opcode) {
      case 0x28: // MARK
        this.marked.push(this.stack);
        this.stack = [];
        break;
      case 0x30: // POP
        if (this.stack.length === 0) this.popMark();
        else this.pop();
        break;
      case 0x31: // POP_MARK
        this.popMark();
        break;
      case 0x32: // DUP
        this.push(this.top());
        break;
      case 0x80: {
        const protocol = reader.byte();
        if (protocol > 5) throw this.damaged(`protocol ${protocol} is not known`);
        break;
      }
      case 0x95: // FRAME
        reader.skip(8);
        break;
      case 0x4e:
        this.push(make.constant(null));
        break;
      case 0x88:
        this.push(make.constant(true));
        break;
      case 0x89:
        this.push(make.constant(false));
        break;
      case 0x49: // INT; 00 and 01 are booleans
        this.push(make.constant(this.decimal(this.line(), true)));
        break;
      case 0x4c: // LONG
        this.push(make.constant(this.decimal(this.line().replace(/L$/, ""), false)));
        break;
      case 0x4a:
        this.push(make.constant(reader.view(4).getInt32(0, true)));
        break;
      case 0x4b:
        this.push(make.constant(reader.byte()));
        break;
      case 0x4d:
        this.push(make.constant(reader.view(2).getUint16(0, true)));
        break;
      case 0x8a:
        this.push(make.constant(signed(this.raw(1))));
        break;
      case 0x8b:
        this.push(make.constant(signed(this.raw(4))));
        break;
      case 0x46:
        this.push(make.float(Number(this.line())));
        break;
      case 0x47:
        this.push(make.float(reader.view(8).getFloat64(0, false)));
        break;
      case 0x53: // STRING: a Python literal; what PyTorch ever wrote has no escapes
        this.push(make.constant(this.line().replace(/^(['"])(.*)\1$/, "$2")));
        break;
      case 0x54: // BINSTRING, SHORT_BINSTRING: Python 2's str
        this.push(make.constant(latin1(this.raw(4))));
        break;
      case 0x55:
        this.push(make.constant(latin1(this.raw(1))));
        break;
      case 0x56:
        this.push(make.constant(this.line()));
        break;
      case 0x58:
        this.push(make.constant(this.utf8(4)));
        break;
      case 0x8c:
        this.push(make.constant(this.utf8(1)));
        break;
      case 0x8d:
        this.push(make.constant(this.utf8(8)));
        break;
      case 0x42:
        this.push(make.bytes(this.raw(4)));
        break;
      case 0x43:
        this.push(make.bytes(this.raw(1)));
        break;
      case 0x8e:
        this.push(make.bytes(this.raw(8)));
        break;
      case 0x96:
        this.push(make.bytearray(this.raw(8)));
        break;
      default:
        this.container(opcode);
        break;
    }
  }

  private container(opcode: number): void {
    const { make } = this;
    switch (opcode) {
      case 0x5d:
        this.push(make.list());
        break;
      case 0x7d:
        this.push(make.dict());
        break;
      case 0x8f:
        this.push(make.set());
        break;
      case 0x29:
        this.push(make.tuple([]));
        break;
      case 0x85:
        this.push(this.tuple(1));
        break;
      case 0x86:
        this.push(this.tuple(2));
        break;
      case 0x87:
        this.push(this.tuple(3));
        break;
      case 0x74:
        this.push(make.tuple(this.popMark()));
        break;
      case 0x91:
        this.push(make.frozenset(this.popMark()));
        break;
      case 0x6c: {
        // LIST
        const items = this.popMark();
        const list = make.list();
        make.append(list, items);
        this.push(list);
        break;
      }
      case 0x64: {
        // DICT
        const items = this.popMark();
        const dict = make.dict();
        make.setItems(dict, this.pairs(items));
        this.push(dict);
        break;
      }
      case 0x61: {
        const item = this.pop();
        make.append(this.top(), [item]);
        break;
      }
      case 0x65: {
        const items = this.popMark();
        make.append(this.top(), items);
        break;
      }
      case 0x73: {
        const value = this.pop();
        const key = this.pop();
        make.setItems(this.top(), [[key, value]]);
        break;
      }
      case 0x75: {
        const items = this.popMark();
        make.setItems(this.top(), this.pairs(items));
        break;
      }
      case 0x90: {
        const items = this.popMark();
        make.addItems(this.top(), items);
        break;
      }
      default:
        this.object(opcode);
        break;
    }
  }

  private object(opcode: number): void {
    const { make, reader } = this;
    switch (opcode) {
      case 0x67: // GET, BINGET, LONG_BINGET
        this.push(this.remembered(Number(this.line())));
        break;
      case 0x68:
        this.push(this.remembered(reader.byte()));
        break;
      case 0x6a:
        this.push(this.remembered(reader.view(4).getUint32(0, true)));
        break;
      case 0x70: // PUT, BINPUT, LONG_BINPUT, MEMOIZE
        this.memo.set(Number(this.line()), this.top());
        break;
      case 0x71:
        this.memo.set(reader.byte(), this.top());
        break;
      case 0x72:
        this.memo.set(reader.view(4).getUint32(0, true), this.top());
        break;
      case 0x94:
        this.memo.set(this.memo.size, this.top());
        break;
      case 0x63: {
        const module = this.line();
        this.push(make.global(module, this.line()));
        break;
      }
      case 0x93: {
        const name = make.asText(this.pop());
        const module = make.asText(this.pop());
        if (name === null || module === null) throw this.damaged("a global has no name");
        this.push(make.global(module, name));
        break;
      }
      case 0x52: {
        const args = this.pop();
        this.push(make.call(this.pop(), args));
        break;
      }
      case 0x81: {
        const args = this.pop();
        this.push(make.newObject(this.pop(), args, null));
        break;
      }
      case 0x92: {
        const kwargs = this.pop();
        const args = this.pop();
        this.push(make.newObject(this.pop(), args, kwargs));
        break;
      }
      case 0x62: {
        const state = this.pop();
        make.build(this.top(), state);
        break;
      }
      case 0x50:
        this.push(make.persistent(make.constant(this.line())));
        break;
      case 0x51:
        this.push(make.persistent(this.pop()));
        break;
      case 0x69: {
        // INST
        const module = this.line();
        const cls = make.global(module, this.line());
        this.push(make.call(cls, make.tuple(this.popMark())));
        break;
      }
      case 0x6f: {
        // OBJ
        const [cls, ...args] = this.popMark();
        if (cls === undefined) throw this.damaged("an object has no class");
        this.push(make.call(cls, make.tuple(args)));
        break;
      }
      default:
        throw this.damaged(`opcode ${opcode} at byte ${reader.position - 1} is not known`);
    }
  }

  private decimal(text: string, booleans: boolean): boolean | number | bigint {
    if (booleans && (text === "00" || text === "01")) return text === "01";
    if (!/^[+-]?\d{1,4000}$/.test(text)) throw this.damaged("a number is no number");
    return narrow(BigInt(text));
  }
}

function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Two's complement, little-endian. */
function signed(bytes: Uint8Array): number | bigint {
  if (bytes.length === 0) return 0;
  let hex = "";
  for (const byte of bytes) hex = byte.toString(16).padStart(2, "0") + hex;
  return narrow(BigInt.asIntN(8 * bytes.length, BigInt(`0x${hex}`)));
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
