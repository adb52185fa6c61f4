import { Fragment } from 'react';

/** An address or a name, broken only behind `@` and before a dot, a dash or an underscore if the line is too short for it. */
export function Address({ of }: { of: string | null | undefined }) {
  return (of ?? '').split(/(?<=@)|(?=[._-])/).map((part, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
