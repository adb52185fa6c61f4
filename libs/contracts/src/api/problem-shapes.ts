import type { TObject } from '@sinclair/typebox';
import { fieldsOf } from './field';
import { isReason, type Reason, reasons } from './reasons';
import { shape } from './shape';

/** `wrong-company` → `WrongCompanyProblem`: its OpenAPI schema, and its message over gRPC. */
export const problemName = (reason: Reason): string =>
  `${reason.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}Problem`;

export const allReasons: readonly Reason[] = Object.keys(reasons).filter(isReason);

/** What refusals say beside their sentences, as shapes by reason. */
const shapes: ReadonlyMap<Reason, TObject> = new Map(
  allReasons.map((reason) => {
    const { meaning, carries } = reasons[reason];
    return [reason, shape(problemName(reason), `${reason}: ${meaning}`, carries.properties)];
  }),
);

/** What a refusal for this reason says beside its sentence. */
export function problemShape(reason: Reason): TObject {
  const found = shapes.get(reason);
  if (!found) throw new Error(`${reason} is no reason`);
  return found;
}

/** Where google.rpc has a message of its own for it (BadRequest), or only browsers are told. */
const withoutMessage: ReadonlySet<Reason> = new Set(['invalid-request', 'other-session']);

/** The reasons that have a message of their own in the details of a google.rpc.Status. */
export const detailedReasons: readonly Reason[] = allReasons.filter(
  (reason) => !withoutMessage.has(reason) && fieldsOf(problemShape(reason)).length > 0,
);
