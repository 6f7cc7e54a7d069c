import { useState } from 'react';
import type { ComparedLine, Comparison } from '../../../contract/validation.ts';
import { Badge, EmptyState, PlatformBadge, Segmented, StatusShape, useFormats } from '../../ui/index.ts';
import { listOf, t, type Message } from '../../ui/text.ts';
import { m } from './messages-compare.ts';
import { firstKind, linesShown, type LineShow } from './model.ts';
import { CAUSES, CSV_METRIC_NAMES, decimalText, LEVELS, metricText, VERDICTS } from './words.ts';

const base = 'px-3 py-1.5 align-top';
const cell = `${base} text-start`;
const number = `${base} text-end whitespace-nowrap`;
const head = 'font-semibold text-text-2 whitespace-nowrap';

/** As many lines as the engine tells. */
const MOST = 500;

const frames = { good: 'border-good bg-good-bg', warn: 'border-warn bg-warn-bg', bad: 'border-bad bg-bad-bg' } as const;

/** The verdict first, then totals, then every line that is not the same with its likely cause. Amounts are in the account's currency. */
export const ComparisonResult = ({ comparison }: { comparison: Comparison }) => {
  const f = useFormats();
  const [show, setShow] = useState<LineShow>(() => firstKind(comparison));
  const { counts } = comparison;
  const verdict = VERDICTS[comparison.verdict];
  const lines = linesShown(comparison, show);
  return (
    <div className="flex flex-col gap-4">
      <div role="status" className={`rounded-card border px-4 py-3 ${frames[verdict.tone]}`}>
        <StatusShape kind={verdict.kind} text={t(verdict.word)} className="font-semibold" />
        <p>{comparison.sentence}</p>
      </div>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-text-2">
        <PlatformBadge platform={comparison.platform} />
        <span>{comparison.adAccountName}</span>
        <span>{t(LEVELS[comparison.level])}</span>
        <span>{f.range(comparison.from, comparison.to)}</span>
        <span>{comparison.currency}</span>
        <span>
          {[
            t(m.matched, { count: counts.matched }),
            t(m.differ, { count: counts.differs }),
            t(m.missingHere, { count: counts.missing }),
            t(m.onlyHere, { count: counts.extra }),
            ...(counts.unreadable > 0 ? [t(m.unreadable, { count: counts.unreadable })] : []),
          ].join(' · ')}
        </span>
      </p>
      <div
        role="region"
        aria-label={t(m.totals)}
        tabIndex={0}
        className="overflow-x-auto rounded-card border border-line"
      >
        <table className="w-full border-collapse">
          <caption className="sr-only">{t(m.totalsCaption)}</caption>
          <thead className="bg-sunken">
            <tr>
              <th scope="col" className={`${cell} ${head}`}>
                {t(m.total)}
              </th>
              <Heads of={[m.inFile, m.stored, m.difference, m.ofFile]} look={number} />
            </tr>
          </thead>
          <tbody>
            {comparison.totals.map((total) => (
              <tr key={total.metric} className="border-t border-line">
                <th scope="row" className={`${cell} font-semibold`}>
                  {metricText(total.metric, comparison.currency)}
                </th>
                <td className={number}>{decimalText(total.file, f)}</td>
                <td className={number}>{decimalText(total.stored, f)}</td>
                <td className={number}>{decimalText(total.difference, f)}</td>
                <td className={number}>{total.percent === null ? '—' : f.percent(total.percent)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div>
        <Segmented<LineShow>
          label={t(m.whichLines)}
          value={show}
          onChange={setShow}
          options={[
            { value: 'differs', label: t(m.linesDiffer, { count: f.count(counts.differs) }) },
            { value: 'missing', label: t(m.linesMissing, { count: f.count(counts.missing) }) },
            { value: 'extra', label: t(m.linesExtra, { count: f.count(counts.extra) }) },
          ]}
        />
      </div>
      {lines.length === 0 ? (
        <EmptyState sentence={t(NONE[show])} />
      ) : (
        <div
          role="region"
          aria-label={t(m.lines)}
          tabIndex={0}
          className="max-h-[320px] overflow-auto rounded-card border border-line"
        >
          <table className="w-full border-collapse">
            <caption className="sr-only">{t(m.linesCaption)}</caption>
            <thead className="sticky top-0 bg-sunken">
              <tr>
                <Heads of={[m.line, m.what, m.day, m.metric]} look={cell} />
                <Heads of={[m.inFile, m.stored, m.difference]} look={number} />
                <Heads of={[m.cause]} look={cell} />
              </tr>
            </thead>
            <tbody>
              {lines.map((line, index) => (
                <Line key={`${line.entity} ${line.from} ${index}`} line={line} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {comparison.lines.length >= MOST && (
        <p className="text-caption text-text-3">{t(m.linesMost, { count: f.count(MOST) })}</p>
      )}
      {comparison.unreadable.length > 0 && (
        <details>
          <summary className="font-semibold">
            {t(m.linesUnreadable, { count: f.count(comparison.unreadable.length) })}
          </summary>
          <ul className="mt-1 text-text-2">
            {comparison.unreadable.map((one) => (
              <li key={one.line}>{t(m.lineUnreadable, { line: String(one.line), reason: one.reason })}</li>
            ))}
          </ul>
        </details>
      )}
      <details>
        <summary className="font-semibold">{t(m.columns)}</summary>
        <p className="mt-1 text-text-2">
          {comparison.comparedColumns.length === 0
            ? t(m.columnsNone)
            : t(m.columnsCompared, { columns: listOf(comparison.comparedColumns, 'unit') })}
          {comparison.ignoredColumns.length > 0 &&
            ` ${t(m.columnsLeftOut, { columns: listOf(comparison.ignoredColumns, 'unit') })}`}
        </p>
      </details>
    </div>
  );
};

const Heads = ({ of, look }: { of: readonly Message[]; look: string }) =>
  of.map((one) => (
    <th key={one.id} scope="col" className={`${look} ${head}`}>
      {t(one)}
    </th>
  ));

const NONE: Record<LineShow, Message> = {
  differs: m.noneDiffer,
  missing: m.noneMissing,
  extra: m.noneExtra,
};

const Line = ({ line }: { line: ComparedLine }) => {
  const f = useFormats();
  const days = line.from === line.to ? f.day(line.from) : f.range(line.from, line.to);
  return line.figures.map((figure, index) => (
    <tr key={figure.metric} className="border-t border-line">
      <td className={cell}>{index === 0 && line.lines.join(', ')}</td>
      <td className={`${cell} max-w-[220px] break-words`}>
        {index === 0 && <bdi>{line.entity || t(m.wholeAccount)}</bdi>}
      </td>
      <td className={`${cell} whitespace-nowrap`}>{index === 0 && days}</td>
      <td className={`${cell} whitespace-nowrap`}>{t(CSV_METRIC_NAMES[figure.metric])}</td>
      <td className={number}>{figure.file ?? '—'}</td>
      <td className={number}>{figure.stored ?? '—'}</td>
      <td className={number}>{figure.difference ?? '—'}</td>
      <td className={cell}>
        <Cause
          cause={figure.cause ?? (index === 0 ? line.cause : null)}
          sentence={figure.sentence ?? (index === 0 ? line.sentence : null)}
        />
      </td>
    </tr>
  ));
};

const Cause = ({ cause, sentence }: { cause: ComparedLine['cause']; sentence: string | null }) =>
  cause === null && sentence === null ? null : (
    <>
      {cause !== null && <Badge>{t(CAUSES[cause])}</Badge>}
      {sentence !== null && <p className="text-text-2">{sentence}</p>}
    </>
  );
