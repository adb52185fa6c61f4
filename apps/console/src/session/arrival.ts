import { takeOffer } from './sign-in-link';

/** What the address offered when the page was opened. Read before anything else looks at the address. */
export const arrival = takeOffer();
