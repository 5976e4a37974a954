/**
 * ZIP archives whose entries are stored as they are, which is how PyTorch writes them (APPNOTE.TXT 4.3; ZIP64 4.5.3).
 * Only the directory is read; entries are ranges of the file. What does not fit together is refused as a whole.
 */

import { type ByteSource, FormatError, section } from "./byte_source.ts";

export interface ZipEntry {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

export interface ZipArchive {
  readonly source: ByteSource;
  /** In the directory's order. */
  readonly entries: ReadonlyMap<string, ZipEntry>;
}

const END = 0x06054b50;
const END64 = 0x06064b50;
const END64_LOCATOR = 0x07064b50;
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
const FULL16 = 0xffff;
const FULL32 = 0xffffffff;
/** A directory of a million tensors has about this size. */
const MAX_DIRECTORY = 1 << 27;
const MAX_ENTRIES = 1 << 20;

/** True when the file begins as a ZIP archive with an entry does. */
export function looksLikeZip(source: ByteSource): boolean {
  if (source.size < 4) return false;
  const [a, b, c, d] = source.read(0, 4);
  return a === 0x50 && b === 0x4b && c === 3 && d === 4;
}

export function readZip(source: ByteSource): ZipArchive {
  const { offset, size, count } = directoryPlace(source);
  if (count > MAX_ENTRIES || size > MAX_DIRECTORY) throw damaged(source, "its directory is too large");
  if (offset + size > source.size) throw damaged(source, "its directory lies outside of the file");
  const view = viewOf(source.read(offset, size));
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > size || view.getUint32(at, true) !== DIRECTORY) throw damaged(source, "its directory is cut off");
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const commentLength = view.getUint16(at + 32, true);
    const end = at + 46 + nameLength + extraLength + commentLength;
    if (end > size) throw damaged(source, "its directory is cut off");
    const name = text(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength));
    if (!soundName(name)) throw damaged(source, `an entry has the name ${JSON.stringify(name)}`);
    if ((flags & 1) !== 0) throw new FormatError(source, `the entry ${name} is encrypted`);
    const wide = {
      size: view.getUint32(at + 24, true),
      stored: view.getUint32(at + 20, true),
      offset: view.getUint32(at + 42, true),
    };
    widen(source, view, at + 46 + nameLength, extraLength, wide);
    at = end;
    if (name.endsWith("/")) continue;
    if (method !== 0 || wide.size !== wide.stored) {
      throw new FormatError(
        source,
        `the entry ${name} is compressed, which PyTorch never writes; save the checkpoint again with torch.save`,
      );
    }
    if (entries.has(name)) throw damaged(source, `two entries are named ${name}`);
    entries.set(name, { name, offset: dataOffset(source, name, wide.offset), size: wide.size });
  }
  refuseOverlaps(source, entries, offset);
  return { source, entries };
}

export function zipEntry(archive: ZipArchive, name: string): ByteSource | null {
  const entry = archive.entries.get(name);
  if (entry === undefined) return null;
  return section(archive.source, entry.offset, entry.size);
}

function damaged(source: ByteSource, why: string): FormatError {
  return new FormatError(source, `the ZIP archive is damaged: ${why}`);
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Entries are never written anywhere, but a name that points outside of the archive was made to do harm. */
function soundName(name: string): boolean {
  return (
    name !== "" &&
    !/[\\\0]/.test(name) &&
    !/^(\/|[A-Za-z]:)/.test(name) &&
    name.split("/").every((part) => part !== "..")
  );
}

function big(source: ByteSource, view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged(source, "a size in it is impossible");
  return Number(value);
}

/** Where the directory lies: the last record of the file, behind which there is a comment at most. */
function directoryPlace(source: ByteSource): { offset: number; size: number; count: number } {
  const tailLength = Math.min(source.size, 22 + FULL16);
  const tail = viewOf(source.read(source.size - tailLength, tailLength));
  for (let at = tailLength - 22; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END || at + 22 + tail.getUint16(at + 20, true) !== tailLength) continue;
    const count = tail.getUint16(at + 10, true);
    const size = tail.getUint32(at + 12, true);
    const offset = tail.getUint32(at + 16, true);
    if (count !== FULL16 && size !== FULL32 && offset !== FULL32) return { offset, size, count };
    if (at < 20 || tail.getUint32(at - 20, true) !== END64_LOCATOR) {
      if (count === FULL16 && size !== FULL32 && offset !== FULL32) return { offset, size, count };
      throw damaged(source, "the ZIP64 record is missing");
    }
    const place = big(source, tail, at - 20 + 8);
    if (place + 56 > source.size) throw damaged(source, "the ZIP64 record lies outside of the file");
    const record = viewOf(source.read(place, 56));
    if (record.getUint32(0, true) !== END64) throw damaged(source, "the ZIP64 record is missing");
    return { count: big(source, record, 32), size: big(source, record, 40), offset: big(source, record, 48) };
  }
  throw damaged(source, "the end of its directory is missing; the file may be incomplete");
}

/** Sizes and places beyond 32 bits stand in an extra field, in this order, each only where the plain field is full. */
function widen(
  source: ByteSource,
  view: DataView,
  start: number,
  length: number,
  wide: { size: number; stored: number; offset: number },
): void {
  for (let at = start; at + 4 <= start + length; ) {
    const id = view.getUint16(at, true);
    const fieldEnd = at + 4 + view.getUint16(at + 2, true);
    if (fieldEnd > start + length) throw damaged(source, "an extra field is cut off");
    if (id === 1) {
      let next = at + 4;
      for (const key of ["size", "stored", "offset"] as const) {
        if (wide[key] !== FULL32) continue;
        if (next + 8 > fieldEnd) throw damaged(source, "a ZIP64 field is cut off");
        wide[key] = big(source, view, next);
        next += 8;
      }
    }
    at = fieldEnd;
  }
}

/** The local header says where the data begin; its name must be the directory's. */
function dataOffset(source: ByteSource, name: string, offset: number): number {
  if (offset + 30 > source.size) throw damaged(source, `the entry ${name} lies outside of the file`);
  const header = viewOf(source.read(offset, 30));
  if (header.getUint32(0, true) !== LOCAL) throw damaged(source, `the entry ${name} is not where the directory says`);
  const nameLength = header.getUint16(26, true);
  const start = offset + 30 + nameLength + header.getUint16(28, true);
  if (start > source.size || text(source.read(offset + 30, nameLength)) !== name) {
    throw damaged(source, `the entry ${name} has another name in the file`);
  }
  return start;
}

function refuseOverlaps(source: ByteSource, entries: ReadonlyMap<string, ZipEntry>, directory: number): void {
  const ordered = [...entries.values()].sort((a, b) => a.offset - b.offset || a.size - b.size);
  let end = 0;
  for (const { name, offset, size } of ordered) {
    if (offset < end) throw damaged(source, `the entry ${name} overlaps another one`);
    end = offset + size;
    if (end > directory) throw damaged(source, `the entry ${name} reaches beyond the data`);
  }
}
