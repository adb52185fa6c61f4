import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../../..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

/** `GET/PUT …/licences` → both routes, whatever their parameters are called. */
const routesIn = (text: string): string[] =>
  [...text.matchAll(/`((?:[A-Z]+\/)*[A-Z]+) ((?:…|\/v1\/)[^\s`?]*)/g)].flatMap(([, methods = '', path = '']) =>
    methods.split('/').map((method) => `${method} ${plain(path.replace('…', '/v1/tenants/{tenant}'))}`),
  );

/** Several last words are several routes in one: `retry\|skip`. */
const plain = (path: string): string => path.replaceAll(/\{[^}]+\}/g, '{}').replace(/\\?\|.*$/, '');

const { paths } = JSON.parse(read('docs/api/openapi.json')) as { paths: Record<string, Record<string, unknown>> };
const offered = new Set(
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${plain(path)}`),
  ),
);

const [built = '', toCome = ''] = read('docs/interfaces.md').split('\n## 5. To come\n');
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => join('docs', name))]
  .filter((name) => name.endsWith('.md') && name !== 'docs/interfaces.md')
  .map((name) => ({ name, text: read(name) }));

describe('the routes that pages name', () => {
  it.each([{ name: 'docs/interfaces.md', text: built }, ...pages])('are all offered: $name', ({ text }) => {
    expect(routesIn(text).filter((route) => !offered.has(route))).toEqual([]);
  });

  it('are many, and none of those that are to come', () => {
    expect(routesIn(built).length).toBeGreaterThan(30);
    expect(routesIn(toCome).length).toBeGreaterThan(5);
    expect(routesIn(toCome).filter((route) => offered.has(route))).toEqual([]);
  });
});
