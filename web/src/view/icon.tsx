import type { ReactNode } from 'react';

export type IconName =
  | 'verified'
  | 'until'
  | 'mismatch'
  | 'revoked'
  | 'unknown'
  | 'waiting'
  | 'pass'
  | 'fail'
  | 'not-checked'
  | 'warning'
  | 'more'
  | 'file'
  | 'moon';

const SHIELD = 'M12 2.8 4.5 5.6v5.6c0 4.7 3.1 8.5 7.5 10 4.4-1.5 7.5-5.3 7.5-10V5.6z';
const CIRCLE = 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z';

const PATHS: Readonly<Record<IconName, ReactNode>> = {
  verified: (
    <>
      <path d={SHIELD} />
      <path d="m8.5 11.8 2.5 2.5 4.5-4.8" />
    </>
  ),
  until: (
    <>
      <path d={SHIELD} />
      <path d="M12 8v4.2l2.7 1.6" />
    </>
  ),
  mismatch: (
    <>
      <path d={SHIELD} />
      <path d="m9.2 9.2 5.6 5.6m0-5.6-5.6 5.6" />
    </>
  ),
  revoked: (
    <>
      <path d={SHIELD} />
      <path d="M8.2 12h7.6" />
    </>
  ),
  unknown: (
    <>
      <path d={CIRCLE} />
      <path d="M9.6 9.5a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2.9-1.2 1.7M12 16.6v.1" />
    </>
  ),
  waiting: (
    <>
      <path d={CIRCLE} />
      <path d="M12 7.5V12l3 1.8" />
    </>
  ),
  pass: <path d="m5 12.5 4.5 4.5L19 7.5" />,
  fail: <path d="m6.5 6.5 11 11m0-11-11 11" />,
  'not-checked': <path d="M6 12h12" />,
  warning: (
    <>
      <path d="M12 4 2.8 19.5h18.4z" />
      <path d="M12 10v4.2M12 16.8v.1" />
    </>
  ),
  more: <path d="m8 10 4 4 4-4" />,
  file: (
    <path d="M14 3H7a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V7zm0 0v4h4M9 14.5l2 2 4-4" />
  ),
  moon: <path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z" />,
};

/** A line icon in the colour of the text; decoration only, the words beside it say the same. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className={`icon icon-${name}`}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {PATHS[name]}
    </svg>
  );
}
