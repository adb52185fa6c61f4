import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '../faults/fault';

/** Longer than the 30 seconds that most clients wait. */
export const SLOW_MS = 31_000;

/** Faults of what stands in front of PeopleHR: CDN, web server, network. True if nothing more is to be answered. */
export async function answerInFront(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault.fault) {
    case 'html-200':
      return page(response, 200, 'Scheduled maintenance');
    case 'html-403':
      return page(response, 403, '403 Forbidden');
    case 'html-500':
      return page(response, 500, 'Runtime Error');
    case 'html-502':
      return page(response, 502, '502 Bad Gateway');
    case 'empty-body':
      answerHead(response, 200, 'application/json; charset=utf-8');
      response.end();
      return true;
    case 'reset':
      response.socket?.resetAndDestroy();
      return true;
    case 'slow-first-byte':
      await Promise.race([wait(fault.ms ?? SLOW_MS, undefined, { ref: false }), once(response, 'close')]);
      return response.destroyed;
    default:
      return false;
  }
}

/** Status line and headers as PeopleHR's web server sends them. */
export function answerHead(response: ServerResponse, status: number, type: string, coding?: string): void {
  response.writeHead(status, {
    ...(coding === undefined ? {} : { 'content-encoding': coding }),
    'content-type': type,
    'cache-control': 'private',
    'x-aspnet-version': '4.0.30319',
    'x-powered-by': 'ASP.NET',
  });
}

function page(response: ServerResponse, status: number, title: string): true {
  answerHead(response, status, 'text/html');
  response.end(`<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`);
  return true;
}
