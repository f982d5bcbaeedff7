/** The system's errors that a path can meet, as the C library of Linux words them: what the reference prints. */
const words: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EAGAIN: 'Resource temporarily unavailable',
  EBADF: 'Bad file descriptor',
  EBUSY: 'Device or resource busy',
  EINTR: 'Interrupted system call',
  EINVAL: 'Invalid argument',
  EIO: 'Input/output error',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  EMFILE: 'Too many open files',
  ENAMETOOLONG: 'File name too long',
  ENFILE: 'Too many open files in system',
  ENODEV: 'No such device',
  ENOENT: 'No such file or directory',
  ENOMEM: 'Cannot allocate memory',
  ENOTCONN: 'Transport endpoint is not connected',
  ENOTDIR: 'Not a directory',
  ENXIO: 'No such device or address',
  EOVERFLOW: 'Value too large for defined data type',
  EPERM: 'Operation not permitted',
  ESTALE: 'Stale file handle',
  ETIMEDOUT: 'Connection timed out',
  ETXTBSY: 'Text file busy',
};

/**
 * An error in the reference's words: `No such file or directory (os error 2)`. One that is not the system's, or not in
 * the table, keeps its own.
 *
 * @param error Of a path that could not be read; its causes are searched for the system's.
 */
export function errorText(error: Error): string {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (!('code' in cause && 'errno' in cause)) continue;
    const text = words[String(cause.code)];
    if (text !== undefined) return `${text} (os error ${Math.abs(Number(cause.errno))})`;
  }
  return error.message;
}
