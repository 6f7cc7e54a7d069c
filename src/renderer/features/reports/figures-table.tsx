import type { Figures } from '../../../contract/primitives.ts';
import type { ReportBlock, ReportModel } from '../../../contract/reports.ts';
import { DASH, useFormats } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { sheet } from './messages-sheets.ts';
import { tableMetrics } from './words.ts';
import { labelOf, shortOf } from '../../../contract/metrics.ts';

type Row = { key: string; name: string; detail: string; sums: Figures };

/** Names with their figures, for paper: no sorting, no scrolling, long names wrap. */
export const FiguresTable = ({
  model,
  block,
  label,
  rows,
}: {
  model: ReportModel;
  block: ReportBlock;
  label: string;
  rows: readonly Row[];
}) => {
  const f = useFormats();
  const metrics = tableMetrics(model.clientSafe, model.business);
  if (rows.length === 0) return <p className="text-text-2">{t(sheet.nothingReported)}</p>;
  return (
    <table className="w-full border-collapse">
      <thead>
        <tr className="border-b border-line text-text-2">
          <th scope="col" className="py-1 text-start font-semibold">
            {label}
          </th>
          {metrics.map((metric) => (
            <th key={metric.key} scope="col" className="py-1 ps-3 text-end font-semibold whitespace-nowrap">
              {labelOf(metric).length > 12 ? shortOf(metric) : labelOf(metric)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} className="border-b border-line align-top">
            <th scope="row" className="w-[40%] py-1 text-start font-normal [overflow-wrap:anywhere]">
              <bdi className="font-semibold">{row.name}</bdi>
              <span className="block text-caption text-text-2">{row.detail}</span>
            </th>
            {metrics.map((metric) => {
              const value = metric.derive(row.sums);
              return (
                <td key={metric.key} className="py-1 ps-3 text-end whitespace-nowrap">
                  {value === null ? DASH : f.metric(metric, value, block.currency)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
