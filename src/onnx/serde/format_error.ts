/** What reading raises when bytes are no ONNX model; the message says what is wrong with the file. */

export class OnnxFormatError extends Error {
  override readonly name = "OnnxFormatError";
}
