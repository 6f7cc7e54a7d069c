import { labelOf, type MetricKey, METRICS, shortOf } from '../../../contract/metrics.ts';
import { cx } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';

/** One metric of a few; one that nobody reports by hour stays in its place and says why. */
export const MetricPicker = ({
  metrics,
  value,
  onChange,
  reasonOf,
}: {
  metrics: readonly MetricKey[];
  value: MetricKey;
  onChange: (metric: MetricKey) => void;
  reasonOf: (metric: MetricKey) => string | null;
}) => (
  <div
    role="group"
    aria-label={t(m.metric)}
    className="inline-flex min-h-8 flex-wrap rounded-control border border-control bg-surface p-0.5"
  >
    {metrics.map((metric) => {
      const reason = reasonOf(metric);
      return (
        <button
          key={metric}
          type="button"
          aria-pressed={metric === value}
          aria-disabled={reason === null ? undefined : true}
          title={reason ?? labelOf(METRICS[metric])}
          onClick={() => reason === null && onChange(metric)}
          className={cx(
            'h-[26px] rounded-[3px] px-2.5 font-semibold whitespace-nowrap',
            reason !== null
              ? 'text-text-3 line-through decoration-1'
              : metric === value
                ? 'bg-selected text-accent'
                : 'text-text-2 hover:bg-sunken',
          )}
        >
          {shortOf(METRICS[metric])}
          {reason !== null && <span className="sr-only">. {reason}</span>}
        </button>
      );
    })}
  </div>
);
