import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { readJson } from './json-file';
import { npm } from './npm';

/** The list that lies in every runtime tree. */
export const SBOM = 'sbom.cdx.json';

/** Whose code the console's bundle has in it, as Vite tells. */
const BUNDLED = 'apps/console/dist/licences.json';

/** A part of a CycloneDX list, as far as shipping reads it. */
export interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string };
    readonly expression?: string;
  }[];
}

interface Sbom {
  readonly serialNumber?: string;
  readonly metadata: { readonly timestamp?: string; readonly component: Readonly<Record<string, unknown>> };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/**
 * Lists what is in the tree in CycloneDX 1.5, made by npm from what is installed, with what is bundled into the console.
 * The same tree gives the same bytes: no time, no random number, no name of a folder.
 * @throws Error if it is not valid by CycloneDX's own schema.
 */
export async function writeSbom(tree: string): Promise<void> {
  const made = JSON.parse(await npm(tree, 'sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application')) as Sbom;
  const { serialNumber: _, metadata, ...rest } = made;
  const { timestamp: __, ...about } = metadata;
  const { name, version } = readJson(join(tree, 'package.json')) as { name: string; version: string };
  const bundled = bundledIn(tree, new Set(rest.components.map((one) => one['bom-ref'])));
  const sbom: Sbom = {
    ...rest,
    metadata: { ...about, component: { ...about.component, name, version } },
    components: [...rest.components, ...bundled],
    dependencies: rest.dependencies.map((one) =>
      one.ref.startsWith('@people-sync/console@')
        ? { ...one, dependsOn: [...one.dependsOn, ...bundled.map((part) => part['bom-ref'])] }
        : one,
    ),
  };
  const text = `${JSON.stringify(sbom, null, 2)}\n`;
  const errors: unknown = await new Validation.JsonStrictValidator(Spec.Version.v1dot5).validate(text);
  if (errors !== null) throw new Error(`the list is no CycloneDX: ${JSON.stringify(errors)}`);
  writeFileSync(join(tree, SBOM), text);
}

/** All parts of the tree that are not ours. */
export function partsOf(tree: string): Component[] {
  const { components } = readJson(join(tree, SBOM)) as Sbom;
  return components.filter(({ purl }) => !purl.startsWith('pkg:npm/%40people-sync/'));
}

function bundledIn(tree: string, known: ReadonlySet<string>): (Component & { readonly type: 'library' })[] {
  const path = join(tree, BUNDLED);
  if (!existsSync(path)) return [];
  const bundled = readJson(path) as { name: string; version: string; identifier: string | null }[];
  return bundled
    .filter(({ name, version }) => !known.has(`${name}@${version}`))
    .map(({ name, version, identifier }) => ({
      'bom-ref': `${name}@${version}`,
      type: 'library',
      name,
      version,
      purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
      licenses: identifier === null ? [] : [{ license: { id: identifier } }],
    }));
}
