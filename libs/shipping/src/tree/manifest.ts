/** A package.json, as far as shipping reads it. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** What an install or a run reads; everything else is for those who build or test. */
const KEPT = [
  'name',
  'version',
  'private',
  'description',
  'license',
  'type',
  'engines',
  'main',
  'exports',
  'dependencies',
  'optionalDependencies',
  'overrides',
] as const;

/**
 * The workspaces that run when these do: themselves and whatever they depend on.
 * @param workspaces by folder.
 * @returns folders, sorted.
 * @throws Error for an app that is no workspace.
 */
export function closureOf(apps: readonly string[], workspaces: ReadonlyMap<string, Manifest>): string[] {
  const folderOf = new Map([...workspaces].map(([folder, { name }]) => [name, folder]));
  const found = new Set<string>();
  const visit = (folder: string): void => {
    const manifest = workspaces.get(folder);
    if (!manifest) throw new Error(`${folder} is no workspace: there are ${[...workspaces.keys()].join(', ')}`);
    if (found.has(folder)) return;
    found.add(folder);
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      const next = folderOf.get(name);
      if (next !== undefined) visit(next);
    }
  };
  apps.forEach(visit);
  return [...found].sort();
}

/** The manifest without what only building and testing need. */
export function runtimeManifest(manifest: Manifest): Manifest {
  const kept = KEPT.flatMap((field) => (field in manifest ? [[field, manifest[field]] as const] : []));
  return { name: manifest.name, version: manifest.version, ...Object.fromEntries(kept) };
}

/** A lock file, as far as shipping reads it. */
export interface Lock {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly version?: string;
        readonly link?: boolean;
        readonly integrity?: string;
        readonly deprecated?: string;
      }
    >
  >;
}

/** Packages of the first that the second has not, or has in another version: none, if one was cut out of the other. */
export function strangers(cut: Lock, whole: Lock): string[] {
  return Object.entries(cut.packages)
    .filter(([path, { link }]) => path.includes('node_modules/') && link !== true)
    .filter(([path, { version }]) => whole.packages[path]?.version !== version)
    .map(([path, { version }]) => `${path} ${version ?? ''}`);
}
