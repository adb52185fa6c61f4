import { runMain } from '@people-sync/platform';
import { startReconciler } from './index';

runMain('reconciler', startReconciler);
