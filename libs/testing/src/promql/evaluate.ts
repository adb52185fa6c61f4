import type { Exposition, Sample } from '../system/exposition';
import { below, every, parsed, type Part, selectorOf, type Selector } from './expression';

/** Labels with a value; a number alone has none. */
export interface Point {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

type Value = number | readonly Point[];

/** What was scraped, at equal distances, the newest last. An expression's ranges reach over all of it. */
export type Scrapes = readonly [Exposition, ...Exposition[]];

/**
 * Evaluates the part of PromQL that the alerts use, as Prometheus would on these scrapes. @throws for anything else: an
 * alert that cannot be evaluated is not tested
 */
export function evaluate(expression: string, scrapes: Scrapes, nowSeconds = 0): readonly Point[] {
  const value = valueOf(parsed(expression), { scrapes, nowSeconds });
  return typeof value === 'number' ? [{ labels: {}, value }] : value;
}

interface Time {
  readonly scrapes: Scrapes;
  readonly nowSeconds: number;
}

function valueOf(part: Part, time: Time): Value {
  switch (part.node.name) {
    case 'NumberDurationLiteral':
      return Number(part.text);
    case 'ParenExpr':
      return valueOf(only(part), time);
    case 'VectorSelector':
      return selected(selectorOf(part), time.scrapes.at(-1));
    case 'FunctionCall':
      return called(part, time);
    case 'AggregateExpr':
      return aggregated(part, time);
    case 'BinaryExpr':
      return joined(part, time);
    default:
      throw new Error(`${part.node.name} is not evaluated: ${part.text}`);
  }
}

function only(part: Part): Part {
  const [one, ...more] = part.parts;
  if (!one || more.length > 0) throw new Error(`not one part: ${part.text}`);
  return one;
}

function selected({ name, matchers }: Selector, scrape: Exposition | undefined): Point[] {
  return (scrape?.samples ?? [])
    .filter((sample) => sample.name === name && matchers.every((matcher) => matches(sample, matcher)))
    .map(({ labels, value }) => ({ labels, value }));
}

function matches({ labels }: Sample, { label, op, value }: Selector['matchers'][number]): boolean {
  const own = labels[label] ?? '';
  const isSame = op.endsWith('~') ? new RegExp(`^(?:${value})$`).test(own) : own === value;
  return op.startsWith('!') ? !isSame : isSame;
}

function called(part: Part, time: Time): Value {
  const [name, body] = [part.parts[0]?.text ?? '', part.parts[1]];
  if (name === 'time') return time.nowSeconds;
  if (!body) throw new Error(`no arguments: ${part.text}`);
  if (name === 'absent') {
    const [selector] = every(body, 'VectorSelector');
    if (!selector) throw new Error(`absent of no selector: ${part.text}`);
    const { matchers } = selectorOf(selector);
    const isThere = pointsOf(valueOf(selector, time)).length > 0;
    const labels = Object.fromEntries(
      matchers.filter(({ op }) => op === '=').map(({ label, value }) => [label, value]),
    );
    return isThere ? [] : [{ labels, value: 1 }];
  }
  const [range] = every(body, 'MatrixSelector');
  const selector = range && below(range, 'VectorSelector');
  if (!range || !selector) throw new Error(`${name} is not evaluated: ${part.text}`);
  const seconds = secondsIn(below(range, 'DurationExpr')?.text ?? '');
  return selected(selectorOf(selector), time.scrapes.at(-1)).flatMap((point) => {
    const series = time.scrapes.flatMap((scrape) =>
      selected(selectorOf(selector), scrape).filter(({ labels }) => keyOf(labels) === keyOf(point.labels)),
    );
    const [first] = series;
    if (!first || series.length < 2) return [];
    const rise = point.value - first.value;
    switch (name) {
      case 'increase':
        return [{ ...point, value: rise }];
      case 'rate':
        return [{ ...point, value: rise / seconds }];
      case 'changes':
        return [
          { ...point, value: series.filter(({ value }, at) => at > 0 && value !== series[at - 1]?.value).length },
        ];
      default:
        throw new Error(`${name} is not evaluated`);
    }
  });
}

function secondsIn(text: string): number {
  const [, count = '', unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const each = { s: 1, m: 60, h: 3600, d: 86_400 }[unit];
  if (each === undefined) throw new Error(`no duration: ${text}`);
  return Number(count) * each;
}

function aggregated(part: Part, time: Time): Value {
  const op = part.parts[0]?.text ?? '';
  const modifier = below(part, 'AggregateModifier');
  if (modifier && !modifier.text.startsWith('by')) throw new Error(`not evaluated: ${modifier.text}`);
  const by = modifier ? every(modifier, 'LabelName').map(({ text }) => text) : [];
  const body = part.parts.at(-1);
  if (!body) throw new Error(`nothing to aggregate: ${part.text}`);
  const groups = new Map<string, { labels: Record<string, string>; values: number[] }>();
  for (const { labels, value } of pointsOf(valueOf(only(body), time))) {
    const own = Object.fromEntries(
      by.flatMap((label) => (labels[label] === undefined ? [] : [[label, labels[label]]])),
    );
    const group = groups.get(keyOf(own)) ?? { labels: own, values: [] };
    group.values.push(value);
    groups.set(keyOf(own), group);
  }
  return [...groups.values()].map(({ labels, values }) => ({ labels, value: togetherAs(op, values) }));
}

function togetherAs(op: string, values: readonly number[]): number {
  switch (op) {
    case 'sum':
      return values.reduce((sum, value) => sum + value, 0);
    case 'max':
      return Math.max(...values);
    case 'min':
      return Math.min(...values);
    case 'count':
      return values.length;
    default:
      throw new Error(`${op} is not evaluated`);
  }
}

function joined(part: Part, time: Time): Value {
  const [left, operator, right] = part.parts;
  if (!left || !operator || !right) throw new Error(`not evaluated: ${part.text}`);
  const [one, other] = [valueOf(left, time), valueOf(right, time)];
  const op = operator.text;
  if (op === 'and') {
    const keys = new Set(pointsOf(other).map(({ labels }) => keyOf(labels)));
    return pointsOf(one).filter(({ labels }) => keys.has(keyOf(labels)));
  }
  if (op === 'or') {
    const keys = new Set(pointsOf(one).map(({ labels }) => keyOf(labels)));
    return [...pointsOf(one), ...pointsOf(other).filter(({ labels }) => !keys.has(keyOf(labels)))];
  }
  if (typeof one === 'number' && typeof other === 'number') return computed(op, one, other) ?? NaN;
  const pairs: [Point, number, number][] = Array.isArray(one)
    ? pointsOf(one).flatMap((point): [Point, number, number][] => {
        const with_ =
          typeof other === 'number'
            ? other
            : pointsOf(other).find(({ labels }) => keyOf(labels) === keyOf(point.labels))?.value;
        return with_ === undefined ? [] : [[point, point.value, with_]];
      })
    : pointsOf(other).map((point): [Point, number, number] => [point, Number(one), point.value]);
  return pairs.flatMap(([point, a, b]) => {
    const value = computed(op, a, b);
    return value === undefined ? [] : [{ ...point, value }];
  });
}

/** Of a comparison the left value, or undefined if it does not hold. */
function computed(op: string, a: number, b: number): number | undefined {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '>':
      return a > b ? a : undefined;
    case '>=':
      return a >= b ? a : undefined;
    case '<':
      return a < b ? a : undefined;
    case '==':
      return a === b ? a : undefined;
    case '!=':
      return a !== b ? a : undefined;
    default:
      throw new Error(`${op} is not evaluated`);
  }
}

const pointsOf = (value: Value): readonly Point[] => (typeof value === 'number' ? [{ labels: {}, value }] : value);

const keyOf = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1)));
