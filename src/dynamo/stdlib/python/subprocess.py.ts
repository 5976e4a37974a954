/** `subprocess`: present, so that programs import; what would touch the machine is refused. */

export const SUBPROCESS = String.raw`
from _refused import refuse

PIPE, STDOUT, DEVNULL = -1, -2, -3
class SubprocessError(Exception): pass
class CalledProcessError(SubprocessError): pass
class TimeoutExpired(SubprocessError): pass

globals().update(refuse("subprocess", "run call check_call check_output getoutput getstatusoutput".split(), "Popen".split()))
`;
