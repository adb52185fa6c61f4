import { SetLicences } from '@people-sync/contracts/api';
import { bodyOf } from '../shapes/class-of';

/** `PUT …/licences`. */
export class SetLicencesBody extends bodyOf(SetLicences) {}
