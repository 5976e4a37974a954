/** Files: written whole or not at all, read without exceptions. */

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { WriteError, writeAtomically, writeTextAtomically } from "../../src/runtime/atomic_write.ts";
import { nodeHost } from "../../src/runtime/node_host.ts";

const directory = mkdtempSync(join(tmpdir(), "files-"));
afterAll(() => rmSync(directory, { recursive: true }));

test("a file is replaced as a whole", () => {
  const path = join(directory, "a.bin");
  writeTextAtomically(path, "old");
  writeAtomically(path, [Uint8Array.of(1, 2), new Uint8Array(0), Uint8Array.of(3)]);
  expect([...readFileSync(path)]).toEqual([1, 2, 3]);
  function* failing() {
    yield Uint8Array.of(9);
    throw new Error("no more data");
  }
  expect(() => writeAtomically(path, failing())).toThrow("no more data");
  expect([...readFileSync(path)]).toEqual([1, 2, 3]);
  expect(readdirSync(directory)).toEqual(["a.bin"]);
});

test("a link stays one, and the file that it leads to is replaced", () => {
  const [link, target] = [join(directory, "shortcut"), join(directory, "target")];
  writeFileSync(target, "old");
  symlinkSync("target", link);
  writeTextAtomically(link, "new");
  expect(readFileSync(target, "utf8")).toBe("new");
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  for (const path of [link, target]) rmSync(path);
});

test.skipIf(process.platform === "win32")("a pipe is written into, not replaced", () => {
  const pipe = join(directory, "pipe");
  execFileSync("mkfifo", [pipe]);
  // Opened for both, so that neither end waits for the other.
  const reader = openSync(pipe, "r+");
  writeTextAtomically(pipe, "text");
  const bytes = new Uint8Array(4);
  readSync(reader, bytes);
  closeSync(reader);
  expect(new TextDecoder().decode(bytes)).toBe("text");
  expect(statSync(pipe).isFIFO()).toBe(true);
  rmSync(pipe);
});

test("what is in the way is named", () => {
  expect(() => writeTextAtomically(join(directory, "none", "a"), "")).toThrow(
    /can't write .*a: the directory .*none does not exist/,
  );
  const file = join(directory, "file");
  writeFileSync(file, "");
  expect(() => writeTextAtomically(join(file, "a"), "")).toThrow(/is not a directory/);
  const folder = join(directory, "folder");
  mkdirSync(folder);
  expect(() => writeTextAtomically(folder, "")).toThrow("it is a directory");
  rmSync(file);
});

// The superuser may write anywhere but where the file system itself refuses.
test("a directory that takes no files", () => {
  const superuser = process.getuid?.() === 0;
  const locked = superuser ? "/proc" : join(directory, "locked");
  if (!superuser) {
    mkdirSync(locked);
    chmodSync(locked, 0o500);
  }
  expect(() => writeTextAtomically(join(locked, "a"), "")).toThrow(WriteError);
});

test("the host reads what is there and says null for the rest", () => {
  const host = nodeHost();
  const at = (name: string) => join(directory, name);
  writeFileSync(at("bom.py"), "\uFEFFx = 1\n");
  writeFileSync(at("latin.py"), Uint8Array.of(0x78, 0xe9));
  mkdirSync(at("package"));
  symlinkSync(at("package"), at("link"));
  expect([host.readText(at("bom.py")), host.readText(at("latin.py")), host.readText(at("none.py"))]).toEqual([
    "x = 1\n",
    null,
    null,
  ]);
  expect([host.isFile(at("bom.py")), host.isDirectory(at("link")), host.isFile(at("none.py"))]).toEqual([
    true,
    true,
    false,
  ]);
  expect(host.readDirectory(directory)).toEqual(
    expect.arrayContaining([
      { name: "link", isDirectory: true },
      { name: "bom.py", isDirectory: false },
    ]),
  );
  expect([host.readDirectory(at("none")), host.stamp(at("none")), host.readText(directory)]).toEqual([[], null, null]);
  const before = host.stamp(at("bom.py"));
  writeFileSync(at("bom.py"), "longer than before");
  expect(host.stamp(at("bom.py"))).not.toBe(before);
});
