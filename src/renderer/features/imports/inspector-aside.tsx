import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { runDetail } from '../../../contract/imports.ts';
import { api, sentenceOf } from '../../bridge.ts';
import { Button, notify } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { cell, Grid, Nothing } from './inspector-parts.tsx';
import { inspector as m } from './messages-plan.ts';
import { levelText } from './plan-explained.ts';
import { replayedText } from './replayed.ts';

/** Rows of a platform's answers that could not be used, kept as they came, and the way to read them again. */
export const SetAside = ({ runId, rows }: { runId: string; rows: z.infer<typeof runDetail>['setAside'] }) => {
  const queries = useQueryClient();
  const replay = useMutation(
    api.imports.replaySetAside.mutationOptions({
      onSuccess: (result) => {
        void queries.invalidateQueries({ queryKey: api.imports.detail.key() });
        void queries.invalidateQueries({ queryKey: api.imports.history.key() });
        notify(replayedText(result));
      },
      onError: (error) => notify({ title: t(m.replayFailed), body: sentenceOf(error), tone: 'failed' }),
    }),
  );
  if (rows.length === 0) return <Nothing>{t(m.noneAside)}</Nothing>;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 basis-[320px] text-text-2">{t(m.asideDetail)}</p>
        <Button disabled={replay.isPending} onClick={() => replay.mutate({ runId })}>
          {t(replay.isPending ? m.replaying : m.replay)}
        </Button>
      </div>
      <Grid heads={[m.headLevel, m.headWhy, m.headRaw]}>
        {rows.map((row, index) => (
          <tr key={`${row.reason}${index}`} className="border-t border-line">
            <td className={cell}>{levelText(row.level)}</td>
            <td className={cell}>{row.reason}</td>
            <td className={cell}>
              <code className="text-caption break-all">{row.raw}</code>
            </td>
          </tr>
        ))}
      </Grid>
    </div>
  );
};
