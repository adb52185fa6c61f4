import { readFileSync, writeFileSync } from 'node:fs';
import { Count } from '../primitives';
import { protoPaths } from '../protos';
import { peopleSyncService } from './people-sync';
import { type ProtoService, protoFile } from './proto-file';
import { rpc } from './rpc';
import { shape } from './shape';
import { words } from './words';

const path = protoPaths['wethrive.peoplesync.v1'];

describe('the .proto file of the public interface', () => {
  it('is what the shapes say (UPDATE_PROTO=1 writes it anew)', () => {
    const wanted = protoFile(peopleSyncService, readFileSync(path, 'utf8'));
    if (process.env['UPDATE_PROTO'] === '1') writeFileSync(path, wanted);
    expect(readFileSync(path, 'utf8')).toBe(wanted);
  });

  /** A service whose answer has these fields. */
  const of = (...fields: string[]): ProtoService => {
    const answer = shape('Cat', '', Object.fromEntries(fields.map((field) => [field, Count])));
    return {
      package: 'pets.v1',
      name: 'Pets',
      sentence: '',
      refusals: {},
      details: [],
      rpcs: { getCat: rpc('', [], shape('Nothing', '', {}), answer) },
    };
  };

  const withMood = (said: Readonly<Record<string, string>>): ProtoService => {
    const answer = shape('Cat', '', { mood: words('CatMood', 'How it is.', said) });
    return { ...of(), rpcs: { getCat: rpc('', [], shape('Nothing', '', {}), answer) } };
  };

  it('keeps the number of every word, wherever a new one is declared, and 0 says nothing', () => {
    const first = protoFile(withMood({ content: 'it purrs', 'not-hungry': 'it sleeps' }), '');
    expect(first).toContain('  CAT_MOOD_UNSPECIFIED = 0;');
    expect(first).toContain('  // "content" in JSON: it purrs.\n  CAT_MOOD_CONTENT = 1;');
    expect(first).toContain('  CAT_MOOD_NOT_HUNGRY = 2;');
    expect(first).toContain('  CatMood mood = 1;');
    const second = protoFile(withMood({ angry: 'it hisses', 'not-hungry': 'it sleeps' }), first);
    expect(second).toContain('  reserved 1; // CAT_MOOD_CONTENT');
    expect(second).toContain('  CAT_MOOD_ANGRY = 3;');
    expect(second).toContain('  CAT_MOOD_NOT_HUNGRY = 2;');
    const third = protoFile(withMood({ shy: 'it hides' }), second);
    expect(third).toContain('  CAT_MOOD_SHY = 4;');
  });

  it('keeps the number of every field, wherever a new one is declared, and gives none twice', () => {
    const first = protoFile(of('lives', 'mice'), '');
    expect(first).toContain('  int64 lives = 1;\n  int64 mice = 2;');
    const second = protoFile(of('birdsSeen', 'lives'), first);
    expect(second).toContain('  reserved 2; // mice\n  int64 birds_seen = 3;\n  int64 lives = 1;');
    const third = protoFile(of('fleas', 'birdsSeen', 'lives'), second);
    expect(third).toContain('  reserved 2; // mice\n  int64 fleas = 4;\n  int64 birds_seen = 3;\n  int64 lives = 1;');
    expect(protoFile(of('mice', 'lives'), first)).toContain('  int64 mice = 2;\n  int64 lives = 1;');
  });
});
