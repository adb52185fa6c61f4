import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { StartError } from '@people-sync/platform';

/** The console that was built beside this app. */
const BESIDE = resolve(__dirname, '../../../console/dist');

/** Addresses that belong to the interface: they never answer with the console's page. */
const INTERFACE = /^\/(v1|openapi\.json|health|metrics)(\/|$)/;

/**
 * Serves the built console to everybody: it holds no data, it asks for them with its token. Files under /assets have
 * their content in their name and are kept for good; the page itself is asked for again each time.
 * @param directory CONSOLE_DIR; without it the console beside this app, or none if there is none.
 */
export function serveConsole(app: NestExpressApplication, directory: string | undefined): void {
  const root = directory === undefined ? BESIDE : resolve(directory);
  const page = join(root, 'index.html');
  if (!existsSync(page)) {
    if (directory === undefined) return;
    throw new StartError('CONSOLE_DIR holds no index.html: build the console first, or leave CONSOLE_DIR out.');
  }
  const html = readFileSync(page);
  app.useStaticAssets(root, {
    index: false,
    redirect: false,
    setHeaders: (response: ServerResponse, path: string) => {
      const forGood = path.startsWith(join(root, 'assets'));
      response.setHeader('cache-control', forGood ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  // Every other address is the console's own to show: /people, /syncs, …
  app.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && !INTERFACE.test(path);
    if (!isPage || path.startsWith('/assets/')) {
      next();
      return;
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
    response.end(request.method === 'HEAD' ? undefined : html);
  });
}
