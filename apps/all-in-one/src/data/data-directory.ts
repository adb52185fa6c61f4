import { chmod, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StartError } from '@people-sync/platform';

/** What `ready.json` tells scripts once everything answers. */
export interface Ready {
  readonly http: string;
  readonly grpc: string;
  readonly peoplehr: string;
  /** Bearer token with the platform role. */
  readonly token: string;
  readonly tenant: string;
}

/** The folder that keeps this machine's database and secrets; one running PeopleSync owns it at a time. */
export class DataDirectory {
  private constructor(readonly path: string) {}

  /**
   * Makes the folder if it is not there and claims it for this process.
   * @throws StartError if it cannot be written, or another running PeopleSync uses it.
   */
  static async claim(folder: string): Promise<DataDirectory> {
    const path = resolve(folder);
    try {
      await mkdir(path, { recursive: true, mode: 0o700 });
    } catch (cause) {
      throw new StartError(
        `The data directory ${path} cannot be made. Set PEOPLESYNC_DATA_DIR to a folder you may write to.`,
        { cause },
      );
    }
    const directory = new DataDirectory(path);
    await directory.lock();
    // Not before: the one that runs with this folder lets its database's user through.
    await forOwnerOnly(path).catch(async (error: unknown) => {
      await directory.release();
      throw error;
    });
    await rm(directory.file('ready.json'), { force: true });
    return directory;
  }

  /** A path inside the folder. */
  file(name: string): string {
    return join(this.path, name);
  }

  /** Tells scripts that everything answers; readable by the owner only, since it holds a token. */
  async writeReady(ready: Ready): Promise<void> {
    await writeFile(this.file('ready.json'), `${JSON.stringify(ready)}\n`, { mode: 0o600 });
  }

  /** Gives the folder back; its data stay. */
  async release(): Promise<void> {
    await rm(this.file('ready.json'), { force: true });
    await rm(this.file('peoplesync.pid'), { force: true });
  }

  private async lock(): Promise<void> {
    const file = this.file('peoplesync.pid');
    for (;;) {
      try {
        const handle = await open(file, 'wx', 0o600);
        await handle.writeFile(`${process.pid}\n`);
        await handle.close();
        return;
      } catch (cause) {
        if (!isCode(cause, 'EEXIST')) {
          throw new StartError(
            `The data directory ${this.path} cannot be written. Check its owner, or set PEOPLESYNC_DATA_DIR to another folder.`,
            { cause },
          );
        }
        const owner = Number(await readFile(file, 'utf8').catch(() => ''));
        if (Number.isInteger(owner) && owner > 0 && owner !== process.pid && isAlive(owner)) {
          throw new StartError(
            `PeopleSync is running already with ${this.path} (process ${owner}). Stop it first, or set PEOPLESYNC_DATA_DIR to another folder.`,
            { cause },
          );
        }
        // Left by a process that was killed.
        await rm(file, { force: true });
      }
    }
  }
}

/** Secrets and logs are in it: nobody else looks in, also where the folder was there with wider rights. */
async function forOwnerOnly(path: string): Promise<void> {
  try {
    await chmod(path, 0o700);
  } catch (cause) {
    throw new StartError(
      `The data directory ${path} belongs to somebody else. Make it yours, or set PEOPLESYNC_DATA_DIR to another folder.`,
      { cause },
    );
  }
}

/** Where the PeopleSync that runs with this folder answers, and its token. @throws StartError if none runs. */
export async function readReady(folder: string): Promise<Pick<Ready, 'http' | 'token'>> {
  const path = join(resolve(folder), 'ready.json');
  const text = await readFile(path, 'utf8').catch(() => '{}');
  const told: unknown = JSON.parse(text);
  if (typeof told === 'object' && told !== null) {
    const { http, token }: Partial<Record<keyof Ready, unknown>> = told;
    if (typeof http === 'string' && typeof token === 'string') return { http, token };
  }
  throw new StartError(`No PeopleSync runs with ${resolve(folder)}. Start it with \`npm start\`.`);
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}
