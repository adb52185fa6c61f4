import { fieldsOf, nameOf } from './field';
import { MakeSessionCode } from './tenants';
import { Parked, ParkedOutcome, ParkedPage } from './parked';
import { peopleSyncRpcs } from './people-sync';
import { DecidedBefore } from './decided-before';
import type { Rpc } from './rpc';
import { Session, SignIn, SignInWith } from './sessions';
import type { TObject } from './shape';
import { UnderstoodFile } from './imports';

const rpcs: readonly Rpc[] = Object.values(peopleSyncRpcs);

/** What no rpc has, and HTTP has. */
const overHttpAlone = [DecidedBefore, MakeSessionCode, Parked, ParkedOutcome, ParkedPage, Session, SignIn, SignInWith];

/** Every shape of the interface by its name, with those that others hold. */
export function allShapes(): ReadonlyMap<string, TObject> {
  const all = new Map<string, TObject>();
  const add = (shape: TObject): void => {
    if (all.has(nameOf(shape))) return;
    all.set(nameOf(shape), shape);
    for (const { shape: inner } of fieldsOf(shape)) if (inner) add(inner);
  };
  for (const { request, answer } of rpcs) [request, answer].forEach(add);
  [...overHttpAlone, UnderstoodFile].forEach(add);
  return all;
}
