import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../../../..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

/** Every page of the repository. */
const pages: readonly string[] = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...['docs', 'helm', 'k8s', 'benchmarks', 'apps/peoplehr-simulator'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
      .map((name) => join(folder, name)),
  ),
];

/** Every source file, whose comments may cite a page. */
const sources: readonly string[] = ['apps', 'libs', 'benchmarks'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx?|proto)$/.test(name) && !/(^|\/)(node_modules|dist)\//.test(name))
    .map((name) => join(folder, name)),
);

/** As GitHub names a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
const anchorsOf = (name: string): string[] =>
  [...read(name).matchAll(/^#+ (.+)$/gm)].map(([, text]) => anchorOf(text!));

describe('the pages of this repository', () => {
  it.each(pages)('%s leads somewhere with every link and picture', (name) => {
    const links = [...read(name).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
    const broken = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? name : join(dirname(name), path);
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('have every section that a comment of the code points at', () => {
    const cited = sources.flatMap((name) =>
      [...read(name).matchAll(/(docs\/[\w/.-]+\.md)(?: §(\d+\w?))?/g)].map(([, page, section]) => ({
        name,
        page,
        section,
      })),
    );
    expect(cited.length).toBeGreaterThan(10);
    const lost = cited.filter(({ page = '', section }) => {
      if (!existsSync(join(root, page))) return true;
      // A section is a heading `## 4. …`, or a paragraph that begins **2a. …**
      return section !== undefined && !new RegExp(`^(?:#+ |\\*\\*)${section}\\. `, 'm').test(read(page));
    });
    expect(lost).toEqual([]);
  });

  it('name files that are there as models to follow', () => {
    const paths = [...read('CONTRIBUTING.md').matchAll(/`((?:apps|libs|docs)\/[^`\s<>*]+)`/g)].map(([, path]) => path!);
    expect(paths.length).toBeGreaterThan(30);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('show the folders of the reconciler as its imports run', () => {
    const declared: unknown = JSON.parse(read('apps/reconciler/flow.json'));
    const isFolder = (name: string): boolean => existsSync(join(root, 'apps/reconciler/src', name, '/'));
    // What everything rests on, database and names, is no step of the picture.
    const steps = (declared as string[][]).slice(1).map((step) => step.filter(isFolder));
    const [, inside = ''] = read('docs/architecture.md').split('## 4. Inside an app');
    const rows = [...inside.matchAll(/^\| (`[^|]*) \|/gm)].map(([, folders]) => folders!);
    const shown = rows.map((folders) => [...folders.matchAll(/`(\w+)`/g)].map(([, name]) => name!));
    expect(shown).toEqual(steps.filter((step) => step.length > 0).reverse());
  });

  it('speak to administrators in their words', () => {
    expect(read('docs/administrators.md')).not.toMatch(/\b(tenant|snapshot|hash|base|parked|digest)s?\b/i);
  });

  it('list every decision', () => {
    const files = readdirSync(join(root, 'docs/adr')).filter((name) => name !== 'README.md');
    const listed = [...read('docs/adr/README.md').matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!);
    expect(listed).toEqual(files.sort());
  });
});

describe('the page of guarantees', () => {
  const named = [...read('docs/guarantees.md').matchAll(/\]\(\.\.\/([^)]+\.spec\.ts)\): _([^_]+)_/g)];

  it('names a test for every promise', () => {
    const promises = [...read('docs/guarantees.md').matchAll(/^\| (?!promise|---)(.*)$/gm)];
    expect(promises.length).toBeGreaterThan(30);
    expect(promises.filter(([row]) => !/\.spec\.ts\): _[^_]+_/.test(row))).toEqual([]);
  });

  it.each(named.map(([, file, title]) => [title!, file!]))('is right that there is a test: %s (%s)', (title, file) => {
    expect(read(file).replaceAll("\\'", "'")).toContain(title);
  });
});
