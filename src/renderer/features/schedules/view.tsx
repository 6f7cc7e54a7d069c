import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronDown, Pause, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ScheduleList } from '../../../contract/schedules.ts';
import { api, sentenceOf, useSettings } from '../../bridge.ts';
import {
  Button,
  buttonLook,
  EmptyState,
  Loaded,
  Menu,
  Notice,
  ScreenHeader,
  Skeleton,
  useFormats,
  useNow,
  useTitle,
} from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { useScheduleActions, type ScheduleActions } from './hooks.ts';
import { m } from './messages.ts';
import { countsText } from './model.ts';
import { SchedulesTable } from './table.tsx';
import { holdingText, nextText } from './words.ts';

/** When each client is imported by itself, and how that went. `demo`: the way into the demo, offered where there is nothing yet. */
export const SchedulesView = ({ demo }: { demo: ReactNode }) => {
  useTitle(t(m.title));
  const query = useQuery(api.schedules.list.queryOptions({ input: {} }));
  const actions = useScheduleActions();
  return (
    <Loaded
      data={query.data}
      error={query.error ? sentenceOf(query.error) : null}
      onRetry={() => void query.refetch()}
      title={t(m.title)}
      skeleton={
        <>
          <Skeleton className="h-20" />
          <Skeleton className="min-h-0 flex-1" />
        </>
      }
    >
      {(list) => (
        <>
          <Header list={list} actions={actions} />
          {list.clients.length === 0 ? (
            <EmptyState sentence={t(m.emptySentence)} detail={t(m.emptyDetail)}>
              <Link to="/connections" className={buttonLook('primary')}>
                {t(m.connectAccount)}
              </Link>
              {demo}
            </EmptyState>
          ) : (
            <SchedulesTable list={list} actions={actions} />
          )}
        </>
      )}
    </Loaded>
  );
};

const Header = ({ list, actions }: { list: ScheduleList; actions: ScheduleActions }) => {
  const f = useFormats();
  const now = useNow();
  const { runMissed } = useSettings();
  const { state } = list;
  const held = holdingText(state, now, f);
  const paused = state.holding === 'paused';
  const next = state.nextRunAt === null ? null : nextText(state.nextRunAt, now, f);
  return (
    <>
      <ScreenHeader
        title={t(m.title)}
        detail={
          list.clients.length > 0 && (
            <span role="status">
              {t(m.summary, {
                next: next === null ? t(m.nothingPlanned) : t(m.nextRun, { next }),
                counts: countsText(list.clients, (value) => f.count(value)),
              })}
            </span>
          )
        }
        actions={
          list.clients.length > 0 &&
          (paused ? (
            <Button variant="primary" icon={Play} onClick={() => void actions.resume()}>
              {t(m.resume)}
            </Button>
          ) : (
            <Menu
              trigger={
                <Button icon={Pause}>
                  {t(m.pause)}
                  <ChevronDown aria-hidden size={16} strokeWidth={1.75} />
                </Button>
              }
              items={[
                { label: t(m.pauseHour), onSelect: () => void actions.pause('hour') },
                { label: t(m.pauseTomorrow), onSelect: () => void actions.pause('until_tomorrow') },
              ]}
            />
          ))
        }
      />
      {held && (
        <Notice tone={paused || runMissed ? 'info' : 'warn'} title={held.title}>
          {held.body}
        </Notice>
      )}
    </>
  );
};
