import { Approve, LeaveOut, Reject } from '@people-sync/contracts/api';
import { bodyOf } from '../shapes/class-of';

/** `POST …/syncs/{id}/approve`. */
export class ApprovePlanBody extends bodyOf(Approve) {}

/** `POST …/syncs/{id}/reject`. */
export class RejectPlanBody extends bodyOf(Reject) {}

/** `PUT …/syncs/{id}/plan/left-out`. */
export class LeaveOutOfPlanBody extends bodyOf(LeaveOut) {}
