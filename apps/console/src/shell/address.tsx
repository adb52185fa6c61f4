import { Fragment } from 'react';
import { addressParts } from './address-parts';

/** An address or a name, broken only between its parts if the line is too short for it. */
export function Address({ of }: { of: string | null | undefined }) {
  return addressParts(of ?? '').map((part, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
