import type { TObject } from '@sinclair/typebox';
import { fieldsOf, isHeldList } from './field';

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * Where a field of a request is, as google.rpc.BadRequest says it: names as in the .proto file, joined by dots, places in
 * lists from 1. `people.0.orgEmployeeId` → `people.items[1].org_employee_id`; metadata has its own name.
 */
export function protoPath(request: TObject | undefined, field: string): string {
  if (field.includes('-')) return field.toLowerCase();
  let shape = request;
  let path = '';
  for (const name of field.split('.')) {
    if (/^\d+$/.test(name)) {
      path += `[${Number(name) + 1}]`;
      continue;
    }
    const known = shape && fieldsOf(shape).find((one) => one.name === name);
    path += `${path === '' ? '' : '.'}${snakeCase(name)}${known && isHeldList(known) ? '.items' : ''}`;
    shape = known?.shape;
  }
  return path;
}
