/**
 * The files of `torch.save`: a ZIP archive of one pickle and one entry a storage, or, before PyTorch 1.6, a row of
 * pickles with the storages behind them. Pickles are read at once, the data of a storage when they are asked for.
 */

import { ByteReader, type ByteSource, FormatError, section } from "./byte_source.ts";
import { type PickleFactory, readPickle } from "./pickle.ts";
import { looksLikeZip, readZip, type ZipArchive, zipEntry } from "./zip.ts";

/** The data of the storages, by key. */
export interface Storages {
  /** Null when the file has no such storage. */
  find(key: string): ByteSource | null;
}

export interface CheckpointReader<V> extends PickleFactory<V> {
  /** The storages of an older file are known only when its pickle has been read: sizes of elements come from there. */
  elementSize(key: string): number;
}

const MAGIC = 0x1950a86a20f9469cfc6cn;
const LEGACY_PROTOCOL = 1001;
/** A tar archive, the format before PyTorch 0.1.10, has this at byte 257. */
const USTAR = "ustar";

/**
 * What the file holds, as `make` makes it. `attach` is told of the storages before the pickle is read; those of an older
 * file are found only afterwards. Throws `FormatError` for anything that is no sound checkpoint.
 */
export function readCheckpoint<V>(
  source: ByteSource,
  make: CheckpointReader<V>,
  attach: (storages: Storages) => void,
): V {
  if (source.size === 0) throw new FormatError(source, "the file is empty");
  if (looksLikeZip(source)) return readArchive(source, make, attach);
  if (source.size >= 263 && new TextDecoder("latin1").decode(source.read(257, 5)) === USTAR) {
    throw new FormatError(
      source,
      "this is a tar archive as PyTorch wrote it before version 0.1.10; load and save it again with a newer PyTorch",
    );
  }
  if (source.read(0, 1)[0] !== 0x80) {
    throw new FormatError(source, "this is no checkpoint: it begins neither as a ZIP archive nor as a pickle");
  }
  return readLegacy(source, make, attach);
}

function readArchive<V>(source: ByteSource, make: CheckpointReader<V>, attach: (storages: Storages) => void): V {
  const archive = readZip(source);
  const root = archiveRoot(archive, "data.pkl");
  if (root === null)
    throw new FormatError(source, "the ZIP archive is no checkpoint of torch.save: it has no data.pkl");
  if (archive.entries.has(`${root}constants.pkl`) || hasFolder(archive, `${root}code/`)) {
    throw new FormatError(
      source,
      "this is a TorchScript archive (torch.jit.save), whose code can't be exported; save a state_dict instead",
    );
  }
  requireLittleEndian(archive, root);
  attach({ find: (key) => zipEntry(archive, `${root}data/${key}`) });
  const pickle = zipEntry(archive, `${root}data.pkl`);
  if (pickle === null) throw new Error("the entry was found before");
  return readPickle(new ByteReader(pickle), make);
}

/** The folder that holds `file` at the archive's top, with its slash; null when there is none. */
export function archiveRoot(archive: ZipArchive, file: string): string | null {
  for (const name of archive.entries.keys()) {
    if (name === file) return "";
    const [root, rest, ...more] = name.split("/");
    if (rest === file && more.length === 0) return `${root}/`;
  }
  return null;
}

export function requireLittleEndian(archive: ZipArchive, root: string): void {
  const order = zipEntry(archive, `${root}byteorder`);
  if (order === null || order.size > 16) return;
  const text = new TextDecoder().decode(order.read(0, order.size));
  if (text !== "little") {
    throw new FormatError(
      archive.source,
      `the tensors are ${text}-endian, which is not read; save them on a usual machine`,
    );
  }
}

function hasFolder(archive: ZipArchive, prefix: string): boolean {
  for (const name of archive.entries.keys()) if (name.startsWith(prefix)) return true;
  return false;
}

function readLegacy<V>(source: ByteSource, make: CheckpointReader<V>, attach: (storages: Storages) => void): V {
  const reader = new ByteReader(source);
  const magic = readPickle(reader, PLAIN);
  if (magic !== MAGIC) throw new FormatError(source, "this is a pickle, but none that torch.save wrote");
  const protocol = readPickle(reader, PLAIN);
  if (protocol !== LEGACY_PROTOCOL) throw new FormatError(source, `format version ${String(protocol)} is not known`);
  const system = readPickle(reader, PLAIN);
  if (system instanceof Map && system.get("little_endian") === false) {
    throw new FormatError(source, "the tensors are big-endian, which is not read; save them on a usual machine");
  }
  const places = new Map<string, ByteSource>();
  attach({ find: (key) => places.get(key) ?? null });
  const value = readPickle(reader, make);
  const keys = readPickle(reader, PLAIN);
  if (!Array.isArray(keys)) throw new FormatError(source, "the list of storages is missing");
  for (const key of keys) {
    if (typeof key !== "string") throw new FormatError(source, "the list of storages is damaged");
    const count = Number(reader.view(8).getBigInt64(0, true));
    const size = count * make.elementSize(key);
    if (!(size >= 0) || reader.position + size > source.size) {
      throw new FormatError(source, `the file ends early: the storage ${key} is not whole`);
    }
    places.set(key, section(source, reader.position, size));
    reader.skip(size);
  }
  return value;
}

type Plain = null | boolean | number | bigint | string | Plain[] | Map<Plain, Plain>;

function refuse(): never {
  throw new FormatError({ name: "the checkpoint" }, "its preamble holds objects, which torch.save never writes there");
}

/** Numbers, strings, lists and dictionaries: all that stands around the main pickle of an older file. */
const PLAIN: PickleFactory<Plain> = {
  constant: (value) => value,
  float: (value) => value,
  bytes: refuse,
  bytearray: refuse,
  list: () => [],
  dict: () => new Map<Plain, Plain>(),
  set: refuse,
  tuple: (items) => [...items],
  frozenset: refuse,
  append: (list, items) => {
    if (!Array.isArray(list)) refuse();
    for (const item of items) list.push(item);
  },
  setItems: (dict, pairs) => {
    if (!(dict instanceof Map)) refuse();
    for (const [key, value] of pairs) dict.set(key, value);
  },
  addItems: refuse,
  global: refuse,
  call: refuse,
  newObject: refuse,
  build: refuse,
  persistent: refuse,
  asText: (value) => (typeof value === "string" ? value : null),
};
