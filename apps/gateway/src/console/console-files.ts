import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, resolve, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { StartError } from '@people-sync/platform';

/** The console that was built beside this app. */
const BESIDE = resolve(__dirname, '../../../console/dist');

/**
 * Addresses that belong to the interface, of this version and of any other, however they are written: they never answer with
 * the console's page, which a program would take for an answer.
 */
const INTERFACE = /^\/+(v\d[^/]*|openapi\.json|health|metrics)(\/|$)/i;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

interface ConsoleFile {
  readonly plain: Buffer;
  readonly zipped: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Serves the built console to everybody: it holds no data, it asks for them with its token. It is read once, at the
 * start, so that no request's path ever reaches the file system. Files under /assets have their content in their name
 * and are kept for good; the page itself is asked for again each time.
 * @param directory CONSOLE_DIR; without it the console beside this app, or none if there is none.
 */
export function serveConsole(app: NestExpressApplication, directory: string | undefined): void {
  const root = directory === undefined ? BESIDE : resolve(directory);
  if (!existsSync(join(root, 'index.html'))) {
    if (directory === undefined) return;
    throw new StartError('CONSOLE_DIR holds no index.html: build the console first, or leave CONSOLE_DIR out.');
  }
  const files = filesIn(root);
  app.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    // Every address that is no file is the console's own to show: /people, /syncs, …
    const file =
      !isRead || INTERFACE.test(path)
        ? undefined
        : (files.get(path) ?? (path.startsWith('/assets/') ? undefined : files.get('/index.html')));
    if (file) send(file, request, response);
    else next();
  });
}

function filesIn(root: string): Map<string, ConsoleFile> {
  const found = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    found.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const path = `/${relative(root, file).split(sep).join('/')}`;
      const plain = readFileSync(file);
      const headers = {
        'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
        'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        vary: 'accept-encoding',
      };
      return [path, { plain, zipped: gzipSync(plain), headers }];
    }),
  );
}

function send({ plain, zipped, headers }: ConsoleFile, request: IncomingMessage, response: ServerResponse): void {
  const isZipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '') && zipped.length < plain.length;
  const body = isZipped ? zipped : plain;
  response.writeHead(200, {
    ...headers,
    ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
    'content-length': body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
