import { useState } from 'react';
import type { Settings } from '../../../contract/workspace.ts';
import { Card, Checkbox, Switch } from '../../ui/index.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { minuteOfTime, NOTIFICATIONS, timeOfMinute } from './model.ts';
import { Row, type Save } from './row.tsx';

const EVENING = { from: 1200, to: 480 };

/** What is told while no window has the focus: never an amount, a result or a name of a lead. */
export const NotificationsCard = ({ settings, save }: { settings: Settings; save: Save }) => {
  const { notifications, quietHours } = settings;
  return (
    <Card title={t(m.notifications)}>
      <p className="pb-2 text-text-2">{t(m.notificationsDetail)}</p>
      {NOTIFICATIONS.map(({ name, label, detail }) => (
        <Row key={name} label={t(label)} detail={t(detail)}>
          <Switch
            label={t(label)}
            words={[t(m.on), t(m.off)]}
            checked={notifications[name]}
            onChange={(on) => save({ notifications: { ...notifications, [name]: on } })}
          />
        </Row>
      ))}
      <Row label={t(m.quietHours)} detail={t(m.quietHoursDetail)}>
        <span className="flex flex-wrap items-center gap-3">
          <Checkbox
            label={t(m.quiet)}
            checked={quietHours !== null}
            onChange={(on) => save({ quietHours: on ? EVENING : null })}
          />
          {quietHours && (
            <RichText
              message={m.quietBetween}
              values={{
                from: (
                  <Time
                    label={t(m.quietFrom)}
                    minute={quietHours.from}
                    onChange={(from) => save({ quietHours: { ...quietHours, from } })}
                  />
                ),
                s: (words) => <span aria-hidden>{words}</span>,
                to: (
                  <Time
                    label={t(m.quietTo)}
                    minute={quietHours.to}
                    onChange={(to) => save({ quietHours: { ...quietHours, to } })}
                  />
                ),
              }}
            />
          )}
        </span>
      </Row>
    </Card>
  );
};

/** Saved as soon as it is a time; half of one is kept in the field only. */
const Time = ({ label, minute, onChange }: { label: string; minute: number; onChange: (minute: number) => void }) => {
  const [text, setText] = useState(() => timeOfMinute(minute));
  return (
    <input
      type="time"
      aria-label={label}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        const next = minuteOfTime(event.target.value);
        if (next !== null && next !== minute) onChange(next);
      }}
      onBlur={() => setText(timeOfMinute(minute))}
      className="h-8 rounded-control border border-control bg-surface px-2.5 text-text"
    />
  );
};
