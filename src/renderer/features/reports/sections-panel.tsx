import { useId } from 'react';
import {
  MOST_LINE_LETTERS,
  MOST_NEXT_LETTERS,
  REPORT_SECTION_IDS,
  REPORT_SECTIONS,
  SUMMARY_LINES,
  type ReportSection,
} from '../../../contract/report-sections.ts';
import type { ReportModel, ReportTexts } from '../../../contract/reports.ts';
import { Button, Card, Checkbox, Notice } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { namesCost } from './words.ts';

/** What the report is made of, and the words only a person can write. */
export const SectionsPanel = ({
  model,
  sections,
  onSections,
  onWrite,
}: {
  model: ReportModel | undefined;
  sections: readonly ReportSection[];
  onSections: (sections: ReportSection[]) => void;
  onWrite: (texts: ReportTexts) => void;
}) => {
  const id = useId();
  const has = (section: ReportSection): boolean => sections.includes(section);
  const lines = Array.from({ length: SUMMARY_LINES }, (_, index) => model?.lines[index] ?? '');
  const next = model?.next ?? '';
  const slip = model?.clientSafe === true && [...lines, next].some(namesCost);
  const written = (change: Partial<ReportTexts>): void => {
    // Lines nobody touched stay those of the figures.
    const kept = model?.written === true ? lines : null;
    onWrite({ lines: kept, next, ...change });
  };
  return (
    <Card title={t(m.sections)} className="self-start">
      <ul className="flex flex-col gap-0.5">
        {REPORT_SECTION_IDS.map((section) => (
          <li key={section}>
            <Checkbox
              label={t(REPORT_SECTIONS[section])}
              checked={has(section)}
              onChange={(on) => onSections(REPORT_SECTION_IDS.filter((one) => (one === section ? on : has(one))))}
            />
          </li>
        ))}
      </ul>
      {has('summary') && (
        <fieldset className="mt-3 flex min-w-0 flex-col gap-2">
          <legend className="mb-1 flex w-full items-center justify-between font-semibold">
            {t(m.summary)}
            {model?.written && (
              <Button small variant="quiet" onClick={() => onWrite({ lines: null, next })}>
                {t(m.useSuggestion)}
              </Button>
            )}
          </legend>
          {lines.map((line, index) => (
            <textarea
              key={index}
              aria-label={t(m.summaryLine, { line: String(index + 1), lines: String(SUMMARY_LINES) })}
              rows={2}
              maxLength={MOST_LINE_LETTERS}
              value={line}
              onChange={(event) =>
                written({ lines: lines.map((one, at) => (at === index ? event.target.value : one)) })
              }
              className="w-full min-w-0 resize-y [overflow-wrap:anywhere] [field-sizing:content] rounded-control border border-control bg-surface px-2 py-1"
            />
          ))}
        </fieldset>
      )}
      {has('next') && (
        <div className="mt-3 flex flex-col gap-1">
          <label htmlFor={id} className="font-semibold">
            {t(m.next)}
          </label>
          <textarea
            id={id}
            rows={4}
            maxLength={MOST_NEXT_LETTERS}
            value={next}
            placeholder={t(m.nextHint)}
            onChange={(event) => written({ next: event.target.value })}
            className="w-full min-w-0 resize-y [overflow-wrap:anywhere] [field-sizing:content] rounded-control border border-control bg-surface px-2 py-1"
          />
        </div>
      )}
      {slip && (
        <div className="mt-3">
          <Notice tone="warn">{t(m.namesCost)}</Notice>
        </div>
      )}
    </Card>
  );
};
