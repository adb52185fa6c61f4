import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { mayEnter, type PostgresUser, ROOTS_PLACE, rootsPlace } from '@people-sync/platform';

/**
 * Where the data are if nobody names a place: in the project's folder. If only root may enter that (a clone below
 * root's home), PostgreSQL's user could not: then in root's place, by the name of the project's folder. Where data are
 * already, they stay, whatever became of the folder since.
 * @param beside the name in the project's folder.
 */
export async function defaultFolder(beside: string, user: PostgresUser): Promise<string> {
  const own = resolve(beside);
  if (user.uid === undefined || (await isThere(join(own, 'postgres')))) return own;
  const project = resolve('.');
  const key = createHash('sha256').update(project).digest('hex').slice(0, 12);
  const apart = join(ROOTS_PLACE, `${basename(project).replace(/[^\w.-]+/g, '-')}-${key}`);
  if (await isThere(apart)) return apart;
  if (await mayEnter(project, user)) return own;
  await rootsPlace();
  return apart;
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
