import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..', '..');

/** Commands that a page tells a platform team to give, so that the tests give those. */
export class Manual {
  private readonly text: string;

  /** @param name e.g. `docs/operations.md` */
  constructor(private readonly name: string) {
    this.text = readFileSync(join(root, name), 'utf8');
  }

  /** The first line that begins like this. */
  line(beginning: string): string {
    const line = this.text.split('\n').find((text) => text.trim().startsWith(beginning));
    if (line === undefined) throw new Error(`${this.name} does not say ${beginning}`);
    return line.trim();
  }

  /** The first block of commands that has these words. */
  block(words: string): string {
    const blocks = [...this.text.matchAll(/^( *)```sh\n([\s\S]*?)^\1```$/gm)].map(([, , commands = '']) => commands);
    const block = blocks.find((commands) => commands.includes(words));
    if (block === undefined) throw new Error(`${this.name} has no commands with ${words}`);
    return block;
  }
}
