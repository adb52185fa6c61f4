import { runMain } from '@people-sync/platform';
import { startCredentials } from './index';

runMain('credentials', startCredentials);
