/** The files of `torch.export.save`: a ZIP archive of the program as JSON, its weights, constants and example inputs. */

import type { TensorData } from "../../fx/exported_program.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { type ByteSource, FormatError } from "../byte_source.ts";
import { archiveRoot, requireLittleEndian } from "../checkpoint.ts";
import { readStrided, requireInStorage } from "../strided.ts";
import { looksLikeZip, readZip, type ZipArchive, zipEntry } from "../zip.ts";
import { type Json, Reader } from "./json.ts";
import { tensorMetaOf } from "./values.ts";

/** A program of a very large model has some tens of megabytes. */
const MAX_JSON = 1 << 29;

export interface Pt2Archive {
  readonly reader: Reader;
  readonly program: Json;
  /** Parameters and buffers, then constants, by name. */
  readonly tensors: ReadonlyMap<string, TensorData>;
  /** `(args, kwargs)` as `torch.save` wrote them; null when the file has none. */
  readonly sampleInputs: ByteSource | null;
}

export function openPt2(source: ByteSource): Pt2Archive {
  const reader = new Reader(source.name);
  if (source.size === 0 || !looksLikeZip(source))
    reader.fail("this is no file of torch.export.save: it is no ZIP archive");
  const archive = readZip(source);
  if (archiveRoot(archive, "serialized_exported_program.json") !== null) {
    reader.fail("this program was saved by PyTorch 2.7 or older; load and save it again with a newer PyTorch");
  }
  const root = archiveRoot(archive, "archive_format");
  if (root === null) reader.fail("the ZIP archive is no file of torch.export.save: it has no archive_format");
  requireLittleEndian(archive, root ?? "");
  const models = [...archive.entries.keys()].filter(
    (name) => name.startsWith(`${root}models/`) && name.endsWith(".json"),
  );
  const [path, ...more] = models;
  if (path === undefined) return reader.fail("the archive holds no program");
  if (more.length > 0) reader.fail(`the archive holds ${models.length} programs; save each to a file of its own`);
  const name = path.slice(`${root}models/`.length, -".json".length);
  return {
    reader,
    program: readJson(reader, archive, path),
    tensors: new Map([
      ...payloads(reader, archive, `${root}data/weights/`, `${name}_weights_config.json`),
      ...payloads(reader, archive, `${root}data/constants/`, `${name}_constants_config.json`),
    ]),
    sampleInputs: zipEntry(archive, `${root}data/sample_inputs/${name}.pt`),
  };
}

function readJson(reader: Reader, archive: ZipArchive, path: string): Json {
  const entry = zipEntry(archive, path);
  if (entry === null) return reader.fail(`the entry ${path} is missing`);
  if (entry.size > MAX_JSON) return reader.fail(`the entry ${path} is too large`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(entry.read(0, entry.size)));
  } catch (error) {
    if (error instanceof FormatError) throw error;
    return reader.fail(`the entry ${path} is no JSON`);
  }
  return reader.object(value, `the entry ${path}`);
}

function* payloads(
  reader: Reader,
  archive: ZipArchive,
  folder: string,
  config: string,
): Iterable<readonly [string, TensorData]> {
  if (!archive.entries.has(folder + config)) {
    for (const name of archive.entries.keys()) {
      if (name.startsWith(folder) && name.endsWith(".pt")) {
        reader.fail("its weights are one pickle, as older versions of PyTorch wrote; save it again with a newer one");
      }
    }
    return;
  }
  const table = reader.object(readJson(reader, archive, folder + config)["config"], "the table of weights");
  const known = new Map<string, TensorData>();
  for (const [name, value] of Object.entries(table)) {
    const entry = reader.object(value, `the weight ${name}`);
    if (entry["use_pickle"] === true)
      reader.fail(`${name} is no plain tensor (a subclass or an object), which is not read`);
    const path = reader.text(entry["path_name"], `the place of ${name}`);
    const meta = tensorMetaOf(reader, entry["tensor_meta"]);
    const data = zipEntry(archive, folder + path) ?? reader.fail(`the data of ${name} are missing`);
    if ([...meta.shape, ...meta.strides].some((n) => typeof n !== "number")) reader.fail(`${name} has no fixed shape`);
    requireInStorage(reader.file, path, meta, data.size);
    // Tied weights share a storage and its layout: they are one tensor.
    const key = JSON.stringify([path, meta]);
    const shared = known.get(key) ?? stored(data, meta);
    known.set(key, shared);
    yield [name, shared];
  }
}

function stored(data: ByteSource, meta: TensorMeta): TensorData {
  return { meta, bytes: () => readStrided(data, meta), identity: {} };
}
