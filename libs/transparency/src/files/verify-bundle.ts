import { openCheckpoint } from '../notes/checkpoint';
import { type NoteVerifier, readVkey } from '../notes/note-keys';
import { NoteError } from '../notes/signed-note';
import { GrowingTree } from '../tree/growing-tree';
import { leafHash } from '../tree/hashes';
import { type BundleLine, type Manifest, type OpenedPart, readBundleLine } from './bundle-lines';
import { entryFacts } from './entry-facts';
import { contentOf } from './opened-parts';
import { counted, type Verdict, wrong } from './verdict';

type EntryLine = Extract<BundleLine, { readonly entry: string }>;

/**
 * Checks a record as a file, line by line, so that one of any length takes no more room than its longest line: that every
 * entry is the one that was signed, stands where it did, and says of people what it said. It stops at the first thing that is
 * wrong.
 */
export class BundleCheck {
  private manifest: Manifest | undefined;
  private verifiers: readonly NoteVerifier[] = [];
  private tree = GrowingTree.empty;
  /** How many entries the newest good head is over. */
  private signed = 0;
  private heads = 0;
  /** What the entry before commits to, and has not been shown yet. */
  private open: readonly string[] = [];
  private shown = 0;
  private closed = 0;
  private isOver = false;
  private fault: (Verdict & { readonly ok: false }) | undefined;

  /** @param trusted public keys that the reader has from elsewhere; without them those of the file count */
  constructor(private readonly trusted?: readonly string[]) {}

  /** Takes the next line, without its break. @returns what is wrong, once something is */
  take(text: string): Verdict | undefined {
    this.fault ??= this.wrongIn(text);
    return this.fault;
  }

  /** What came of it, after the last line. */
  end(): Verdict {
    if (this.fault) return this.fault;
    if (!this.manifest) return wrong(null, 'This is no record: it has no lines.');
    if (!this.isOver)
      return wrong(this.tree.size, 'The file ends early: it was cut, or it broke off while it was fetched.');
    const keys = this.trusted
      ? 'by the public keys that you gave'
      : 'by the public keys in the file itself: compare them with those that you have from elsewhere';
    const parts = this.manifest.clear
      ? ` ${counted(this.shown, 'part', 'parts')} about people say what was recorded; ${this.closed} are erased.`
      : '';
    return {
      ok: true,
      said: `The record of ${this.manifest.tenant} is whole: ${counted(this.tree.size, 'entry', 'entries')}, ${counted(this.heads, 'signed head', 'signed heads')}, ${keys}.${parts}`,
    };
  }

  private wrongIn(text: string): (Verdict & { readonly ok: false }) | undefined {
    const at = this.tree.size;
    const line = readBundleLine(text);
    if (!line) return wrong(at, 'A line of the file cannot be read.');
    if (this.isOver) return wrong(at, 'There is more behind the end.');
    const said = this.saidOf(line);
    return said === undefined ? undefined : wrong('parts' in line ? at - 1 : at, said);
  }

  private saidOf(line: BundleLine): string | undefined {
    if ('manifest' in line) return this.begins(line.manifest);
    if (!this.manifest) return 'The file does not begin with what it is.';
    if ('parts' in line) return this.says(line.parts, this.manifest);
    if (this.manifest.clear && this.open.length > 0) return 'The entry before has parts that are not shown.';
    if ('entry' in line) return this.grows(line, this.manifest);
    if ('head' in line) return this.isSigned(line.head, this.manifest);
    return this.ends(line.end.entries);
  }

  private begins(manifest: Manifest): string | undefined {
    if (this.manifest) return 'The file says twice what it is.';
    const vkeys = this.trusted ?? manifest.vkeys;
    try {
      this.verifiers = vkeys.map(readVkey);
    } catch {
      return 'A public key cannot be read.';
    }
    if (!this.verifiers.some(({ name }) => manifest.origin === `${name}/${manifest.tenant}`))
      return 'The public keys are not those of this record.';
    this.manifest = manifest;
    return undefined;
  }

  private grows({ entry: text, leaf: said }: EntryLine, { tenant }: Manifest): string | undefined {
    const leaf = leafHash(Buffer.from(text, 'utf8'));
    if (leaf.toString('base64') !== said) return 'The entry is not the one that was recorded.';
    const facts = entryFacts(text);
    if (!facts) return 'This is no entry of a record.';
    if (facts.tenant !== tenant) return 'The entry is of another company.';
    if (facts.index !== this.tree.size) return `The entry says that it is number ${facts.index}.`;
    this.tree = this.tree.with([leaf]).tree;
    this.open = facts.commits;
    return undefined;
  }

  private says(parts: readonly OpenedPart[], { tenant, clear }: Manifest): string | undefined {
    if (!clear || parts.length > this.open.length) return 'There are parts that the entry does not have.';
    for (const [n, part] of parts.entries()) {
      if (part === null) this.closed += 1;
      else if (contentOf(part, this.open[n] ?? '', tenant)) this.shown += 1;
      else return 'What is said about somebody here is not what was recorded.';
    }
    this.open = this.open.slice(parts.length);
    return undefined;
  }

  private isSigned(note: string, { origin }: Manifest): string | undefined {
    try {
      const { size, root } = openCheckpoint(note, this.verifiers, origin);
      if (size !== this.tree.size) return `Here is a signed head over ${counted(size, 'entry', 'entries')}.`;
      if (!root.equals(this.tree.root)) return this.notAsSigned();
      this.signed = size;
      this.heads += 1;
      return undefined;
    } catch (error) {
      if (error instanceof NoteError) return `A signed head cannot be believed: ${error.message}.`;
      throw error;
    }
  }

  private notAsSigned(): string {
    return this.signed === 0
      ? 'The entries up to here are not those that were signed.'
      : `The entries from number ${this.signed} up to here are not those that were signed.`;
  }

  private ends(entries: number): string | undefined {
    if (entries !== this.tree.size) return `The file says that it has ${counted(entries, 'entry', 'entries')}.`;
    if (this.signed !== entries || this.heads === 0) return 'The last entries are not signed.';
    this.isOver = true;
    return undefined;
  }
}
