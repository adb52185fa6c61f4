import { createCipheriv, createHash, hash } from 'node:crypto';
import { signCheckpoint } from '../notes/checkpoint';
import { noteSigner, type NoteSigner, vkeyOf } from '../notes/note-keys';
import { GrowingTree } from '../tree/growing-tree';
import { leafHash } from '../tree/hashes';
import { BUNDLE_FORMAT, bundleLine, type BundleLine } from './bundle-lines';

const sha = (text: string): Buffer => createHash('sha256').update(text).digest();

export const TENANT = 'northwind-tiles';
export const signer: NoteSigner = noteSigner('audit.people-sync.example', sha('a key for tests'));
export const origin = `${signer.name}/${TENANT}`;

/** A part as audit seals it. */
export function sealed(content: string): { readonly hash: string; readonly opened: readonly [string, string] } {
  const key = sha(`key of ${content}`);
  const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12)).setAAD(
    Buffer.from(JSON.stringify(['peoplesync-audit-part', TENANT])),
  );
  const bytes = Buffer.concat([cipher.update(content, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { hash: hash('sha256', bytes, 'base64url'), opened: [bytes.toString('base64'), key.toString('base64')] };
}

/** An entry that says something about two people, one of them in a row of PeopleHR's answer. */
export function entryText(index: number, tenant = TENANT): string {
  const [ada, ben] = partsOf(index).map((one) => one.hash);
  return JSON.stringify({ actor: null, index, parts: [ada], rows: { added: [['d', ben]] }, tenant, v: 1 });
}

export const partsOf = (index: number) => [sealed(`ada ${index}`), sealed(`ben ${index}`)];

/** A whole record in clear text, with a signed head after every few entries. */
export function bundleOf(entries: number, clear = true): BundleLine[] {
  let tree = GrowingTree.empty;
  const lines: BundleLine[] = [
    { manifest: { format: BUNDLE_FORMAT, tenant: TENANT, origin, vkeys: [vkeyOf(signer)], clear } },
  ];
  for (let index = 0; index < entries; index += 1) {
    const entry = entryText(index);
    const leaf = leafHash(Buffer.from(entry));
    lines.push({ entry, leaf: leaf.toString('base64') });
    tree = tree.with([leaf]).tree;
    if (clear) lines.push({ parts: partsOf(index).map(({ opened }) => opened) });
    if (index % 7 === 6 || index === entries - 1)
      lines.push({ head: signCheckpoint({ origin, size: tree.size, root: tree.root }, [signer]) });
  }
  return [...lines, { end: { entries } }];
}

export const textOf = (lines: readonly BundleLine[]): string => lines.map(bundleLine).join('');
