/** `socket`: present, so that programs import; what would touch the machine is refused. */

export const SOCKET = String.raw`
from _refused import refuse

AF_INET, SOCK_STREAM = 2, 1
error = OSError
timeout = TimeoutError

globals().update(refuse("socket", "create_connection gethostbyname getaddrinfo gethostname".split(), "socket".split()))
`;
