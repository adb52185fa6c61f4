import { Connect } from '@people-sync/contracts/api';
import { bodyOf } from '../shapes/class-of';

/** `PUT …/integrations/peoplehr`. */
export class ConnectPeopleHrBody extends bodyOf(Connect) {}
