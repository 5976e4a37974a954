/** The modules of the standard library that stand here, in one list. */

import type { NativeModule } from "../importer/native_module.ts";
import { sourceModule } from "../importer/source_module.ts";
import { abcModule } from "./abc.ts";
import { astNativeModule } from "./ast/ast_native.ts";
import { collectionsModule } from "./collections/collections.ts";
import { copyModule } from "./copy.ts";
import { dataclassesModule } from "./dataclasses/dataclasses.ts";
import { enumNamesModule } from "./enum_native.ts";
import { findModule } from "./find_module.ts";
import { functoolsModule } from "./functools/functools.ts";
import { bytesTextModule } from "./hashing/base64.ts";
import { hashModule } from "./hashing/hashlib.ts";
import { zlibCoreModule } from "./hashing/zlib.ts";
import { hostFilesModule } from "./host_files.ts";
import { inspectNativeModule } from "./inspect_native.ts";
import { itertoolsModule } from "./itertools.ts";
import { jsonCoreModule, jsonModule } from "./json/json.ts";
import { keywordModule } from "./keyword.ts";
import { cmathModule } from "./math/cmath.ts";
import { mathModule } from "./math/math.ts";
import { operatorModule } from "./operator.ts";
import { ARGPARSE } from "./python/argparse.py.ts";
import { ARRAY } from "./python/array.py.ts";
import { AST } from "./python/ast.py.ts";
import { ASYNCIO_LOOP } from "./python/asyncio_loop.py.ts";
import { ASYNCIO_TASKS } from "./python/asyncio_tasks.py.ts";
import { ATEXIT } from "./python/atexit.py.ts";
import { BASE64, BINASCII, ZLIB } from "./python/base64.py.ts";
import { BISECT } from "./python/bisect.py.ts";
import { CALENDAR, GRAPHLIB } from "./python/calendar.py.ts";
import { CODECS, CTYPES, GZIP, MIMETYPES, PKGUTIL, TOKEN } from "./python/codecs.py.ts";
import { COLLECTIONS_ABC } from "./python/collections_abc.py.ts";
import { COLLECTIONS_EXTRA } from "./python/collections_extra.py.ts";
import { CONFIGPARSER, SHLEX } from "./python/configparser.py.ts";
import { CONTEXTLIB } from "./python/contextlib.py.ts";
import { CONTEXTVARS } from "./python/contextvars.py.ts";
import { COPYREG } from "./python/copyreg.py.ts";
import { CSV } from "./python/csv.py.ts";
import { DATETIME_DATES } from "./python/datetime_dates.py.ts";
import { DATETIME_TIMES } from "./python/datetime_times.py.ts";
import { DECIMAL_CONTEXT } from "./python/decimal_context.py.ts";
import { DECIMAL_EXPONENTIAL } from "./python/decimal_exponential.py.ts";
import { DECIMAL_FUNCTIONS } from "./python/decimal_functions.py.ts";
import { DECIMAL_NUMBER } from "./python/decimal_number.py.ts";
import { DIFFLIB } from "./python/difflib.py.ts";
import { ENUM_CLASSES } from "./python/enum_classes.py.ts";
import { ENUM_TYPE } from "./python/enum_type.py.ts";
import { ERRNO } from "./python/errno.py.ts";
import { FNMATCH } from "./python/fnmatch.py.ts";
import { FRACTIONS } from "./python/fractions.py.ts";
import { FUNCTOOLS_EXTRA } from "./python/functools_extra.py.ts";
import { FUTURE } from "./python/future.py.ts";
import { GC } from "./python/gc.py.ts";
import { GENERICPATH } from "./python/genericpath.py.ts";
import { GLOB } from "./python/glob.py.ts";
import { HASHLIB, HMAC } from "./python/hashlib.py.ts";
import { HEAPQ } from "./python/heapq.py.ts";
import { IMPORTLIB } from "./python/importlib.py.ts";
import { IMPORTLIB_ABC, IMPORTLIB_MACHINERY } from "./python/importlib_abc.py.ts";
import { IMPORTLIB_METADATA } from "./python/importlib_metadata.py.ts";
import { IMPORTLIB_UTIL } from "./python/importlib_util.py.ts";
import { INSPECT_OBJECTS } from "./python/inspect_objects.py.ts";
import { INSPECT_SIGNATURE } from "./python/inspect_signature.py.ts";
import { IO } from "./python/io.py.ts";
import { JSON_CLASSES } from "./python/json_classes.py.ts";
import { LINECACHE } from "./python/linecache.py.ts";
import { LOGGING } from "./python/logging.py.ts";
import { LOGGING_CONFIG, LOGGING_HANDLERS } from "./python/logging_config.py.ts";
import { NUMBERS } from "./python/numbers.py.ts";
import { OS } from "./python/os.py.ts";
import { PATHLIB } from "./python/pathlib.py.ts";
import { PICKLE } from "./python/pickle.py.ts";
import { PLATFORM } from "./python/platform.py.ts";
import { POSIXPATH } from "./python/posixpath.py.ts";
import { PPRINT } from "./python/pprint.py.ts";
import { CONCURRENT_FUTURES, MULTIPROCESSING, QUEUE } from "./python/queue.py.ts";
import { RANDOM } from "./python/random.py.ts";
import { RE_FLAGS } from "./python/re_flags.py.ts";
import { RE_SCANNER } from "./python/re_scanner.py.ts";
import { REFUSED } from "./python/refused.py.ts";
import { SHUTIL } from "./python/shutil.py.ts";
import {
  COLORSYS,
  CPROFILE,
  FAULTHANDLER,
  GETPASS,
  LOCALE,
  SIGNAL,
  STAT,
  TIMEIT,
  TRACEMALLOC,
} from "./python/small_services.py.ts";
import { SOCKET } from "./python/socket.py.ts";
import { STATISTICS } from "./python/statistics.py.ts";
import { STRING } from "./python/string.py.ts";
import { STRPTIME } from "./python/strptime.py.ts";
import { SUBPROCESS } from "./python/subprocess.py.ts";
import { TEMPFILE } from "./python/tempfile.py.ts";
import { TEXTWRAP } from "./python/textwrap.py.ts";
import { THREADING } from "./python/threading.py.ts";
import { TRACEBACK } from "./python/traceback.py.ts";
import { TRACEBACK_EXCEPTION } from "./python/traceback_exception.py.ts";
import { TYPING_CLASSES } from "./python/typing_classes.py.ts";
import { TYPING_FORMS } from "./python/typing_forms.py.ts";
import { TYPING_FUNCTIONS } from "./python/typing_functions.py.ts";
import { TYPING_VARIABLES } from "./python/typing_variables.py.ts";
import { HTML, URLLIB_ERROR, URLLIB_PARSE, URLLIB_REQUEST } from "./python/urllib_parse.py.ts";
import { SECRETS, UUID } from "./python/uuid.py.ts";
import { WARNINGS } from "./python/warnings.py.ts";
import { WEAKREF } from "./python/weakref.py.ts";
import { randomCoreModule } from "./random/core.ts";
import { reModule } from "./re/re.ts";
import { sourceLinesModule } from "./source_lines.ts";
import { structModule } from "./struct.ts";
import { sysModule } from "./sys.ts";
import { strftimeModule, timeModule } from "./time.ts";
import { typesModule } from "./types.ts";
import { unicodedataModule } from "./unicodedata.ts";

export const STDLIB: readonly NativeModule[] = [
  abcModule,
  astNativeModule,
  collectionsModule,
  copyModule,
  dataclassesModule,
  functoolsModule,
  findModule,
  hostFilesModule,
  inspectNativeModule,
  itertoolsModule,
  jsonCoreModule,
  jsonModule,
  hashModule,
  bytesTextModule,
  zlibCoreModule,
  cmathModule,
  keywordModule,
  mathModule,
  operatorModule,
  enumNamesModule,
  randomCoreModule,
  reModule,
  sourceLinesModule,
  structModule,
  sysModule,
  strftimeModule,
  timeModule,
  typesModule,
  unicodedataModule,
  // The functions of `operator` say that they are its: pickles find them there.
  sourceModule("_operator", "from operator import *\n"),
  sourceModule("_collections_extra", COLLECTIONS_EXTRA, { lazily: true }),
  sourceModule("_functools_extra", FUNCTOOLS_EXTRA, { lazily: true }),
  sourceModule("__future__", FUTURE),
  sourceModule("bisect", BISECT),
  sourceModule("collections.abc", COLLECTIONS_ABC),
  sourceModule("contextlib", CONTEXTLIB, { lazily: true }),
  sourceModule("enum", ENUM_TYPE + ENUM_CLASSES, { lazily: true }),
  sourceModule("contextvars", CONTEXTVARS),
  sourceModule("heapq", HEAPQ),
  sourceModule("linecache", LINECACHE),
  sourceModule("numbers", NUMBERS),
  sourceModule("_re_flags", RE_FLAGS),
  sourceModule("_re_scanner", RE_SCANNER),
  sourceModule("genericpath", GENERICPATH),
  sourceModule("inspect", INSPECT_SIGNATURE + INSPECT_OBJECTS, { lazily: true }),
  sourceModule("os", OS),
  sourceModule("posixpath", POSIXPATH),
  sourceModule("_json_classes", JSON_CLASSES),
  sourceModule("random", RANDOM),
  sourceModule("threading", THREADING, { lazily: true }),
  sourceModule("weakref", WEAKREF),
  sourceModule("logging", LOGGING, { lazily: true }),
  sourceModule("typing", TYPING_FORMS + TYPING_VARIABLES + TYPING_CLASSES + TYPING_FUNCTIONS, { lazily: true }),
  sourceModule("warnings", WARNINGS),
  sourceModule("string", STRING),
  sourceModule("io", IO),
  sourceModule("importlib", IMPORTLIB),
  sourceModule("importlib.abc", IMPORTLIB_ABC, { lazily: true }),
  sourceModule("importlib.machinery", IMPORTLIB_MACHINERY),
  sourceModule("importlib.util", IMPORTLIB_UTIL),
  sourceModule("importlib.metadata", IMPORTLIB_METADATA),
  sourceModule("textwrap", TEXTWRAP),
  sourceModule("traceback", TRACEBACK),
  sourceModule("_traceback_exception", TRACEBACK_EXCEPTION),
  sourceModule("pathlib", PATHLIB),
  sourceModule("fnmatch", FNMATCH),
  sourceModule("_refused", REFUSED),
  sourceModule("subprocess", SUBPROCESS),
  sourceModule("socket", SOCKET),
  sourceModule("shutil", SHUTIL),
  sourceModule("tempfile", TEMPFILE),
  sourceModule("glob", GLOB),
  sourceModule("platform", PLATFORM),
  sourceModule("gc", GC),
  sourceModule("atexit", ATEXIT),
  sourceModule("copyreg", COPYREG),
  sourceModule("errno", ERRNO),
  sourceModule("argparse", ARGPARSE),
  sourceModule("hashlib", HASHLIB),
  sourceModule("hmac", HMAC),
  sourceModule("uuid", UUID),
  sourceModule("secrets", SECRETS),
  sourceModule("base64", BASE64),
  sourceModule("binascii", BINASCII),
  sourceModule("zlib", ZLIB),
  sourceModule("fractions", FRACTIONS),
  sourceModule("statistics", STATISTICS),
  sourceModule("pprint", PPRINT),
  sourceModule("_strptime", STRPTIME),
  sourceModule("decimal", DECIMAL_CONTEXT + DECIMAL_NUMBER + DECIMAL_FUNCTIONS + DECIMAL_EXPONENTIAL),
  sourceModule("datetime", DATETIME_DATES + DATETIME_TIMES),
  sourceModule("asyncio", ASYNCIO_LOOP + ASYNCIO_TASKS),
  sourceModule("queue", QUEUE),
  sourceModule("concurrent", ""),
  sourceModule("concurrent.futures", CONCURRENT_FUTURES),
  sourceModule("multiprocessing", MULTIPROCESSING),
  sourceModule("array", ARRAY),
  sourceModule("csv", CSV),
  sourceModule("pickle", PICKLE),
  sourceModule("urllib.parse", URLLIB_PARSE),
  sourceModule("urllib.error", URLLIB_ERROR),
  sourceModule("urllib.request", URLLIB_REQUEST),
  sourceModule("html", HTML),
  sourceModule("ast", AST),
  sourceModule("difflib", DIFFLIB),
  sourceModule("configparser", CONFIGPARSER),
  sourceModule("shlex", SHLEX),
  sourceModule("stat", STAT),
  sourceModule("locale", LOCALE),
  sourceModule("getpass", GETPASS),
  sourceModule("signal", SIGNAL),
  sourceModule("timeit", TIMEIT),
  sourceModule("tracemalloc", TRACEMALLOC),
  sourceModule("faulthandler", FAULTHANDLER),
  sourceModule("colorsys", COLORSYS),
  sourceModule("cProfile", CPROFILE),
  sourceModule("profile", CPROFILE),
  sourceModule("calendar", CALENDAR),
  sourceModule("graphlib", GRAPHLIB),
  sourceModule("codecs", CODECS),
  sourceModule("gzip", GZIP),
  sourceModule("pkgutil", PKGUTIL),
  sourceModule("ctypes", CTYPES),
  sourceModule("token", TOKEN),
  sourceModule("mimetypes", MIMETYPES),
  sourceModule("logging.handlers", LOGGING_HANDLERS),
  sourceModule("logging.config", LOGGING_CONFIG),
  sourceModule("urllib", ""),
];
