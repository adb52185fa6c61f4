import { runMain } from '@people-sync/platform';
import { startWethriveWriter } from './index';

runMain('wethrive-writer', startWethriveWriter);
