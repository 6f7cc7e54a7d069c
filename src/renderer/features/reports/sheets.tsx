import './report.css';
import { useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { ReportModel } from '../../../contract/reports.ts';
import { useFormats } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { sheet } from './messages-sheets.ts';
import { paginate } from './paginate.ts';
import { partsOf, type Part } from './parts.tsx';
import { footer } from './words.ts';

export type Layout = {
  parts: Part[];
  /** Null until the parts were measured. */
  sheets: number[][] | null;
  measured: RefObject<HTMLDivElement | null>;
};

/** Lays a report out on sheets. Show `<Measure>` of the layout once, anywhere, and `<Sheets>` as often as needed. */
export const useLayout = (model: ReportModel | undefined, level: 1 | 2): Layout => {
  const f = useFormats();
  const parts = useMemo(() => (model === undefined ? [] : partsOf(model, f, level)), [model, f, level]);
  const measured = useRef<HTMLDivElement>(null);
  const [sheets, setSheets] = useState<number[][] | null>(null);
  useLayoutEffect(() => {
    const element = measured.current;
    if (element === null || parts.length === 0) return;
    const heights = [...element.children].map((child) => child.getBoundingClientRect().height);
    setSheets(paginate(heights));
  }, [parts]);
  return { parts, sheets, measured };
};

export const Measure = ({ layout }: { layout: Layout }) => (
  <div ref={layout.measured} aria-hidden inert className="report-measure report-sheets">
    {layout.parts.map((part) => (
      <div key={part.key} className="report-part">
        {part.node}
      </div>
    ))}
  </div>
);

export const Sheets = ({ model, layout, zoom = 1 }: { model: ReportModel; layout: Layout; zoom?: number }) => {
  const f = useFormats();
  const { parts, sheets } = layout;
  if (sheets === null) return null;
  // For a moment the parts are newer than their places.
  const known = sheets.map((one) => one.filter((index) => index < parts.length));
  const pageWords = (page: number): string => t(sheet.page, { page: f.count(page + 1), pages: f.count(known.length) });
  return (
    <div className="report-sheets flex flex-col gap-4 print:block" style={zoom === 1 ? undefined : { zoom }}>
      {known.map((places, page) => (
        <article key={page} aria-label={pageWords(page)} className="report-sheet shadow-popover print:shadow-none">
          <div className="min-h-0 flex-1">
            {places.map((index) => {
              const part = parts[index];
              return part === undefined ? null : (
                <div key={part.key} className="report-part">
                  {part.node}
                </div>
              );
            })}
          </div>
          <footer className="flex justify-between gap-4 border-t border-line pt-2 text-caption text-text-2">
            <span>{footer(model, f)}</span>
            <span className="shrink-0">{pageWords(page)}</span>
          </footer>
        </article>
      ))}
    </div>
  );
};
