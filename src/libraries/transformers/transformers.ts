/** transformers: its own source but for the import machinery and the decorators of documentation. */

import type { Library } from "../../dynamo/importer/library.ts";
import { sourceModule } from "../../dynamo/importer/source_module.ts";
import { CACHE_NODES } from "./cache_nodes.ts";
import { AUTO_DOCSTRING, DOC, IMPORT_UTILS } from "./definitions.ts";
import { findDefinitionModule } from "./find_definition.ts";

export const TRANSFORMERS: Library = {
  name: "transformers",
  deferred: true,
  registries: [],
  modules: [
    findDefinitionModule,
    sourceModule("transformers.dependency_versions_check", ""),
    sourceModule("transformers._pytree_nodes", CACHE_NODES),
  ],
  definitions: {
    "transformers.utils.import_utils": IMPORT_UTILS,
    "transformers.utils.auto_docstring": AUTO_DOCSTRING,
    // Its place in version 4.
    "transformers.utils.args_doc": AUTO_DOCSTRING,
    "transformers.utils.doc": DOC,
  },
};
