import type { IncomingMessage } from 'node:http';
import { invalidRequest, ProblemException } from '@people-sync/platform';
import { csvPeople } from './csv-people';
import { invalidPeople } from './import-errors';
import { type PeopleList, peopleList, places } from './people-list';

const PATH = /^\/v1\/tenants\/[^/]+\/people\/import\/?(\?|$)/;

/** True for requests whose body is read by `importFile`, after their sender was let in, and by nobody before. */
export const readsOwnBody = ({ method, url }: Pick<IncomingMessage, 'method' | 'url'>): boolean =>
  method === 'POST' && PATH.test(url ?? '');

/**
 * The people in a request's body, JSON or CSV by its content type.
 * @param limit of the body, in bytes.
 * @throws ProblemException 413 `too-large`, 415 `unsupported-media-type`, 400 `invalid-request`, 422 `invalid-people`.
 */
export async function importFile(request: IncomingMessage, limit: number): Promise<PeopleList> {
  const [type = ''] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  const read = readers[type.trim()];
  if (!read) throw unsupported();
  return read(textOf(await bodyOf(request, limit)));
}

const readers: Readonly<Record<string, (text: string) => Promise<PeopleList>>> = {
  'application/json': (text) => peopleList(parsed(text), places),
  'text/csv': async (text) => {
    const found = csvPeople(text);
    if ('errors' in found) throw invalidPeople(found.errors.slice(0, 100), 'Line');
    const lineOf = (index: number): number => found.lines[index] ?? 0;
    return peopleList({ people: found.people }, { lineOf, word: 'Line' });
  },
};

/** Nothing beyond the limit is kept; the rest of the body is let pass, so that the answer can be read. */
async function bodyOf(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part: unknown = chunk;
    if (!Buffer.isBuffer(part)) throw new Error('a body came as text');
    bytes += part.length;
    if (bytes <= limit) chunks.push(part);
  }
  if (bytes > limit) throw tooLarge(limit);
  return Buffer.concat(chunks);
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ProblemException(
      400,
      'invalid-request',
      'The file is not in UTF-8. Save it as CSV UTF-8, then import it again.',
      {},
      { cause },
    );
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Its message would quote the people.
    throw invalidRequest([{ field: 'people', message: 'the body must be JSON with a list of people' }]);
  }
}

const tooLarge = (limit: number): ProblemException =>
  new ProblemException(
    413,
    'too-large',
    `The file is too large: at most ${Math.floor(limit / 1024)} kB are read at once. Import it in parts.`,
  );

const unsupported = (): ProblemException =>
  new ProblemException(415, 'unsupported-media-type', 'People are imported as application/json or as text/csv.');
