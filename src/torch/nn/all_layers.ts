/** Loads every layer's definition. */

import "./layers/activation.ts";
import "./layers/containers.ts";
import "./layers/dropout.ts";
import "./layers/linear.ts";
import "./layers/parameter_containers.ts";
