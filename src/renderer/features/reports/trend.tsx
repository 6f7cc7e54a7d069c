import type { ReportBlock, ReportModel } from '../../../contract/reports.ts';
import { labelOf, type MetricDefinition } from '../../../contract/metrics.ts';
import { useFormats, type Formats } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { sheet } from './messages-sheets.ts';
import { trendMetrics, trendPoints } from './words.ts';

const WIDTH = 672;
const HEIGHT = 220;
const EDGE = { top: 12, bottom: 26, start: 52, end: 52 };
const STEPS = 4;

/** The next round number a scale can end at, so that its steps are round too. */
const roundUp = (value: number): number => {
  if (value <= 0) return 1;
  const size = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 5, 8, 10].find((one) => one * size >= value) ?? 10) * size;
};

const axis = (metric: MetricDefinition, value: number, currency: string, f: Formats): string =>
  metric.unit === 'currency' ? f.axisMoney(value, currency) : f.axisCount(value);

/** The trend as a drawing that needs no measuring: the same on screen, in print and in a picture. Days without figures are gaps. */
export const Trend = ({ model, block, title }: { model: ReportModel; block: ReportBlock; title: string }) => {
  const f = useFormats();
  const { line, bar } = trendMetrics(model.clientSafe);
  const points = trendPoints(block, model.clientSafe);
  const most = (values: readonly (number | null)[]): number => roundUp(Math.max(0, ...values.map((one) => one ?? 0)));
  const [lineTop, barTop] = [most(points.map((one) => one.line)), most(points.map((one) => one.bar))];
  const inner = { width: WIDTH - EDGE.start - EDGE.end, height: HEIGHT - EDGE.top - EDGE.bottom };
  const step = inner.width / Math.max(1, points.length);
  const x = (index: number): number => EDGE.start + step * (index + 0.5);
  const y = (value: number, top: number): number => EDGE.top + inner.height * (1 - value / top);
  const last = points.length - 1;
  // Only of today can it be said how far it went; a day in between that lacks an ad account is a gap of another kind.
  const soFar = model.unlike === 'unfinished' && points[last]?.state === 'partial' ? last : null;
  const at = (index: number, value: number): string => `${x(index).toFixed(1)} ${y(value, lineTop).toFixed(1)}`;
  const path = points
    .map(({ line: value }, index) => {
      if (value === null || index === soFar) return '';
      const before = index === 0 ? null : (points[index - 1]?.line ?? null);
      return `${before === null ? 'M' : 'L'}${at(index, value)}`;
    })
    .join('');
  const [yesterday, today] =
    soFar === null ? [null, null] : [points[soFar - 1]?.line ?? null, points[soFar]?.line ?? null];
  const every = Math.max(1, Math.ceil(points.length / 6));
  const wide = Math.max(1, step * 0.6);
  return (
    <figure>
      <svg
        data-trend={block.currency}
        data-title={title}
        width={WIDTH}
        height={HEIGHT}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={spoken(model, block, f)}
      >
        {Array.from({ length: STEPS + 1 }, (_, index) => {
          const at = EDGE.top + (inner.height * index) / STEPS;
          const part = (STEPS - index) / STEPS;
          return (
            <g key={index} fontSize={11}>
              <line x1={EDGE.start} x2={WIDTH - EDGE.end} y1={at} y2={at} stroke="var(--line)" />
              <text x={EDGE.start - 6} y={at + 4} textAnchor="end" fill="var(--text-2)">
                {axis(line, lineTop * part, block.currency, f)}
              </text>
              <text x={WIDTH - EDGE.end + 6} y={at + 4} fill="var(--text-2)">
                {axis(bar, barTop * part, block.currency, f)}
              </text>
            </g>
          );
        })}
        {points.map(
          ({ day, bar: value }, index) =>
            value !== null && (
              <rect
                key={day}
                x={x(index) - wide / 2}
                y={y(value, barTop)}
                width={wide}
                height={Math.max(0, EDGE.top + inner.height - y(value, barTop))}
                fill="var(--series-2)"
                fillOpacity={index === soFar ? 0.15 : 0.55}
                {...(index === soFar ? { stroke: 'var(--series-2)', strokeDasharray: '3 2' } : {})}
              />
            ),
        )}
        <path d={path} fill="none" stroke="var(--series-1)" strokeWidth={2} strokeLinejoin="round" />
        {soFar !== null && today !== null && (
          <g data-so-far>
            {yesterday !== null && (
              <path
                d={`M${at(soFar - 1, yesterday)}L${at(soFar, today)}`}
                fill="none"
                stroke="var(--series-1)"
                strokeWidth={2}
                strokeDasharray="4 3"
              />
            )}
            <text x={x(soFar)} y={y(today, lineTop) - 6} fontSize={11} textAnchor="end" fill="var(--text-2)">
              {t(sheet.soFar)}
            </text>
          </g>
        )}
        {points.map(
          ({ day }, index) =>
            index % every === 0 && (
              <text key={day} x={x(index)} y={HEIGHT - 8} fontSize={11} textAnchor="middle" fill="var(--text-2)">
                {f.day(day)}
              </text>
            ),
        )}
      </svg>
      <figcaption className="mt-1 flex gap-4 text-caption text-text-2">
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="inline-block h-0.5 w-4" style={{ background: 'var(--series-1)' }} />
          {t(sheet.leftAxis, { metric: labelOf(line) })}
        </span>
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="inline-block size-2.5 opacity-55" style={{ background: 'var(--series-2)' }} />
          {t(sheet.rightAxis, { metric: labelOf(bar) })}
        </span>
      </figcaption>
    </figure>
  );
};

/** What the drawing shows, in a sentence. */
const spoken = (model: ReportModel, block: ReportBlock, f: Formats): string => {
  const { line, bar } = trendMetrics(model.clientSafe);
  const told = trendPoints(block, model.clientSafe).flatMap((one) =>
    one.line === null ? [] : [{ ...one, line: one.line }],
  );
  const names = { line: labelOf(line), bar: labelOf(bar).toLocaleLowerCase('en') };
  const [first] = told;
  if (first === undefined) return t(sheet.trendSpokenEmpty, names);
  const peak = told.reduce((a, b) => (b.line > a.line ? b : a), first);
  const low = told.reduce((a, b) => (b.line < a.line ? b : a), first);
  const say = (value: number): string => f.metric(line, value, block.currency);
  return t(sheet.trendSpoken, {
    ...names,
    peak: say(peak.line),
    peakDay: f.day(peak.day),
    low: say(low.line),
    lowDay: f.day(low.day),
  });
};
