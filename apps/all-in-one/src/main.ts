import { runMain } from '@people-sync/platform';
import { startAllInOne } from './all-in-one';

runMain('PeopleSync', startAllInOne);
