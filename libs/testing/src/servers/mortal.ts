import { existsSync } from 'node:fs';

/** Linux' own way (util-linux) to let a program end with the one that started it, however that one ended. */
const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));

/**
 * The command so that it dies with this process, even by SIGKILL, where the system can do that; elsewhere the command
 * itself, and the next run's sweep ends what is left.
 */
export function mortal(command: string, args: readonly string[]): [command: string, args: string[]] {
  if (process.platform !== 'linux' || SETPRIV === undefined) return [command, [...args]];
  return [SETPRIV, ['--pdeathsig', 'KILL', command, ...args]];
}
