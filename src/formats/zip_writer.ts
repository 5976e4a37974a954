/** Writes ZIP archives as PyTorch does: entries stored as they are, their data at multiples of 64 bytes (APPNOTE.TXT 4.3). */

export interface ZipPart {
  readonly name: string;
  readonly size: number;
  /** `size` bytes; asked for once for the checksum and once for the file. */
  bytes(): Uint8Array;
}

const ALIGNMENT = 64;
/** A larger archive would need ZIP64 records. */
const LIMIT = 0xffffffff;
const UTF8_FLAG = 0x0800;

const CRC_TABLE: Uint32Array = (() => {
  const table = new Uint32Array(256);
  for (let n = 0; n < 256; n++) {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    table[n] = c >>> 0;
  }
  return table;
})();

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** The archive's bytes in order; each entry's data are asked for as its turn comes. Throws a RangeError beyond 4 GB. */
export function* writeZip(entries: readonly ZipPart[]): Generator<Uint8Array> {
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = new TextEncoder().encode(entry.name);
    const data = entry.bytes();
    if (data.byteLength !== entry.size)
      throw new Error(`${entry.name} has ${data.byteLength} bytes, not ${entry.size}`);
    const crc = crc32(data);
    const unpadded = offset + 30 + name.byteLength + 4;
    const padding = (ALIGNMENT - (unpadded % ALIGNMENT)) % ALIGNMENT;
    const extra = extraField(padding);
    if (unpadded + padding + entry.size > LIMIT) throw new RangeError("an archive beyond 4 GB is not written");
    const local = header(0x04034b50, 30, (view) => common(view, 4, crc, entry.size, name.byteLength, extra.byteLength));
    yield local;
    yield name;
    yield extra;
    yield data;
    const central = header(0x02014b50, 46, (view) => {
      common(view, 6, crc, entry.size, name.byteLength, 0);
      view.setUint32(42, offset, true);
    });
    directory.push(central, name);
    offset = unpadded + padding + entry.size;
  }
  const size = directory.reduce((sum, part) => sum + part.byteLength, 0);
  yield* directory;
  yield header(0x06054b50, 22, (view) => {
    view.setUint16(8, entries.length, true);
    view.setUint16(10, entries.length, true);
    view.setUint32(12, size, true);
    view.setUint32(16, offset, true);
  });
}

function header(signature: number, length: number, fill: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signature, true);
  fill(view);
  return bytes;
}

/** The fields that the local header and the directory share, from `at` on (flags, method, time, checksum, sizes, lengths). */
function common(view: DataView, at: number, crc: number, size: number, name: number, extra: number): void {
  const start = at === 4 ? 6 : 8;
  view.setUint16(start, UTF8_FLAG, true);
  view.setUint32(start + 8, crc, true);
  view.setUint32(start + 12, size, true);
  view.setUint32(start + 16, size, true);
  view.setUint16(start + 20, name, true);
  view.setUint16(start + 22, extra, true);
}

/** A field of padding under PyTorch's own number, `FB`. */
function extraField(padding: number): Uint8Array {
  const bytes = new Uint8Array(4 + padding).fill(0x5a);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x4246, true);
  view.setUint16(2, padding, true);
  return bytes;
}
