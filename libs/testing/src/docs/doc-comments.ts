import ts from 'typescript';

/** The doc comments of one source file: of its exported constants and classes, and of what stands in them. */
export interface DocComments {
  /** By constant or class. */
  readonly of: ReadonlyMap<string, string>;
  /**
   * By `constant.property` or `Class.property`, deeper ones too; what a constant spreads (`...header`) is in it. A
   * property that is just another constant, and says nothing itself, is found in `same`.
   */
  readonly in: ReadonlyMap<string, string>;
  /** By property as above: the constant that it is. */
  readonly same: ReadonlyMap<string, string>;
  /** By `name.v1`, the constant that declares this event. */
  readonly events: ReadonlyMap<string, string>;
}

/** Reads the comments out of TypeScript: the declarations are the documentation, and at run time they are gone. */
export function docCommentsIn(source: string): DocComments {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true);
  const found: Found = { of: new Map(), in: new Map(), same: new Map(), events: new Map() };
  for (const statement of file.statements) {
    if (ts.isClassDeclaration(statement) && statement.name) {
      note(found.of, statement.name.text, statement);
      for (const member of statement.members) {
        if (ts.isPropertyDeclaration(member)) note(found.in, `${statement.name.text}.${member.name.getText()}`, member);
      }
    }
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const constant = name.getText();
      note(found.of, constant, statement);
      if (!initializer) continue;
      const event = eventIn(initializer);
      if (event !== undefined) found.events.set(event, constant);
      properties(initializer, constant, found);
    }
  }
  return found;
}

type Found = { readonly [K in keyof DocComments]: Map<string, string> };

/** Of an initializer's object literal and those in it. What is another constant's (`...header`) stands further up. */
function properties(initializer: ts.Expression, path: string, found: Found): void {
  const last = ts.isCallExpression(initializer) ? initializer.arguments.at(-1) : undefined;
  if (last && ts.isIdentifier(last) && eventIn(initializer) !== undefined) inherit(last.text, path, found);
  for (const property of literalIn(initializer)?.properties ?? []) {
    if (ts.isSpreadAssignment(property)) inherit(property.expression.getText(), path, found);
    if (!ts.isPropertyAssignment(property)) continue;
    const key = `${path}.${property.name.getText()}`;
    note(found.in, key, property);
    const constant = constantIn(property.initializer);
    if (constant !== undefined) found.same.set(key, constant);
    properties(property.initializer, key, found);
  }
}

function inherit(constant: string, path: string, found: Found): void {
  const from = `${constant}.`;
  for (const map of [found.in, found.same]) {
    for (const [key, value] of [...map]) if (key.startsWith(from)) map.set(`${path}.${key.slice(from.length)}`, value);
  }
}

/** `X` of `X` and of `Nullable(X)`. */
function constantIn(expression: ts.Expression): string | undefined {
  if (ts.isIdentifier(expression)) return expression.text;
  const [only, ...more] = ts.isCallExpression(expression) ? expression.arguments : [];
  return only && more.length === 0 && ts.isIdentifier(only) ? only.text : undefined;
}

function literalIn(expression: ts.Expression): ts.ObjectLiteralExpression | undefined {
  if (ts.isObjectLiteralExpression(expression)) return expression;
  if (!ts.isCallExpression(expression)) return undefined;
  return expression.arguments.map(literalIn).find((literal) => literal !== undefined);
}

/** `name.v1` of a call `defineEvent('name', 1, …)`. */
function eventIn(expression: ts.Expression): string | undefined {
  if (!ts.isCallExpression(expression) || expression.expression.getText() !== 'defineEvent') return undefined;
  const [name, version] = expression.arguments;
  return name && version && ts.isStringLiteral(name) ? `${name.text}.v${version.getText()}` : undefined;
}

/** As one line, with what is wrapped put together. */
function note(into: Map<string, string>, key: string, node: ts.Node): void {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).slice(-1);
  const text = ts.getTextOfJSDocComment(comment?.comment);
  if (text !== undefined) into.set(key, text.replace(/\s+/g, ' ').trim());
}
