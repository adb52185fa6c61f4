import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Company } from '../companies/company';
import type { EmployeeRow } from '../companies/employee-row';
import { type Answer, isList } from '../answers/actions';

const MAX_REQUEST = 8 * 1024 * 1024;
const CHUNK = 256 * 1024;

/** The request's text; undefined if it is longer than anybody needs. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes: Buffer = Buffer.isBuffer(part) ? part : Buffer.alloc(0);
    size += bytes.length;
    if (size > MAX_REQUEST) return undefined;
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** An answer's text in pieces; a list's head and tail are PeopleHR's. */
export function* pieces(answer: Answer): Generator<string> {
  if (!isList(answer)) {
    yield JSON.stringify(answer);
    return;
  }
  yield '{"isError":false,"Status":0,"Message":"The request processed successfully.","Result":[';
  yield* records(answer.company, answer.rows);
  yield ']}';
}

function* records(company: Company, rows: readonly EmployeeRow[]): Generator<string> {
  let piece = '';
  for (const [index, row] of rows.entries()) {
    piece += `${index === 0 ? '' : ','}${company.text(row)}`;
    if (piece.length > CHUNK) {
      yield piece;
      piece = '';
    }
  }
  yield piece;
}

/** Writes pieces as fast as the reader takes them; false if the reader went away. */
export async function write(response: ServerResponse, text: Iterable<string | Buffer>): Promise<boolean> {
  for (const piece of text) {
    if (response.destroyed) return false;
    if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
  return true;
}
