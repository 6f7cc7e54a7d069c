import { CalendarClock, Pencil } from 'lucide-react';
import type { ScheduleList } from '../../../contract/schedules.ts';
import { Button, Card, Switch, useFormats } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { platformsText, ruleText } from './words.ts';

/** The rule of every client without one of its own, always on top. */
export const DefaultCard = ({
  list,
  wake,
  onSwitch,
  onEdit,
}: {
  list: ScheduleList;
  /** What happens to a time that passes while the computer sleeps. */
  wake: string;
  onSwitch: (on: boolean) => void;
  onEdit: () => void;
}) => {
  const f = useFormats();
  const inherited = list.clients.filter((client) => client.inherited).length;
  return (
    <Card flush className="shrink-0">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3">
        <CalendarClock aria-hidden size={20} strokeWidth={1.75} className="shrink-0 text-text-3" />
        <div className="min-w-0 flex-1 basis-[320px]">
          <h2 className="text-section font-semibold">
            {t(m.defaultRule, { rule: ruleText(list.default, f.locale), platforms: platformsText(list.default) })}
          </h2>
          <p className="text-text-2">{t(m.defaultDetail, { count: inherited, wake })}</p>
        </div>
        <Switch
          label={t(m.defaultSwitch)}
          words={[t(m.on), t(m.off)]}
          checked={list.default.enabled}
          onChange={onSwitch}
        />
        <Button icon={Pencil} onClick={onEdit}>
          {t(m.editDefault)}
        </Button>
      </div>
    </Card>
  );
};
