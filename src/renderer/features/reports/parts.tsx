import type { ReactNode } from 'react';
import { REPORT_SECTIONS, type ReportSection } from '../../../contract/report-sections.ts';
import type { ReportBlock, ReportModel } from '../../../contract/reports.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { computeDelta, Delta, useFormats, type Formats } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { FiguresTable } from './figures-table.tsx';
import { sheet } from './messages-sheets.ts';
import { Trend } from './trend.tsx';
import { caveats, comparison, keyFigures, periodTitle } from './words.ts';
import { labelOf } from '../../../contract/metrics.ts';

/** A piece of a report that stays on one sheet. */
export type Part = { key: string; node: ReactNode };

const CHANGES_PER_PART = 14;
const several = (model: ReportModel): boolean => model.blocks.length > 1;

/** Headings of sheets: one step lower inside a screen that has its own heading. */
type Level = 1 | 2;
const Heading = ({ level, children }: { level: Level; children: ReactNode }) => {
  const Tag = level === 1 ? 'h2' : 'h3';
  return <Tag className="mb-2 border-b border-line pb-1 text-section font-semibold">{children}</Tag>;
};

/** Everything of a report in the order of its sections, in pieces that fit on a sheet. */
export const partsOf = (model: ReportModel, f: Formats, level: Level): Part[] => {
  const title = (section: ReportSection, block?: ReportBlock): string =>
    block !== undefined && several(model)
      ? t(sheet.sectionIn, { section: t(REPORT_SECTIONS[section]), currency: block.currency })
      : t(REPORT_SECTIONS[section]);
  const heading = (section: ReportSection, block?: ReportBlock): ReactNode => (
    <Heading level={level}>{title(section, block)}</Heading>
  );
  const make: Record<ReportSection, () => Part[]> = {
    summary: () =>
      model.lines.some((line) => line.trim() !== '')
        ? [{ key: 'summary', node: <Summary heading={heading('summary')} lines={model.lines} /> }]
        : [],
    kpis: () =>
      model.blocks.map((block) => ({
        key: `kpis ${block.currency}`,
        node: <KeyFigures heading={heading('kpis', block)} model={model} block={block} />,
      })),
    trend: () =>
      model.blocks.map((block) => ({
        key: `trend ${block.currency}`,
        node: (
          <>
            {heading('trend', block)}
            <Trend model={model} block={block} title={title('trend', block)} />
          </>
        ),
      })),
    channels: () =>
      model.blocks.map((block) => ({
        key: `channels ${block.currency}`,
        node: (
          <>
            {heading('channels', block)}
            <FiguresTable
              model={model}
              block={block}
              label={t(sheet.channel)}
              rows={block.channels.map((one) => ({
                key: one.platform,
                name: PLATFORM_LABELS[one.platform].name,
                detail: t(sheet.campaigns, { campaigns: one.campaigns }),
                sums: one.current,
              }))}
            />
          </>
        ),
      })),
    campaigns: () =>
      model.blocks.map((block) => ({
        key: `campaigns ${block.currency}`,
        node: (
          <>
            {heading('campaigns', block)}
            <FiguresTable
              model={model}
              block={block}
              label={t(model.clientSafe ? sheet.campaignSafe : sheet.campaign)}
              rows={block.campaigns.map((one) => ({
                key: `${one.platform} ${one.entityId}`,
                name: one.name,
                detail: PLATFORM_LABELS[one.platform].name,
                sums: one.current,
              }))}
            />
          </>
        ),
      })),
    changes: () => changeParts(model, f, heading('changes')),
    next: () =>
      model.next.trim() === ''
        ? []
        : [
            {
              key: 'next',
              node: (
                <>
                  {heading('next')}
                  <p className="whitespace-pre-line break-words">{model.next}</p>
                </>
              ),
            },
          ],
  };
  const sections = model.blocks.length === 0 ? model.sections.filter((one) => one === 'next') : model.sections;
  return [
    { key: 'cover', node: <Cover model={model} level={level} /> },
    ...(model.blocks.length === 0 ? [{ key: 'empty', node: <p className="text-text-2">{t(sheet.empty)}</p> }] : []),
    ...sections.flatMap((section) => make[section]()),
  ];
};

const Cover = ({ model, level }: { model: ReportModel; level: Level }) => {
  const f = useFormats();
  const Tag = level === 1 ? 'h1' : 'h2';
  const notes = caveats(model, f);
  return (
    <header>
      <Tag className="text-[24px] leading-8 font-semibold break-words">
        <bdi>{model.client.name}</bdi>
        <span className="block text-page font-normal text-text-2">{periodTitle(model.range, f)}</span>
      </Tag>
      <p className="mt-1 text-text-2">
        {[comparison(model, f), !model.clientSafe && t(sheet.includesCosts)].filter(Boolean).join(' · ')}
      </p>
      {notes.map((note) => (
        <p key={note} className="mt-1 text-text-2">
          {note}
        </p>
      ))}
    </header>
  );
};

const Summary = ({ heading, lines }: { heading: ReactNode; lines: readonly string[] }) => (
  <>
    {heading}
    <ul className="list-disc ps-5">
      {lines
        .filter((line) => line.trim() !== '')
        .map((line, index) => (
          <li key={index} className="break-words">
            {line}
          </li>
        ))}
    </ul>
  </>
);

const KeyFigures = ({ heading, model, block }: { heading: ReactNode; model: ReportModel; block: ReportBlock }) => {
  const f = useFormats();
  const totals = block.totals;
  if (totals === null) return null;
  return (
    <>
      {heading}
      <dl className="grid grid-cols-3 gap-3">
        {keyFigures(model, block).map((metric) => (
          <div key={metric.key} className="min-w-0 rounded-card border border-line px-3 py-2">
            <dt className="truncate text-text-2">{labelOf(metric)}</dt>
            <dd className="flex flex-wrap items-baseline gap-x-2">
              <span className="text-page font-semibold">
                {f.metric(metric, metric.derive(totals.current), block.currency, {
                  mark: several(model) ? 'code' : 'narrowSymbol',
                })}
              </span>
              {model.compare !== null && (
                <Delta delta={computeDelta(metric, totals.current, totals.previous, f, totals.unlike)} quiet />
              )}
            </dd>
          </div>
        ))}
      </dl>
      <Goals block={block} />
    </>
  );
};

/** Every goal is one of cost, so a report without costs has none. */
const Goals = ({ block }: { block: ReportBlock }) => {
  const f = useFormats();
  const lines = [
    ...(block.targets ?? []).map(({ metric, target, actual, met }) => {
      const say = (value: number | null): string =>
        value === null
          ? t(sheet.notKnown)
          : metric === 'cpa'
            ? f.money(value, block.currency)
            : `${f.fixed(value, 2)}×`;
      return t(met === null ? sheet.goal : met ? sheet.goalReached : sheet.goalMissed, {
        metric: t(metric === 'cpa' ? sheet.costPerConversion : sheet.returnOnAdSpend),
        actual: say(actual),
        goal: say(target),
      });
    }),
    ...(block.pace?.spentMicros == null
      ? []
      : [
          t(sheet.budget, {
            month: f.month(block.pace.month),
            spent: f.money(block.pace.spentMicros, block.currency),
            budget: f.money(block.pace.budgetMicros, block.currency),
          }),
        ]),
  ];
  if (lines.length === 0) return null;
  return (
    <ul className="mt-2 list-disc ps-5">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
};

const changeParts = (model: ReportModel, f: Formats, heading: ReactNode): Part[] => {
  if (model.changes.length === 0)
    return [
      {
        key: 'changes',
        node: (
          <>
            {heading}
            <p className="text-text-2">{t(sheet.noChanges)}</p>
          </>
        ),
      },
    ];
  const pieces = Math.ceil(model.changes.length / CHANGES_PER_PART);
  const left = model.changesTotal - model.changes.length;
  return Array.from({ length: pieces }, (_, piece) => ({
    key: `changes ${piece}`,
    node: (
      <>
        {piece === 0 && heading}
        {piece === 0 && left > 0 && (
          <p className="mb-1 text-text-2">
            {t(sheet.newest, { shown: f.count(model.changes.length), all: f.count(model.changesTotal) })}
          </p>
        )}
        <ul>
          {model.changes.slice(piece * CHANGES_PER_PART, (piece + 1) * CHANGES_PER_PART).map((change) => (
            <li key={change.id} className="flex gap-3">
              <span className="w-16 shrink-0 text-text-2">{f.day(change.day)}</span>
              <span className="min-w-0 break-words">{change.title}</span>
            </li>
          ))}
        </ul>
      </>
    ),
  }));
};
