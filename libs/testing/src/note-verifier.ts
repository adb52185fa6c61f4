import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const sources = join(__dirname, '../../transparency/verify-go');

/**
 * The program that `.ci/note-verifier` built: Go's own check of signed notes, proofs and heads. NOTE_VERIFIER, or where the
 * script keeps it; undefined if it was not run.
 */
export function noteVerifier(): string | undefined {
  const told = process.env['NOTE_VERIFIER'];
  if (told !== undefined) return told;
  const hash = createHash('sha256');
  for (const name of ['go.mod', 'go.sum', 'main.go']) hash.update(readFileSync(join(sources, name)));
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'people-sync');
  const program = join(cache, `note-verifier-${hash.digest('hex').slice(0, 16)}`);
  return existsSync(program) ? program : undefined;
}
