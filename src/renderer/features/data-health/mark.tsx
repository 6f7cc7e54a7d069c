import type { MonthState } from '../../../contract/data-health.ts';

/** A month's state as a shape: full, half, outlined, crossed, a dot. Its words stand beside or in the title. */
export const MonthMark = ({ state, expires = false }: { state: MonthState; expires?: boolean }) => (
  <svg aria-hidden viewBox="0 0 16 16" width={16} height={16} className="shrink-0">
    {state === 'rich' && <rect x={2} y={2} width={12} height={12} rx={2} className="fill-good" />}
    {state === 'totals' && (
      <>
        <rect x={2.75} y={2.75} width={10.5} height={10.5} rx={2} className="fill-none stroke-good" strokeWidth={1.5} />
        <path d="M3 13 V4 a1 1 0 0 1 1 -1 h4 v10 z" className="fill-good" />
      </>
    )}
    {state === 'partial' && (
      <>
        <rect
          x={2.75}
          y={2.75}
          width={10.5}
          height={10.5}
          rx={2}
          className="fill-none stroke-warn"
          strokeWidth={1.5}
          strokeDasharray="3 2"
        />
        <path d="M8 5.5 v3.5" className="stroke-warn" strokeWidth={1.5} />
        <circle cx={8} cy={11} r={0.9} className="fill-warn" />
      </>
    )}
    {state === 'missing' && (
      <>
        <circle cx={8} cy={8} r={5.5} className="fill-none stroke-bad" strokeWidth={1.5} />
        <path d="M5.8 5.8 l4.4 4.4 M10.2 5.8 l-4.4 4.4" className="stroke-bad" strokeWidth={1.5} />
      </>
    )}
    {(state === 'before' || state === 'pending') && <circle cx={8} cy={8} r={1.5} className="fill-text-3" />}
    {expires && <circle cx={14} cy={2.5} r={2} className="fill-warn" />}
  </svg>
);
