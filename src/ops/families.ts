/** The family files, by name. A new family is one line here; a new operator is one entry in its family. */

import { higherOrderOps } from "./control/higher_order.ts";
import type { OpEntry } from "./define.ts";
import { distanceOps } from "./linalg/distance.ts";
import { eigenOps } from "./linalg/eigen.ts";
import { einsumOps } from "./linalg/einsum.ts";
import { ldlOps } from "./linalg/ldl.ts";
import { luOps } from "./linalg/lu.ts";
import { matmulOps } from "./linalg/matmul.ts";
import { powerOps } from "./linalg/powers.ts";
import { qrOps } from "./linalg/qr.ts";
import { spectralOps } from "./linalg/spectral.ts";
import { triangularOps } from "./linalg/triangular.ts";
import { activationOps } from "./nn/activation.ts";
import { adaptivePoolOps } from "./nn/adaptive_pool.ts";
import { attentionOps } from "./nn/attention.ts";
import { convOps } from "./nn/conv.ts";
import { ctcLossOps } from "./nn/ctc_loss.ts";
import { embeddingBagOps } from "./nn/embedding_bag.ts";
import { fractionalPoolOps } from "./nn/fractional_pool.ts";
import { fusedAttentionOps } from "./nn/fused_attention.ts";
import { gradientFormulaOps } from "./nn/gradients.ts";
import { linearCrossEntropyOps } from "./nn/linear_cross_entropy.ts";
import { lossOps } from "./nn/loss.ts";
import { marginLossOps } from "./nn/margin_loss.ts";
import { normOps } from "./nn/norm.ts";
import { onnxOperatorOps } from "./nn/onnx_operators.ts";
import { padOps } from "./nn/pad.ts";
import { poolOps } from "./nn/pool.ts";
import { resizeOps } from "./nn/resize.ts";
import { rnnOps } from "./nn/rnn.ts";
import { unpoolOps } from "./nn/unpool.ts";
import { weightNormOps } from "./nn/weight_norm.ts";
import { binaryOps } from "./pointwise/binary.ts";
import { divisorOps } from "./pointwise/divisors.ts";
import { floatPartsOps } from "./pointwise/float_parts.ts";
import { gammaOps } from "./pointwise/gamma.ts";
import { logicalOps } from "./pointwise/logical.ts";
import { orthogonalPolynomialOps } from "./pointwise/orthogonal_polynomials.ts";
import { specialFunctionOps } from "./pointwise/special_functions.ts";
import { unaryOps } from "./pointwise/unary.ts";
import { primsOps } from "./prims/prims.ts";
import { fakeQuantizeOps } from "./quantization/fake_quantize.ts";
import { quantizedDecomposedOps } from "./quantization/quantized_decomposed.ts";
import { covarianceOps } from "./reduce/covariance.ts";
import { extremumOps } from "./reduce/extremum.ts";
import { gradientOps } from "./reduce/gradient.ts";
import { hashOps } from "./reduce/hash.ts";
import { histogramOps } from "./reduce/histogram.ts";
import { orderStatisticsOps } from "./reduce/order_statistics.ts";
import { scanOps } from "./reduce/scan.ts";
import { searchOps } from "./reduce/search.ts";
import { segmentOps } from "./reduce/segment.ts";
import { statisticsOps } from "./reduce/statistics.ts";
import { sumOps } from "./reduce/sums.ts";
import { advancedIndexOps } from "./tensor/advanced_index.ts";
import { complexOps } from "./tensor/complex.ts";
import { conversionOps } from "./tensor/conversion.ts";
import { creationOps } from "./tensor/creation.ts";
import { fftOps } from "./tensor/fft.ts";
import { fftFrequencyOps } from "./tensor/fft_frequencies.ts";
import { indexingOps } from "./tensor/indexing.ts";
import { joiningOps } from "./tensor/joining.ts";
import { maskedIndexOps } from "./tensor/masked_index.ts";
import { randomOps } from "./tensor/random.ts";
import { rearrangeOps } from "./tensor/rearrange.ts";
import { resizeStorageOps } from "./tensor/resize.ts";
import { slicingOps } from "./tensor/slicing.ts";
import { stftOps } from "./tensor/stft.ts";
import { uniqueOps } from "./tensor/unique.ts";
import { viewOps } from "./tensor/views.ts";
import { windowFunctionOps } from "./tensor/window_functions.ts";
import { deformConvOps } from "./vision/deform_conv.ts";
import { regionOps } from "./vision/regions.ts";

export const FAMILIES: Readonly<Record<string, readonly OpEntry[]>> = {
  "pointwise/unary": unaryOps,
  "pointwise/binary": binaryOps,
  "pointwise/logical": logicalOps,
  "pointwise/special_functions": specialFunctionOps,
  "pointwise/gamma": gammaOps,
  "pointwise/orthogonal_polynomials": orthogonalPolynomialOps,
  "pointwise/float_parts": floatPartsOps,
  "linalg/matmul": matmulOps,
  "linalg/lu": luOps,
  "linalg/triangular": triangularOps,
  "linalg/powers": powerOps,
  "linalg/ldl": ldlOps,
  "linalg/qr": qrOps,
  "linalg/spectral": spectralOps,
  "linalg/eigen": eigenOps,
  "linalg/einsum": einsumOps,
  "linalg/distance": distanceOps,
  "reduce/search": searchOps,
  "tensor/rearrange": rearrangeOps,
  "nn/rnn": rnnOps,
  "nn/embedding_bag": embeddingBagOps,
  "nn/unpool": unpoolOps,
  "nn/weight_norm": weightNormOps,
  "nn/activation": activationOps,
  "nn/conv": convOps,
  "nn/norm": normOps,
  "nn/attention": attentionOps,
  "nn/onnx_operators": onnxOperatorOps,
  "nn/pad": padOps,
  "nn/pool": poolOps,
  "nn/fractional_pool": fractionalPoolOps,
  "nn/gradients": gradientFormulaOps,
  "nn/adaptive_pool": adaptivePoolOps,
  "nn/resize": resizeOps,
  "nn/loss": lossOps,
  "nn/linear_cross_entropy": linearCrossEntropyOps,
  "tensor/creation": creationOps,
  "tensor/views": viewOps,
  "tensor/slicing": slicingOps,
  "tensor/resize": resizeStorageOps,
  "tensor/joining": joiningOps,
  "tensor/conversion": conversionOps,
  "tensor/complex": complexOps,
  "tensor/fft": fftOps,
  "tensor/fft_frequencies": fftFrequencyOps,
  "tensor/stft": stftOps,
  "tensor/random": randomOps,
  "tensor/indexing": indexingOps,
  "tensor/advanced_index": advancedIndexOps,
  "tensor/masked_index": maskedIndexOps,
  "reduce/sums": sumOps,
  "reduce/statistics": statisticsOps,
  "reduce/extremum": extremumOps,
  "reduce/covariance": covarianceOps,
  "reduce/hash": hashOps,
  "reduce/scan": scanOps,
  "tensor/window_functions": windowFunctionOps,
  "prims/prims": primsOps,
  "quantization/quantized_decomposed": quantizedDecomposedOps,
  "quantization/fake_quantize": fakeQuantizeOps,
  "nn/margin_loss": marginLossOps,
  "reduce/gradient": gradientOps,
  "reduce/histogram": histogramOps,
  "reduce/order_statistics": orderStatisticsOps,
  "tensor/unique": uniqueOps,
  "vision/regions": regionOps,
  "vision/deform_conv": deformConvOps,
  "control/higher_order": higherOrderOps,
  "pointwise/divisors": divisorOps,
  "reduce/segment": segmentOps,
  "nn/fused_attention": fusedAttentionOps,
  "nn/ctc_loss": ctcLossOps,
};
