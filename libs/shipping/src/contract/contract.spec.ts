import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeReal, oasdiffPath } from '@people-sync/testing';
import {
  baselineOf,
  brokenOpenApi,
  brokenProto,
  type Contract,
  contractOf,
  mayBeSaved,
  saveBaseline,
  withLine,
} from './contract';

// Ends a test that would wait for ever; a busy machine may take its time.
jest.setTimeout(300_000);

const root = join(__dirname, '../../../..');
const HINT = 'npm run contract:save -- "what changed" keeps the contract as it is';

/** The contract of this checkout in a folder of its own. */
function copied(): Contract {
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  const copy = { openapi: join(folder, 'openapi.json'), proto: join(folder, 'proto') };
  const now = contractOf(root);
  cpSync(now.openapi, copy.openapi);
  cpSync(now.proto, copy.proto, { recursive: true });
  return copy;
}

const protoFile = ({ proto }: Contract): string => join(proto, 'wethrive/peoplesync/v1/peoplesync.proto');

/** The contract with one text of a file replaced, which has to be there. */
function changed(file: (contract: Contract) => string, from: string | RegExp, to: string): Contract {
  const contract = copied();
  const before = readFileSync(file(contract), 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`nothing is changed: ${String(from)} is not there`);
  writeFileSync(file(contract), after);
  return contract;
}

describe('the contract over gRPC', () => {
  it('breaks nobody who was built with the one that is kept', () => {
    expect([brokenProto(root, baselineOf(root), contractOf(root)), HINT]).toEqual(['', HINT]);
  });

  it.each([
    ['an rpc that is gone', / {2}rpc GetSync\(.*\n/, '', 'GetSync'],
    ['a field that is gone', /\n {2}string plan_hash = 3;/, '', 'plan_hash'],
    ['a field of another type', 'string plan_hash = 3;', 'int64 plan_hash = 3;', 'plan_hash'],
    ['a field of another number', 'string plan_hash = 3;', 'string plan_hash = 300;', 'plan_hash'],
    ['another answer', /(rpc GetTenant\(.*returns \()Tenant\)/, '$1Sync)', 'GetTenant'],
  ])('is refused with %s', (_what, from, to, named) => {
    expect(brokenProto(root, contractOf(root), changed(protoFile, from, to))).toContain(named);
  });

  it('may have more: a field, a message, an rpc', () => {
    const more = changed(protoFile, /^message Tenant \{/m, 'message More {}\n\nmessage Tenant {\n  string more = 900;');
    const text = readFileSync(protoFile(more), 'utf8');
    writeFileSync(protoFile(more), text.replace(/^service PeopleSync \{/m, '$&\n  rpc Tell(More) returns (More);'));
    expect(brokenProto(root, contractOf(root), more)).toBe('');
  });
});

describeReal('oasdiff')('the contract over HTTP', () => {
  interface Document {
    paths: Record<string, object | undefined>;
    components: { schemas: Record<string, { properties: Record<string, object | undefined>; required?: string[] }> };
  }

  /** What the comparison says of the document after this was done to it. */
  function after(change: (document: Document) => void): string {
    const contract = copied();
    const document = JSON.parse(readFileSync(contract.openapi, 'utf8')) as Document;
    change(document);
    writeFileSync(contract.openapi, JSON.stringify(document));
    return brokenOpenApi(oasdiffPath(), contractOf(root), contract);
  }
  const schema = ({ components }: Document, name: string) => {
    const found = components.schemas[name];
    if (!found) throw new Error(`there is no schema ${name}`);
    return found;
  };

  it('breaks nobody who was built with the one that is kept', () => {
    expect([brokenOpenApi(oasdiffPath(), baselineOf(root), contractOf(root)), HINT]).toEqual(['', HINT]);
  });

  it('is refused with a route that is gone, a field that is gone, a field more that has to be given', () => {
    expect(after(({ paths }) => delete paths['/v1/tenants/{tenant}/why'])).toContain('/why');
    const gone = after((document) => {
      const sync = schema(document, 'Sync');
      delete sync.properties['planHash'];
      sync.required = (sync.required ?? []).filter((field) => field !== 'planHash');
    });
    expect(gone).toContain('planHash');
    const needed = after((document) => {
      const start = schema(document, 'StartSyncBody');
      start.properties['why'] = { type: 'string' };
      start.required = [...(start.required ?? []), 'why'];
    });
    expect(needed).toContain('why');
  });

  it('may have more: a route, a field of an answer, a field that need not be given', () => {
    const more = after((document) => {
      document.paths['/v1/more'] = { get: { responses: { 200: { description: 'More' } } } };
      schema(document, 'Sync').properties['more'] = { type: 'string' };
      schema(document, 'StartSyncBody').properties['more'] = { type: 'string' };
    });
    expect(more).toBe('');
  });
});

describe('keeping the contract anew', () => {
  it('takes the public part of both halves, and nothing that services say to each other', () => {
    const baseline = copied();
    saveBaseline(changed(protoFile, /^message Tenant \{/m, 'message Tenant {\n  string more = 900;'), baseline);
    expect(readFileSync(protoFile(baseline), 'utf8')).toContain('string more = 900;');
    expect(brokenProto(root, baseline, contractOf(root))).toContain('more');
  });

  it('says so in the changelog, first under what is not released', () => {
    expect(withLine('# Changelog\n\n## Unreleased\n\n- Old.\n', 'new words.')).toBe(
      '# Changelog\n\n## Unreleased\n\n- Contract: new words.\n- Old.\n',
    );
    expect(() => withLine('# Changelog\n', 'new words.')).toThrow('no part Unreleased');
  });

  it('is over with 1.0', () => {
    expect(['0.1.0', '0.99.0', '1.0.0', '2.1.0'].map(mayBeSaved)).toEqual([true, true, false, false]);
  });
});
