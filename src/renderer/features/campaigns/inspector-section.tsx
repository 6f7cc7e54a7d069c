import type { ReactNode } from 'react';

/** A part of the inspector under its own heading. */
export const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title} className="border-t border-line pt-3">
    <h3 className="mb-1 font-semibold">{title}</h3>
    {children}
  </section>
);
