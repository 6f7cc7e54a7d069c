import { Tabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { t, type Message } from '../../ui/text.ts';

const base = 'px-2 py-1.5 align-top';
export const cell = `${base} text-start`;
export const numberCell = `${base} text-end whitespace-nowrap`;

export const Tab = ({ value, children }: { value: string; children: ReactNode }) => (
  <Tabs.Tab
    value={value}
    className="-mb-px h-8 border-b-2 border-transparent px-3 font-semibold text-text-2 hover:text-text data-active:border-accent data-active:text-text"
  >
    {children}
  </Tabs.Tab>
);

/** A plain table of the inspector; `numbers` are the heads of those columns that hold numbers. */
export const Grid = ({
  heads,
  numbers = [],
  children,
}: {
  heads: readonly Message[];
  numbers?: readonly Message[];
  children: ReactNode;
}) => (
  <table className="w-full border-collapse">
    <thead>
      <tr className="text-text-3">
        {heads.map((head) => (
          <th
            key={head.id}
            scope="col"
            className={`${numbers.includes(head) ? numberCell : cell} font-semibold whitespace-nowrap`}
          >
            {t(head)}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
);

export const Nothing = ({ children }: { children: ReactNode }) => (
  <p className="py-6 text-center text-text-2">{children}</p>
);
