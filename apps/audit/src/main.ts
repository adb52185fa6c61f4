import { runMain } from '@people-sync/platform';
import { startAudit } from './index';

runMain('audit', startAudit);
