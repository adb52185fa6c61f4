import { SetSchedule } from '@people-sync/contracts/api';
import { bodyOf } from '../shapes/class-of';

/** `PUT …/schedule`. */
export class SetScheduleBody extends bodyOf(SetSchedule) {}
