/** The classes of the built-in exceptions, in their hierarchy. */

import { nativeType } from "./core_types.ts";
import { baseExceptionType } from "./exception.ts";
import type { PyType } from "./type.ts";

function exceptionType(name: string, ...bases: PyType[]): PyType {
  return nativeType(name, { bases, hasDict: true });
}

export const BaseExceptionType: PyType = baseExceptionType;
export const GeneratorExitType: PyType = exceptionType("GeneratorExit", BaseExceptionType);
export const KeyboardInterruptType: PyType = exceptionType("KeyboardInterrupt", BaseExceptionType);
export const SystemExitType: PyType = exceptionType("SystemExit", BaseExceptionType);
export const ExceptionType: PyType = exceptionType("Exception", BaseExceptionType);
export const ArithmeticErrorType: PyType = exceptionType("ArithmeticError", ExceptionType);
export const FloatingPointErrorType: PyType = exceptionType("FloatingPointError", ArithmeticErrorType);
export const OverflowErrorType: PyType = exceptionType("OverflowError", ArithmeticErrorType);
export const ZeroDivisionErrorType: PyType = exceptionType("ZeroDivisionError", ArithmeticErrorType);
export const AssertionErrorType: PyType = exceptionType("AssertionError", ExceptionType);
export const AttributeErrorType: PyType = exceptionType("AttributeError", ExceptionType);
export const BufferErrorType: PyType = exceptionType("BufferError", ExceptionType);
export const EOFErrorType: PyType = exceptionType("EOFError", ExceptionType);
export const ImportErrorType: PyType = exceptionType("ImportError", ExceptionType);
export const ModuleNotFoundErrorType: PyType = exceptionType("ModuleNotFoundError", ImportErrorType);
export const LookupErrorType: PyType = exceptionType("LookupError", ExceptionType);
export const IndexErrorType: PyType = exceptionType("IndexError", LookupErrorType);
export const KeyErrorType: PyType = exceptionType("KeyError", LookupErrorType);
export const MemoryErrorType: PyType = exceptionType("MemoryError", ExceptionType);
export const NameErrorType: PyType = exceptionType("NameError", ExceptionType);
export const UnboundLocalErrorType: PyType = exceptionType("UnboundLocalError", NameErrorType);
export const OSErrorType: PyType = exceptionType("OSError", ExceptionType);
export const BlockingIOErrorType: PyType = exceptionType("BlockingIOError", OSErrorType);
export const ChildProcessErrorType: PyType = exceptionType("ChildProcessError", OSErrorType);
export const ConnectionErrorType: PyType = exceptionType("ConnectionError", OSErrorType);
export const BrokenPipeErrorType: PyType = exceptionType("BrokenPipeError", ConnectionErrorType);
export const ConnectionAbortedErrorType: PyType = exceptionType("ConnectionAbortedError", ConnectionErrorType);
export const ConnectionRefusedErrorType: PyType = exceptionType("ConnectionRefusedError", ConnectionErrorType);
export const ConnectionResetErrorType: PyType = exceptionType("ConnectionResetError", ConnectionErrorType);
export const FileExistsErrorType: PyType = exceptionType("FileExistsError", OSErrorType);
export const FileNotFoundErrorType: PyType = exceptionType("FileNotFoundError", OSErrorType);
export const InterruptedErrorType: PyType = exceptionType("InterruptedError", OSErrorType);
export const IsADirectoryErrorType: PyType = exceptionType("IsADirectoryError", OSErrorType);
export const NotADirectoryErrorType: PyType = exceptionType("NotADirectoryError", OSErrorType);
export const PermissionErrorType: PyType = exceptionType("PermissionError", OSErrorType);
export const ProcessLookupErrorType: PyType = exceptionType("ProcessLookupError", OSErrorType);
export const TimeoutErrorType: PyType = exceptionType("TimeoutError", OSErrorType);
export const ReferenceErrorType: PyType = exceptionType("ReferenceError", ExceptionType);
export const RuntimeErrorType: PyType = exceptionType("RuntimeError", ExceptionType);
export const NotImplementedErrorType: PyType = exceptionType("NotImplementedError", RuntimeErrorType);
export const RecursionErrorType: PyType = exceptionType("RecursionError", RuntimeErrorType);
export const StopAsyncIterationType: PyType = exceptionType("StopAsyncIteration", ExceptionType);
export const StopIterationType: PyType = exceptionType("StopIteration", ExceptionType);
export const SyntaxErrorType: PyType = exceptionType("SyntaxError", ExceptionType);
export const IndentationErrorType: PyType = exceptionType("IndentationError", SyntaxErrorType);
export const TabErrorType: PyType = exceptionType("TabError", IndentationErrorType);
export const SystemErrorType: PyType = exceptionType("SystemError", ExceptionType);
export const TypeErrorType: PyType = exceptionType("TypeError", ExceptionType);
export const ValueErrorType: PyType = exceptionType("ValueError", ExceptionType);
export const UnicodeErrorType: PyType = exceptionType("UnicodeError", ValueErrorType);
export const UnicodeDecodeErrorType: PyType = exceptionType("UnicodeDecodeError", UnicodeErrorType);
export const UnicodeEncodeErrorType: PyType = exceptionType("UnicodeEncodeError", UnicodeErrorType);
export const UnicodeTranslateErrorType: PyType = exceptionType("UnicodeTranslateError", UnicodeErrorType);
export const WarningType: PyType = exceptionType("Warning", ExceptionType);
export const BytesWarningType: PyType = exceptionType("BytesWarning", WarningType);
export const DeprecationWarningType: PyType = exceptionType("DeprecationWarning", WarningType);
export const EncodingWarningType: PyType = exceptionType("EncodingWarning", WarningType);
export const FutureWarningType: PyType = exceptionType("FutureWarning", WarningType);
export const ImportWarningType: PyType = exceptionType("ImportWarning", WarningType);
export const PendingDeprecationWarningType: PyType = exceptionType("PendingDeprecationWarning", WarningType);
export const ResourceWarningType: PyType = exceptionType("ResourceWarning", WarningType);
export const RuntimeWarningType: PyType = exceptionType("RuntimeWarning", WarningType);
export const SyntaxWarningType: PyType = exceptionType("SyntaxWarning", WarningType);
export const UnicodeWarningType: PyType = exceptionType("UnicodeWarning", WarningType);
export const UserWarningType: PyType = exceptionType("UserWarning", WarningType);

export const BaseExceptionGroupType: PyType = exceptionType("BaseExceptionGroup", BaseExceptionType);
export const ExceptionGroupType: PyType = exceptionType("ExceptionGroup", BaseExceptionGroupType, ExceptionType);

/** By name, for the builtins module; EnvironmentError and IOError are OSError. */
export const exceptionTypes: ReadonlyMap<string, PyType> = new Map([
  ["BaseException", BaseExceptionType],
  ["GeneratorExit", GeneratorExitType],
  ["KeyboardInterrupt", KeyboardInterruptType],
  ["SystemExit", SystemExitType],
  ["Exception", ExceptionType],
  ["ArithmeticError", ArithmeticErrorType],
  ["FloatingPointError", FloatingPointErrorType],
  ["OverflowError", OverflowErrorType],
  ["ZeroDivisionError", ZeroDivisionErrorType],
  ["AssertionError", AssertionErrorType],
  ["AttributeError", AttributeErrorType],
  ["BufferError", BufferErrorType],
  ["EOFError", EOFErrorType],
  ["ImportError", ImportErrorType],
  ["ModuleNotFoundError", ModuleNotFoundErrorType],
  ["LookupError", LookupErrorType],
  ["IndexError", IndexErrorType],
  ["KeyError", KeyErrorType],
  ["MemoryError", MemoryErrorType],
  ["NameError", NameErrorType],
  ["UnboundLocalError", UnboundLocalErrorType],
  ["OSError", OSErrorType],
  ["BlockingIOError", BlockingIOErrorType],
  ["ChildProcessError", ChildProcessErrorType],
  ["ConnectionError", ConnectionErrorType],
  ["BrokenPipeError", BrokenPipeErrorType],
  ["ConnectionAbortedError", ConnectionAbortedErrorType],
  ["ConnectionRefusedError", ConnectionRefusedErrorType],
  ["ConnectionResetError", ConnectionResetErrorType],
  ["FileExistsError", FileExistsErrorType],
  ["FileNotFoundError", FileNotFoundErrorType],
  ["InterruptedError", InterruptedErrorType],
  ["IsADirectoryError", IsADirectoryErrorType],
  ["NotADirectoryError", NotADirectoryErrorType],
  ["PermissionError", PermissionErrorType],
  ["ProcessLookupError", ProcessLookupErrorType],
  ["TimeoutError", TimeoutErrorType],
  ["ReferenceError", ReferenceErrorType],
  ["RuntimeError", RuntimeErrorType],
  ["NotImplementedError", NotImplementedErrorType],
  ["RecursionError", RecursionErrorType],
  ["StopAsyncIteration", StopAsyncIterationType],
  ["StopIteration", StopIterationType],
  ["SyntaxError", SyntaxErrorType],
  ["IndentationError", IndentationErrorType],
  ["TabError", TabErrorType],
  ["SystemError", SystemErrorType],
  ["TypeError", TypeErrorType],
  ["ValueError", ValueErrorType],
  ["UnicodeError", UnicodeErrorType],
  ["UnicodeDecodeError", UnicodeDecodeErrorType],
  ["UnicodeEncodeError", UnicodeEncodeErrorType],
  ["UnicodeTranslateError", UnicodeTranslateErrorType],
  ["Warning", WarningType],
  ["BytesWarning", BytesWarningType],
  ["DeprecationWarning", DeprecationWarningType],
  ["EncodingWarning", EncodingWarningType],
  ["FutureWarning", FutureWarningType],
  ["ImportWarning", ImportWarningType],
  ["PendingDeprecationWarning", PendingDeprecationWarningType],
  ["ResourceWarning", ResourceWarningType],
  ["RuntimeWarning", RuntimeWarningType],
  ["SyntaxWarning", SyntaxWarningType],
  ["UnicodeWarning", UnicodeWarningType],
  ["UserWarning", UserWarningType],
  ["BaseExceptionGroup", BaseExceptionGroupType],
  ["ExceptionGroup", ExceptionGroupType],
  ["EnvironmentError", OSErrorType],
  ["IOError", OSErrorType],
]);
