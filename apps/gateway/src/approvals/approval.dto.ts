import { Approve, LeaveOut, Reject } from '@people-sync/contracts/api';
import { bodyOf } from '../shapes/class-of';

/** `POST …/syncs/{id}/approve`. */
export class ApproveBody extends bodyOf(Approve) {}

/** `POST …/syncs/{id}/reject`. */
export class RejectBody extends bodyOf(Reject) {}

/** `PUT …/syncs/{id}/plan/left-out`. */
export class LeaveOutBody extends bodyOf(LeaveOut) {}
