/** The modules of the standard library that stand here, in one list. */

import type { NativeModule } from "../importer/native_module.ts";
import { sourceModule } from "../importer/source_module.ts";
import { abcModule } from "./abc.ts";
import { collectionsModule } from "./collections/collections.ts";
import { functoolsModule } from "./functools/functools.ts";
import { itertoolsModule } from "./itertools.ts";
import { keywordModule } from "./keyword.ts";
import { mathModule } from "./math/math.ts";
import { operatorModule } from "./operator.ts";
import { FUNCTOOLS_EXTRA } from "./python/functools_extra.py.ts";
import { sysModule } from "./sys.ts";

export const STDLIB: readonly NativeModule[] = [
  abcModule,
  collectionsModule,
  functoolsModule,
  itertoolsModule,
  keywordModule,
  mathModule,
  operatorModule,
  sysModule,
  sourceModule("_functools_extra", FUNCTOOLS_EXTRA),
];
