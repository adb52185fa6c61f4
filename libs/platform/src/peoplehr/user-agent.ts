import { ownVersion } from '../build/build';

/** `PeopleSync/<version> (+https://wethrive.net)`: PeopleHR's front door turns anonymous clients away. */
export const peopleHrUserAgent = (): string => `PeopleSync/${ownVersion()} (+https://wethrive.net)`;
