import { runMain } from '@people-sync/platform';
import { startGateway } from './index';

runMain('gateway', startGateway);
