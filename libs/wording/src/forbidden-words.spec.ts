import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Words that no administrator is to read (docs/semantics.md §8). */
const FORBIDDEN = /\b(tenant|snapshot|hash|base|parked|digest)(s|es)?\b/i;

/** Words for which administrators have others: licence, Apply, Changes to check, Replaced by a newer check… */
const OURS = /\b(seats?|superseded|out of scope|identity case|refused|approved?|rejected?|plans?)\b/i;

/** Whatever is said to administrators: the sentences, and what the gateway says of its own calls. */
const SOURCES = [__dirname, join(__dirname, '../../../apps/gateway/src')];

interface Sentence {
  readonly file: string;
  readonly text: string;
}

/** Whatever reads like a sentence in the source, but for what documents the interface, SQL, and reasons to stop. */
function sentencesIn(file: string): Sentence[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Sentence[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isDecorator(node) || ts.isImportDeclaration(node) || isOurOwn(node)) return;
    if (ts.isStringLiteralLike(node)) found.push({ file, text: node.text });
    else if (ts.isTemplateExpression(node)) {
      found.push({
        file,
        text: [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join('…'),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.filter(
    ({ text }) => /\p{L}+[,:]? \p{L}+[,:]? \p{L}+/u.test(text) && !/\b(SELECT|UPDATE|INSERT|WHERE)\b/.test(text),
  );
}

/** `throw new Error(…)`, `setDescription(…)`, `description: …`: nobody but us, and developers, read them. */
function isOurOwn(node: ts.Node): boolean {
  if (ts.isPropertyAssignment(node)) return ts.isIdentifier(node.name) && node.name.text === 'description';
  if (ts.isNewExpression(node)) return ts.isIdentifier(node.expression) && node.expression.text === 'Error';
  const called =
    ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : '';
  return called === 'setDescription';
}

const files = SOURCES.flatMap((source) =>
  readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((file) => join(source, file).replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !/\.(spec|testkit)\.ts$|\/migrations\//.test(file)),
);

describe('every sentence of the gateway and of its words', () => {
  const sentences = files.flatMap(sentencesIn);

  it('is looked at', () => {
    expect(sentences.length).toBeGreaterThan(150);
    const read = (word: string): boolean => sentences.some(({ text }) => text.includes(word));
    for (const word of [
      'has no email address in PeopleHR',
      'Waiting for your OK',
      'same values for',
      'Nobody was imported',
      'PeopleHR does not accept this API key',
    ]) {
      expect([word, read(word)]).toEqual([word, true]);
    }
  });

  it('has none of the words that are never shown', () => {
    expect(sentences.filter(({ text }) => FORBIDDEN.test(text))).toEqual([]);
  });

  it('says what administrators say', () => {
    expect(sentences.filter(({ text }) => OURS.test(text))).toEqual([]);
  });
});
