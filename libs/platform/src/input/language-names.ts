import { invalidRequest } from '../http/problem.exception';

const names = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

/**
 * Names that every object of JavaScript has, and `prototype`. No field is called so, and libraries that look a field up in
 * an object would find them there: such a field is refused as unknown before they see it.
 */
export const isLanguageName = (name: string): boolean => names.has(name);

/** @throws ProblemException 400 `invalid-request` with every such name of a query. */
export function refuseLanguageNames(query: object): void {
  const found = Object.getOwnPropertyNames(query).filter(isLanguageName);
  if (found.length > 0)
    throw invalidRequest(found.map((field) => ({ field, message: `property ${field} should not exist` })));
}
