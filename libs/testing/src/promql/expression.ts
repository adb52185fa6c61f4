import { parser } from '@prometheus-io/lezer-promql';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** A part of a PromQL expression, with its text. */
export interface Part {
  readonly node: SyntaxNode;
  readonly text: string;
  /** Its own parts, in order. */
  readonly parts: readonly Part[];
}

/** Parses an expression by Prometheus' own grammar. @throws with the place where it is none */
export function parsed(expression: string): Part {
  const part = (node: SyntaxNode): Part => {
    if (node.type.isError)
      throw new Error(`no PromQL at "${expression.slice(Math.max(0, node.from - 20), node.to + 20)}"`);
    const parts: Part[] = [];
    for (let child = node.firstChild; child; child = child.nextSibling) parts.push(part(child));
    return { node, text: expression.slice(node.from, node.to), parts };
  };
  const [whole, ...more] = part(parser.parse(expression).topNode).parts.filter(
    ({ node }) => node.name !== 'LineComment',
  );
  if (!whole || more.length > 0) throw new Error(`no single expression: ${expression}`);
  return whole;
}

/** The first part below with this name. */
export function below(part: Part, name: string): Part | undefined {
  for (const one of part.parts) {
    if (one.node.name === name) return one;
    const found = below(one, name);
    if (found) return found;
  }
  return undefined;
}

/** All parts with this name, itself included. */
export const every = (part: Part, name: string): Part[] => [
  ...(part.node.name === name ? [part] : []),
  ...part.parts.flatMap((one) => every(one, name)),
];

/** One condition of a selector. */
export interface Matcher {
  readonly label: string;
  readonly op: string;
  readonly value: string;
}

/** What a selector asks for. */
export interface Selector {
  readonly name: string;
  readonly matchers: readonly Matcher[];
}

/** @param part a VectorSelector */
export function selectorOf(part: Part): Selector {
  const name = below(part, 'Identifier')?.text ?? '';
  const matchers = every(part, 'UnquotedLabelMatcher').map((matcher) => {
    const [label, op, value] = matcher.parts.map(({ text }) => text);
    return { label: label ?? '', op: op ?? '', value: (value ?? '').slice(1, -1) };
  });
  return { name, matchers };
}

/** Everything that an expression asks for. */
export const selectorsIn = (expression: string): Selector[] =>
  every(parsed(expression), 'VectorSelector').map(selectorOf);

/** The labels that it groups by. */
export const groupingsIn = (expression: string): string[] =>
  every(parsed(expression), 'GroupingLabels').flatMap((part) => every(part, 'LabelName').map(({ text }) => text));
