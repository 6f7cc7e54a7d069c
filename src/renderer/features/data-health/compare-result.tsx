import { useState } from 'react';
import type { ComparedLine, Comparison } from '../../../contract/validation.ts';
import { Badge, EmptyState, PlatformBadge, Segmented, StatusShape, useFormats } from '../../ui/index.ts';
import { firstKind, linesShown, type LineShow } from './model.ts';
import { CAUSES, CSV_METRIC_NAMES, decimalText, metricText, VERDICTS } from './words.ts';

const base = 'px-3 py-1.5 align-top';
const cell = `${base} text-start`;
const number = `${base} text-end whitespace-nowrap`;
const head = 'font-semibold text-text-2 whitespace-nowrap';

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
        <StatusShape kind={verdict.kind} text={verdict.word} className="font-semibold" />
        <p>{comparison.sentence}</p>
      </div>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-text-2">
        <PlatformBadge platform={comparison.platform} />
        <span>{comparison.adAccountName}</span>
        <span>{comparison.level.replace('_', ' ')} level</span>
        <span>{f.range(comparison.from, comparison.to)}</span>
        <span>{comparison.currency}</span>
        <span>
          {f.count(counts.matched)} matched · {f.count(counts.differs)} differ · {f.count(counts.missing)} missing here
          · {f.count(counts.extra)} only here
          {counts.unreadable > 0 && ` · ${f.count(counts.unreadable)} unreadable`}
        </span>
      </p>
      <div role="region" aria-label="Totals" tabIndex={0} className="overflow-x-auto rounded-card border border-line">
        <table className="w-full border-collapse">
          <caption className="sr-only">Totals of the file and of the store</caption>
          <thead className="bg-sunken">
            <tr>
              <th scope="col" className={`${cell} ${head}`}>
                Total
              </th>
              {['In the file', 'Stored', 'Difference', 'Of the file'].map((one) => (
                <th key={one} scope="col" className={`${number} ${head}`}>
                  {one}
                </th>
              ))}
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
          label="Which lines"
          value={show}
          onChange={setShow}
          options={[
            { value: 'differs', label: `Differ ${f.count(counts.differs)}` },
            { value: 'missing', label: `Missing here ${f.count(counts.missing)}` },
            { value: 'extra', label: `Only here ${f.count(counts.extra)}` },
          ]}
        />
      </div>
      {lines.length === 0 ? (
        <EmptyState sentence={NONE[show]} />
      ) : (
        <div
          role="region"
          aria-label="Lines"
          tabIndex={0}
          className="max-h-[320px] overflow-auto rounded-card border border-line"
        >
          <table className="w-full border-collapse">
            <caption className="sr-only">Lines that are not the same</caption>
            <thead className="sticky top-0 bg-sunken">
              <tr>
                {['Line', 'What', 'Day', 'Metric'].map((one) => (
                  <th key={one} scope="col" className={`${cell} ${head}`}>
                    {one}
                  </th>
                ))}
                {['In the file', 'Stored', 'Difference'].map((one) => (
                  <th key={one} scope="col" className={`${number} ${head}`}>
                    {one}
                  </th>
                ))}
                <th scope="col" className={`${cell} ${head}`}>
                  Likely cause
                </th>
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
      {comparison.lines.length >= 500 && (
        <p className="text-caption text-text-3">The first 500 lines that are not the same are listed.</p>
      )}
      {comparison.unreadable.length > 0 && (
        <details>
          <summary className="font-semibold">Lines that could not be read ({comparison.unreadable.length})</summary>
          <ul className="mt-1 text-text-2">
            {comparison.unreadable.map((one) => (
              <li key={one.line}>
                Line {one.line}: {one.reason}
              </li>
            ))}
          </ul>
        </details>
      )}
      <details>
        <summary className="font-semibold">Columns</summary>
        <p className="mt-1 text-text-2">
          Compared: {comparison.comparedColumns.join(', ') || 'none'}.
          {comparison.ignoredColumns.length > 0 && ` Left out: ${comparison.ignoredColumns.join(', ')}.`}
        </p>
      </details>
    </div>
  );
};

const NONE: Record<LineShow, string> = {
  differs: 'No line differs.',
  missing: 'Every line of the file is stored.',
  extra: 'The file has everything that is stored.',
};

const Line = ({ line }: { line: ComparedLine }) => {
  const f = useFormats();
  const days = line.from === line.to ? f.day(line.from) : f.range(line.from, line.to);
  return line.figures.map((figure, index) => (
    <tr key={figure.metric} className="border-t border-line">
      <td className={cell}>{index === 0 && line.lines.join(', ')}</td>
      <td className={`${cell} max-w-[220px] break-words`}>
        {index === 0 && <bdi>{line.entity || 'Whole account'}</bdi>}
      </td>
      <td className={`${cell} whitespace-nowrap`}>{index === 0 && days}</td>
      <td className={`${cell} whitespace-nowrap`}>{CSV_METRIC_NAMES[figure.metric]}</td>
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
      {cause !== null && <Badge>{CAUSES[cause]}</Badge>}
      {sentence !== null && <p className="text-text-2">{sentence}</p>}
    </>
  );
