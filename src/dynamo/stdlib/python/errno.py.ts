/** `errno`, written in Python. */

export const ERRNO = String.raw`
EPERM, ENOENT, ESRCH, EINTR, EIO, EBADF, ECHILD, EAGAIN, ENOMEM, EACCES = 1, 2, 3, 4, 5, 9, 10, 11, 12, 13
EBUSY, EEXIST, EXDEV, ENODEV, ENOTDIR, EISDIR, EINVAL, EMFILE, ENOSPC, EPIPE = 16, 17, 18, 19, 20, 21, 22, 24, 28, 32
ENOTEMPTY, ETIMEDOUT, ECONNREFUSED, ECONNRESET = 39, 110, 111, 104
errorcode = {v: k for k, v in list(globals().items()) if k.startswith("E")}
`;
