/** The ai.onnx versions that models can be written for. */

export const MIN_OPSET = 18;
export const MAX_OPSET = 23;
