/** The modules of the standard library that stand here, in one list. */

import type { NativeModule } from "../importer/native_module.ts";
import { sourceModule } from "../importer/source_module.ts";
import { abcModule } from "./abc.ts";
import { collectionsModule } from "./collections/collections.ts";
import { copyModule } from "./copy.ts";
import { dataclassesModule } from "./dataclasses/dataclasses.ts";
import { functoolsModule } from "./functools/functools.ts";
import { hostFilesModule } from "./host_files.ts";
import { inspectNativeModule } from "./inspect_native.ts";
import { itertoolsModule } from "./itertools.ts";
import { jsonCoreModule, jsonModule } from "./json/json.ts";
import { keywordModule } from "./keyword.ts";
import { mathModule } from "./math/math.ts";
import { operatorModule } from "./operator.ts";
import { BISECT } from "./python/bisect.py.ts";
import { COLLECTIONS_ABC } from "./python/collections_abc.py.ts";
import { COLLECTIONS_EXTRA } from "./python/collections_extra.py.ts";
import { CONTEXTLIB } from "./python/contextlib.py.ts";
import { CONTEXTVARS } from "./python/contextvars.py.ts";
import { ENUM_CLASSES } from "./python/enum_classes.py.ts";
import { ENUM_TYPE } from "./python/enum_type.py.ts";
import { FUNCTOOLS_EXTRA } from "./python/functools_extra.py.ts";
import { FUTURE } from "./python/future.py.ts";
import { GENERICPATH } from "./python/genericpath.py.ts";
import { HEAPQ } from "./python/heapq.py.ts";
import { INSPECT_OBJECTS } from "./python/inspect_objects.py.ts";
import { INSPECT_SIGNATURE } from "./python/inspect_signature.py.ts";
import { JSON_CLASSES } from "./python/json_classes.py.ts";
import { LINECACHE } from "./python/linecache.py.ts";
import { LOGGING } from "./python/logging.py.ts";
import { NUMBERS } from "./python/numbers.py.ts";
import { OS } from "./python/os.py.ts";
import { POSIXPATH } from "./python/posixpath.py.ts";
import { RANDOM } from "./python/random.py.ts";
import { RE_FLAGS } from "./python/re_flags.py.ts";
import { THREADING } from "./python/threading.py.ts";
import { TYPING_CLASSES } from "./python/typing_classes.py.ts";
import { TYPING_FORMS } from "./python/typing_forms.py.ts";
import { WARNINGS } from "./python/warnings.py.ts";
import { WEAKREF } from "./python/weakref.py.ts";
import { randomCoreModule } from "./random/core.ts";
import { reModule } from "./re/re.ts";
import { sourceLinesModule } from "./source_lines.ts";
import { sysModule } from "./sys.ts";
import { timeModule } from "./time.ts";
import { typesModule } from "./types.ts";

export const STDLIB: readonly NativeModule[] = [
  abcModule,
  collectionsModule,
  copyModule,
  dataclassesModule,
  functoolsModule,
  hostFilesModule,
  inspectNativeModule,
  itertoolsModule,
  jsonCoreModule,
  jsonModule,
  keywordModule,
  mathModule,
  operatorModule,
  randomCoreModule,
  reModule,
  sourceLinesModule,
  sysModule,
  timeModule,
  typesModule,
  sourceModule("_collections_extra", COLLECTIONS_EXTRA),
  sourceModule("_functools_extra", FUNCTOOLS_EXTRA),
  sourceModule("__future__", FUTURE),
  sourceModule("bisect", BISECT),
  sourceModule("collections.abc", COLLECTIONS_ABC),
  sourceModule("contextlib", CONTEXTLIB),
  sourceModule("enum", ENUM_TYPE + ENUM_CLASSES),
  sourceModule("contextvars", CONTEXTVARS),
  sourceModule("heapq", HEAPQ),
  sourceModule("linecache", LINECACHE),
  sourceModule("numbers", NUMBERS),
  sourceModule("_re_flags", RE_FLAGS),
  sourceModule("genericpath", GENERICPATH),
  sourceModule("inspect", INSPECT_SIGNATURE + INSPECT_OBJECTS),
  sourceModule("os", OS),
  sourceModule("posixpath", POSIXPATH),
  sourceModule("_json_classes", JSON_CLASSES),
  sourceModule("random", RANDOM),
  sourceModule("threading", THREADING),
  sourceModule("weakref", WEAKREF),
  sourceModule("logging", LOGGING),
  sourceModule("typing", TYPING_FORMS + TYPING_CLASSES),
  sourceModule("warnings", WARNINGS),
];
