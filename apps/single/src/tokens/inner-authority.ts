import { constants } from 'node:fs';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OneMachineAuthority, StartError } from '@people-sync/platform';

/** In memory, and there in containers whose own file system can only be read. */
const SHARED_MEMORY = '/dev/shm';

/** Signs the tokens by which the services in this process know each other; nobody else's are good, and it ends with it. */
export class InnerAuthority {
  private constructor(
    readonly tokens: OneMachineAuthority,
    private readonly folder: string,
  ) {}

  /** @param named where its folder goes. @throws StartError if nothing can be written there */
  static async open(named: string | undefined): Promise<InnerAuthority> {
    const place = named ?? ((await isWritable(SHARED_MEMORY)) ? SHARED_MEMORY : tmpdir());
    try {
      const folder = await mkdtemp(join(place, 'peoplesync-'));
      return new InnerAuthority(await OneMachineAuthority.open(folder), folder);
    } catch (cause) {
      throw new StartError(`Nothing can be written to ${place}: name a folder for tokens by RUNTIME_DIR.`, { cause });
    }
  }

  async close(): Promise<void> {
    this.tokens.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}
