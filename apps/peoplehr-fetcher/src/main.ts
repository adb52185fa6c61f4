import { runMain } from '@people-sync/platform';
import { startPeoplehrFetcher } from './index';

runMain('peoplehr-fetcher', startPeoplehrFetcher);
