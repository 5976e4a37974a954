/** Loading this file gives the structural classes (object, type, function, generator, …) their methods. */

import "./async_generator_methods.ts";
import "./code_methods.ts";
import "./function_methods.ts";
import "./generator_methods.ts";
import "./generic_alias_methods.ts";
import "./iterator_methods.ts";
import "./module_methods.ts";
import "./native_methods.ts";
import "./object_methods.ts";
import "./property_methods.ts";
import "./super_methods.ts";
import "./type_methods.ts";
import "./unknown_methods.ts";
