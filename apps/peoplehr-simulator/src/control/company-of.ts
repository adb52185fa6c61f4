import type { Company } from '../companies/company';
import type { Directory } from '../companies/directory';
import { ControlError } from './input';
import type { ControlCall } from './route';

const MAX_PEOPLE = 500_000;

/** The company that the path names. @throws ControlError 404 */
export function companyOf({ peopleHr, part }: ControlCall): Company {
  const company = peopleHr.directory.company(Number(part('id')));
  if (!company) throw new ControlError(404, `there is no company ${part('id')}`);
  return company;
}

/** Refuses more people than the simulator is made for. @throws ControlError 409 */
export function checkRoom(directory: Directory, more: number): void {
  if (directory.people + more > MAX_PEOPLE)
    throw new ControlError(409, `all companies together have at most ${MAX_PEOPLE} employees; reset some`);
}
