import { runMain } from '@people-sync/platform';
import { startSingle } from './single';

runMain('single', startSingle);
