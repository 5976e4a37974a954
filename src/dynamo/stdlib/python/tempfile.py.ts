/** `tempfile`: present, so that programs import; what would touch the machine is refused. */

export const TEMPFILE = String.raw`
from _refused import refuse

def gettempdir():
    return "/tmp"

globals().update(refuse("tempfile", "mkdtemp mkstemp mktemp".split(), "TemporaryDirectory NamedTemporaryFile TemporaryFile SpooledTemporaryFile".split()))
`;
