/** Writes ZIP archives for tests: stored entries, and what makes an archive unsound. */

export interface BuiltEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Another name in the local header. */
  readonly localName?: string;
  readonly method?: number;
  /** The offset in the directory; the true one when left out. */
  readonly offset?: number;
  /** The size in the directory. */
  readonly size?: number;
}

const encoder = new TextEncoder();

function header(size: number, fill: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(size);
  fill(new DataView(bytes.buffer));
  return bytes;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function buildZip(entries: readonly BuiltEntry[], zip64 = false): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, bytes, localName = name, method = 0, offset, size } of entries) {
    const inner = encoder.encode(localName);
    const local = header(30, (view) => {
      view.setUint32(0, 0x04034b50, true);
      view.setUint16(8, method, true);
      view.setUint32(18, bytes.length, true);
      view.setUint32(22, bytes.length, true);
      view.setUint16(26, inner.length, true);
    });
    const place = offset ?? at;
    const length = size ?? bytes.length;
    const outer = encoder.encode(name);
    const extra = zip64
      ? header(28, (view) => {
          view.setUint16(0, 1, true);
          view.setUint16(2, 24, true);
          view.setBigUint64(4, BigInt(length), true);
          view.setBigUint64(12, BigInt(length), true);
          view.setBigUint64(20, BigInt(place), true);
        })
      : new Uint8Array(0);
    directory.push(
      header(46, (view) => {
        view.setUint32(0, 0x02014b50, true);
        view.setUint16(10, method, true);
        view.setUint32(20, zip64 ? 0xffffffff : length, true);
        view.setUint32(24, zip64 ? 0xffffffff : length, true);
        view.setUint16(28, outer.length, true);
        view.setUint16(30, extra.length, true);
        view.setUint32(42, zip64 ? 0xffffffff : place, true);
      }),
      outer,
      extra,
    );
    parts.push(local, inner, bytes);
    at += local.length + inner.length + bytes.length;
  }
  const table = concat(directory);
  if (zip64) {
    parts.push(
      table,
      header(56, (view) => {
        view.setUint32(0, 0x06064b50, true);
        view.setBigUint64(32, BigInt(entries.length), true);
        view.setBigUint64(40, BigInt(table.length), true);
        view.setBigUint64(48, BigInt(at), true);
      }),
      header(20, (view) => {
        view.setUint32(0, 0x07064b50, true);
        view.setBigUint64(8, BigInt(at + table.length), true);
      }),
    );
  } else parts.push(table);
  parts.push(
    header(22, (view) => {
      view.setUint32(0, 0x06054b50, true);
      view.setUint16(8, entries.length, true);
      view.setUint16(10, zip64 ? 0xffff : entries.length, true);
      view.setUint32(12, zip64 ? 0xffffffff : table.length, true);
      view.setUint32(16, zip64 ? 0xffffffff : at, true);
    }),
  );
  return concat(parts);
}
