import { closeSync, constants, fchmodSync, fstatSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from '../service/running-service';

/**
 * Opens a log to append to, for its owner only (0600), also one that was there with wider rights. What is no file (a pipe,
 * /dev/stderr) keeps its rights.
 * @returns its descriptor.
 * @throws StartError if it cannot be written, or belongs to somebody else who could go on reading it.
 */
export function openLogFile(path: string): number {
  let file: number | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    file = openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o600);
    if (fstatSync(file).isFile()) fchmodSync(file, 0o600);
    return file;
  } catch (cause) {
    if (file !== undefined) closeSync(file);
    const why =
      'Logs hold who did what: the file must be writable, and must belong to the user that the service runs as.';
    throw new StartError(`LOG_FILE (${path}) cannot be used. ${why}`, { cause });
  }
}
