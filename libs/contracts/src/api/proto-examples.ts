import type { TObject } from '@sinclair/typebox';
import { fieldsOf, nameOf } from './field';
import { messageOf } from './message';
import type { Rpc } from './rpc';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** What another message says. */
const HELD = '…';

const EXAMPLE = 'Example: ';

/** What a call may be asked with, as a comment has it: JSON that is a message. */
export const askedExample = (request: TObject, asked: Fields): string => EXAMPLE + asText(messageOf(request, asked));

/** Of each message that is answered its first example, as a comment has it; what it holds has one of its own. */
export function answeredExamples(rpcs: readonly Rpc[]): ReadonlyMap<string, string> {
  const shown = new Map<string, string>();
  const show = (shape: TObject, json: Fields): void => {
    if (shown.has(nameOf(shape))) return;
    const fields = fieldsOf(shape);
    const inner = fields.filter(({ name, shape: held }) => held && json[name] !== undefined && json[name] !== null);
    const plain = Object.fromEntries(inner.map(({ name, list }) => [name, list ? [HELD] : HELD]));
    shown.set(nameOf(shape), EXAMPLE + asText({ ...messageOf(shape, json), ...plain }));
    for (const { name, shape: held } of inner) {
      const [one]: readonly unknown[] = [json[name]].flat();
      if (held && isFields(one)) show(held, one);
    }
  };
  for (const { answer, examples } of rpcs) {
    for (const { answered } of examples) show(answer, answered);
  }
  return shown;
}

/** What a message says, in JSON with blanks between its parts. */
const asText = (message: unknown): string =>
  JSON.stringify(message, null, 1).replaceAll(/\n */g, ' ').replaceAll(`"${HELD}"`, HELD);
