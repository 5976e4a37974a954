/** The package `onnxruntime`: sessions over ONNX Runtime's binding for Node, with the options that it takes. */

export const ONNXRUNTIME = `
import enum
import os
import warnings

import numpy as np

import _onnx
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidArgument, InvalidGraph, InvalidProtobuf, NoSuchFile, NotImplemented

__version__ = "1.30.0"

_NUMPY = {
    "float": "float32", "double": "float64", "float16": "float16", "int8": "int8", "uint8": "uint8", "int16": "int16",
    "uint16": "uint16", "int32": "int32", "uint32": "uint32", "int64": "int64", "uint64": "uint64", "bool": "bool",
}
_ONNX = {name: kind for kind, name in _NUMPY.items()}


class GraphOptimizationLevel(enum.IntEnum):
    ORT_DISABLE_ALL = 0
    ORT_ENABLE_BASIC = 1
    ORT_ENABLE_EXTENDED = 2
    ORT_ENABLE_LAYOUT = 3
    ORT_ENABLE_ALL = 99


class ExecutionMode(enum.IntEnum):
    ORT_SEQUENTIAL = 0
    ORT_PARALLEL = 1


class ExecutionOrder(enum.IntEnum):
    DEFAULT = 0
    PRIORITY_BASED = 1
    MEMORY_EFFICIENT = 2


_LEVELS = {0: "disabled", 1: "basic", 2: "extended", 3: "layout", 99: "all"}
_MODES = {0: "sequential", 1: "parallel"}


class SessionOptions:
    def __init__(self):
        self.enable_cpu_mem_arena = True
        self.enable_mem_pattern = True
        self.enable_mem_reuse = True
        self.enable_profiling = False
        self.execution_mode = ExecutionMode.ORT_SEQUENTIAL
        self.execution_order = ExecutionOrder.DEFAULT
        self.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_ALL
        self.inter_op_num_threads = 0
        self.intra_op_num_threads = 0
        self.log_severity_level = -1
        self.log_verbosity_level = 0
        self.logid = ""
        self.optimized_model_filepath = ""
        self.profile_file_prefix = "onnxruntime_profile_"
        self.use_deterministic_compute = False
        self.use_per_session_threads = True
        self._free = {}
        self._entries = {}

    def add_free_dimension_override_by_name(self, name, value):
        self._free[name] = value

    def add_free_dimension_override_by_denotation(self, denotation, value):
        _warn("add_free_dimension_override_by_denotation", "dimensions are overridden here by their names alone")

    def add_session_config_entry(self, key, value):
        self._entries[key] = value

    def get_session_config_entry(self, key):
        if key not in self._entries:
            raise RuntimeError(f"SessionOptions does not have configuration with key: {key}")
        return self._entries[key]

    def has_providers(self):
        return False

    def add_initializer(self, name, value):
        _warn("add_initializer", "weights are the model's own")

    def add_external_initializers(self, names, values):
        _warn("add_external_initializers", "weights are the model's own")

    def register_custom_ops_library(self, path):
        _warn("register_custom_ops_library", "no compiled library is loaded")


_UNAVAILABLE = {
    "enable_mem_reuse": (True, "ONNX Runtime's binding for Node does not offer it"),
    "enable_profiling": (False, "profiles are files that a program evaluated here does not write"),
    "execution_order": (ExecutionOrder.DEFAULT, "ONNX Runtime's binding for Node does not offer it"),
    "optimized_model_filepath": ("", "optimised models are files that a program evaluated here does not write"),
    "use_deterministic_compute": (False, "ONNX Runtime's binding for Node does not offer it"),
    "use_per_session_threads": (True, "ONNX Runtime's binding for Node has no global thread pool"),
}


def _warn(name, why):
    warnings.warn(f"onnxruntime: {name} has no effect here: {why}", UserWarning, stacklevel=4)


def _applied(options):
    """What ONNX Runtime's binding takes of the options; a warning for the rest."""
    made = dict(_default_logger)
    if options is None:
        return made
    for name, (default, why) in _UNAVAILABLE.items():
        if getattr(options, name) != default:
            _warn(f"SessionOptions.{name}", why)
    made["graphOptimizationLevel"] = _LEVELS[int(options.graph_optimization_level)]
    made["executionMode"] = _MODES[int(options.execution_mode)]
    made["enableCpuMemArena"] = bool(options.enable_cpu_mem_arena)
    made["enableMemPattern"] = bool(options.enable_mem_pattern)
    if options.intra_op_num_threads:
        made["intraOpNumThreads"] = options.intra_op_num_threads
    if options.inter_op_num_threads:
        made["interOpNumThreads"] = options.inter_op_num_threads
    if options.log_severity_level >= 0:
        made["logSeverityLevel"] = options.log_severity_level
    if options.log_verbosity_level:
        made["logVerbosityLevel"] = options.log_verbosity_level
    if options.logid:
        made["logId"] = options.logid
    if options._free:
        made["freeDimensionOverrides"] = dict(options._free)
    if options._entries:
        made["entries"] = {key: str(value) for key, value in options._entries.items()}
    return made


class RunOptions:
    def __init__(self):
        self.log_severity_level = -1
        self.log_verbosity_level = 0
        self.logid = ""
        self.only_execute_path_to_fetches = False
        self.terminate = False
        self._entries = {}

    def add_run_config_entry(self, key, value):
        self._entries[key] = value

    def get_run_config_entry(self, key):
        if key not in self._entries:
            raise RuntimeError(f"RunOptions does not have configuration with key: {key}")
        return self._entries[key]

    def add_active_adapter(self, adapter):
        _warn("RunOptions.add_active_adapter", "no adapter is loaded")


_RUN_DEFAULTS = {
    "log_severity_level": (-1, "a run logs as its session does"),
    "log_verbosity_level": (0, "a run logs as its session does"),
    "logid": ("", "a run logs as its session does"),
    "only_execute_path_to_fetches": (False, "all outputs of the model are computed, and those asked for are given"),
    "_entries": ({}, "ONNX Runtime's binding for Node takes no entries for one run"),
}


def _check_run(options):
    """A run that is to end at once does; a warning for what can't be chosen."""
    if options is None:
        return
    if not isinstance(options, RunOptions):
        raise TypeError(f"run_options must be a RunOptions, not {type(options).__name__}")
    for name, (default, why) in _RUN_DEFAULTS.items():
        if getattr(options, name) != default:
            _warn("RunOptions.add_run_config_entry" if name == "_entries" else f"RunOptions.{name}", why)
    if options.terminate:
        raise Fail("[ONNXRuntimeError] : 1 : FAIL : Exiting due to terminate flag being set to true.")


class NodeArg:
    def __init__(self, name, dtype, shape):
        self.name = name
        self.type = f"tensor({dtype})" if dtype else "seq(tensor(float))"
        self.shape = shape

    def __repr__(self):
        return f"NodeArg(name={self.name!r}, type={self.type!r}, shape={self.shape})"


def _described(value, fixed):
    """Dimensions that the options fix are sizes."""
    name, dtype, shape = value
    return NodeArg(name, dtype, [fixed.get(size, size) if isinstance(size, str) else size for size in shape])


class ModelMetadata:
    def __init__(self, model):
        graph = model.graph if model is not None else None
        self.producer_name = model.producer_name if model is not None else ""
        self.domain = model.domain if model is not None else ""
        self.version = model.model_version if model is not None else 0
        self.description = model.doc_string if model is not None else ""
        self.graph_name = graph.name if graph is not None else ""
        self.graph_description = graph.doc_string if graph is not None else ""
        self.custom_metadata_map = {p.key: p.value for p in model.metadata_props} if model is not None else {}


def _provider_names(providers):
    return [p[0] if isinstance(p, (tuple, list)) else p for p in providers or []]


def _check_providers(providers, provider_options):
    names = _provider_names(providers)
    others = [name for name in names if name != "CPUExecutionProvider"]
    if others:
        warnings.warn(
            f"Specified provider '{others[0]}' is not in available provider names."
            "Available providers: 'CPUExecutionProvider'",
            UserWarning,
            stacklevel=4,
        )
    if any(options for options in provider_options or []):
        _warn("provider_options", "the CPU provider of ONNX Runtime's binding for Node takes none")


def _refused(error):
    """ONNX Runtime's text as the class of exception that its Python package raises."""
    text = str(error)
    kinds = (
        (NotImplemented, ("Could not find an implementation", "NOT_IMPLEMENTED"), "9 : NOT_IMPLEMENTED"),
        (InvalidProtobuf, ("protobuf parsing failed", "Protobuf parsing failed"), "7 : INVALID_PROTOBUF"),
        (NoSuchFile, ("File doesn't exist", "No such file"), "3 : NO_SUCHFILE"),
        (InvalidGraph, ("This is an invalid model",), "10 : INVALID_GRAPH"),
        (InvalidArgument, ("Invalid rank", "Got invalid dimensions", "Invalid input", "Unexpected input data type", "INVALID_ARGUMENT"), "2 : INVALID_ARGUMENT"),
    )
    for kind, marks, code in kinds:
        if any(mark in text for mark in marks):
            return kind(text if text.startswith("[ONNXRuntimeError]") else f"[ONNXRuntimeError] : {code} : {text}")
    return Fail(text if text.startswith("[ONNXRuntimeError]") else f"[ONNXRuntimeError] : 1 : FAIL : {text}")


class InferenceSession:
    """A loaded model. The CPU runs it."""

    def __init__(self, path_or_bytes, sess_options=None, providers=None, provider_options=None, **kwargs):
        _check_providers(providers, provider_options)
        self._options = sess_options
        if isinstance(path_or_bytes, (bytes, bytearray)):
            self._model, self._path = bytes(path_or_bytes), ""
        elif isinstance(path_or_bytes, (str, os.PathLike)):
            self._model = self._path = os.fspath(path_or_bytes)
        else:
            raise TypeError(f"Unable to load from type '{type(path_or_bytes)}'")
        try:
            self._session = _onnx.open_session(self._model, _applied(sess_options))
        except RuntimeError as error:
            raise _refused(error) from None
        fixed = sess_options._free if sess_options is not None else {}
        self._inputs = [_described(value, fixed) for value in self._session.inputs]
        self._outputs = [_described(value, fixed) for value in self._session.outputs]

    def get_inputs(self):
        return self._inputs

    def get_outputs(self):
        return self._outputs

    def get_overridable_initializers(self):
        return []

    def get_providers(self):
        return ["CPUExecutionProvider"]

    def get_provider_options(self):
        return {"CPUExecutionProvider": {}}

    def set_providers(self, providers=None, provider_options=None):
        _check_providers(providers, provider_options)

    def disable_fallback(self):
        pass

    def enable_fallback(self):
        pass

    def get_session_options(self):
        return self._options or SessionOptions()

    def get_modelmeta(self):
        import onnx

        return ModelMetadata(onnx.load(self._path or __import__("io").BytesIO(self._model), load_external_data=False))

    def end_profiling(self):
        _warn("end_profiling", "no profile is written")
        return ""

    def _feed(self, arg, value):
        if isinstance(value, OrtValue):
            value = value.numpy()
        if not isinstance(value, np.ndarray):
            value = np.array(value)
        expected = arg.type[7:-1]
        kind = "string" if value.dtype.kind in "OU" else _ONNX.get(value.dtype.name)
        if kind is None:
            raise InvalidArgument(f"[ONNXRuntimeError] : 2 : INVALID_ARGUMENT : the input {arg.name} has the dtype {value.dtype}, which no ONNX tensor has")
        if len(value.shape) != len(arg.shape):
            raise InvalidArgument(
                f"[ONNXRuntimeError] : 2 : INVALID_ARGUMENT : Invalid rank for input: {arg.name} Got: {len(value.shape)} "
                f"Expected: {len(arg.shape)} Please fix either the inputs/outputs or the model."
            )
        if kind != expected and expected != "bfloat16":
            raise InvalidArgument(
                "[ONNXRuntimeError] : 2 : INVALID_ARGUMENT : Unexpected input data type. "
                f"Actual: (tensor({kind})) , expected: (tensor({expected}))"
            )
        wrong = [
            f" index: {i} Got: {got} Expected: {want}\\n"
            for i, (got, want) in enumerate(zip(value.shape, arg.shape))
            if isinstance(want, int) and want != got
        ]
        if wrong:
            raise InvalidArgument(
                f"[ONNXRuntimeError] : 2 : INVALID_ARGUMENT : Got invalid dimensions for input: {arg.name} for the "
                f"following indices\\n{''.join(wrong)} Please fix either the inputs/outputs or the model."
            )
        if kind == "string":
            return ("string", value.shape, [str(v) for v in value.flatten().tolist()])
        return (kind, value.shape, np.ascontiguousarray(value).tobytes())

    def run(self, output_names, input_feed, run_options=None):
        known = {arg.name: arg for arg in self._inputs}
        missing = [name for name in known if name not in input_feed]
        if missing:
            raise ValueError(f"Required inputs ({missing}) are missing from input feed ({list(input_feed)}).")
        outputs = [arg.name for arg in self._outputs]
        for name in output_names or []:
            if name not in outputs:
                raise InvalidArgument(f"[ONNXRuntimeError] : 2 : INVALID_ARGUMENT : Invalid output name:{name}")
        feeds = {}
        for name, value in input_feed.items():
            if name not in known:
                raise InvalidArgument(f"[ONNXRuntimeError] : 2 : INVALID_ARGUMENT : Invalid input name: {name}")
            feeds[name] = self._feed(known[name], value)
        _check_run(run_options)
        try:
            results = self._session.run(feeds)
        except RuntimeError as error:
            raise _refused(error) from None
        return [_array(results[name]) for name in output_names or outputs]

    def run_with_ort_values(self, output_names, input_dict_ort_values, run_options=None):
        return [OrtValue(value) for value in self.run(output_names, input_dict_ort_values, run_options)]

    def io_binding(self):
        return IOBinding(self)

    def run_with_iobinding(self, iobinding, run_options=None):
        names = list(iobinding._outputs) or None
        iobinding._results = self.run(names, iobinding._inputs, run_options)
        iobinding._names = names or [arg.name for arg in self._outputs]


def _array(tensor):
    kind, shape, data = tensor
    if kind == "string":
        return np.array(data, dtype=object).reshape(shape)
    return np.frombuffer(data, dtype=_NUMPY[kind]).reshape(shape).copy()


class OrtValue:
    def __init__(self, array):
        self._array = array

    @staticmethod
    def ortvalue_from_numpy(numpy_obj, device_type="cpu", device_id=0, vendor_id=-1):
        return OrtValue(np.array(numpy_obj))

    @staticmethod
    def ortvalue_from_shape_and_type(shape, element_type=np.float32, device_type="cpu", device_id=0, vendor_id=-1):
        return OrtValue(np.zeros(shape, element_type))

    def numpy(self):
        return self._array

    def shape(self):
        return list(self._array.shape)

    def data_type(self):
        return f"tensor({_ONNX.get(self._array.dtype.name, 'string')})"

    def element_type(self):
        import onnx

        return onnx.helper.np_dtype_to_tensor_dtype(self._array.dtype)

    def device_name(self):
        return "cpu"

    def has_value(self):
        return True

    def is_tensor(self):
        return True


class IOBinding:
    def __init__(self, session):
        self._session, self._inputs, self._outputs, self._results, self._names = session, {}, [], [], []

    def bind_cpu_input(self, name, arr_on_cpu):
        self._inputs[name] = arr_on_cpu

    def bind_ortvalue_input(self, name, ortvalue):
        self._inputs[name] = ortvalue.numpy()

    def bind_output(self, name, device_type="cpu", device_id=0, element_type=None, shape=None, buffer_ptr=None):
        self._outputs.append(name)

    def clear_binding_inputs(self):
        self._inputs.clear()

    def clear_binding_outputs(self):
        self._outputs.clear()

    def copy_outputs_to_cpu(self):
        return list(self._results)

    def get_outputs(self):
        return [OrtValue(array) for array in self._results]


def get_available_providers():
    return ["CPUExecutionProvider"]


def get_all_providers():
    return ["CPUExecutionProvider"]


def get_device():
    return "CPU"


def get_version_string():
    return __version__


_default_logger = {}


def set_default_logger_severity(severity):
    """Of the sessions that are opened afterwards and have no level of their own."""
    if not 0 <= severity <= 4:
        raise RuntimeError(f"Invalid logging severity {severity}. 0:Verbose, 1:Info, 2:Warning, 3:Error, 4:Fatal")
    _default_logger["logSeverityLevel"] = severity


def set_default_logger_verbosity(verbosity):
    """Of the sessions that are opened afterwards and have none of their own."""
    _default_logger["logVerbosityLevel"] = verbosity


def set_seed(seed):
    _warn("set_seed", "the seeds of random operators are attributes of the model's nodes")


def disable_telemetry_events():
    pass


def enable_telemetry_events():
    pass


def preload_dlls(*args, **kwargs):
    pass
`;

/** The exceptions of ONNX Runtime's compiled module. */
export const PYBIND_STATE = `
class Fail(Exception):
    pass


class InvalidArgument(Exception):
    pass


class InvalidGraph(Exception):
    pass


class InvalidProtobuf(Exception):
    pass


class NoSuchFile(Exception):
    pass


class NotImplemented(Exception):
    pass


class RuntimeException(Exception):
    pass


class EPFail(Exception):
    pass
`;
