import { Roles } from '@people-sync/platform';

/** Everybody who may see the tenant, auditors too. */
export const Readers = () => Roles('peoplesync.admin', 'peoplesync.platform', 'peoplesync.auditor');

/** The main platform only. */
export const PlatformOnly = () => Roles('peoplesync.platform');
