import type { ReactNode } from 'react';
import type { Settings } from '../../../contract/workspace.ts';

/** A setting: its name, what it does, its control. */
export const Row = ({ label, detail, children }: { label: string; detail?: string; children: ReactNode }) => (
  <div className="flex min-h-11 flex-wrap items-center gap-x-6 gap-y-2 border-t border-line py-2 first:border-t-0">
    <div className="min-w-0 flex-1 basis-[240px]">
      <p className="font-semibold">{label}</p>
      {detail && <p className="text-text-2">{detail}</p>}
    </div>
    {children}
  </div>
);

export type Save = (change: Partial<Settings>) => void;
