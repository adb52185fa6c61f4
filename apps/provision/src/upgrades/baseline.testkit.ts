import stored from './baseline.json';

/** The version before this one: what an upgrade comes from, and a rollback goes back to. */
export interface Baseline {
  /** Of this repository, for people. */
  readonly commit: string;
  /** What was in it, as git calls it: its services are built of that by `.ci/version-before`. */
  readonly tree: string;
  /** Each schema's migrations, with the digest of what they do. Never edited any more. */
  readonly migrations: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What it may be broken by all the same, sentences of `brokenFor`: to be listed with the reason in UPGRADING. */
  readonly allowed: readonly string[];
}

export const baseline: Baseline = stored;
