import type { ServerResponse } from 'node:http';
import type { Answer } from './answer';

/** Gives an answer its status and address over HTTP; what is returned is the body. */
export function respond<T>(response: ServerResponse, answer: Answer<T>): T {
  response.statusCode = answer.status;
  if (answer.location !== undefined) response.setHeader('location', answer.location);
  return answer.body;
}
