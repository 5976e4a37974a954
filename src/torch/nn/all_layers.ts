/** Loads every layer's definition. */

import "./layers/activation.ts";
import "./layers/attention.ts";
import "./layers/batchnorm.ts";
import "./layers/containers.ts";
import "./layers/conv.ts";
import "./layers/dropout.ts";
import "./layers/instancenorm.ts";
import "./layers/linear.ts";
import "./layers/loss.ts";
import "./layers/normalization.ts";
import "./layers/padding.ts";
import "./layers/parameter_containers.ts";
import "./layers/pooling.ts";
import "./layers/rnn.ts";
import "./layers/shape.ts";
import "./layers/sparse.ts";
import "./layers/transformer.ts";
