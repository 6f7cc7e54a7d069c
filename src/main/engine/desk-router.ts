import type { implement } from '@orpc/server';
import type { Contract } from '../../contract/contract.ts';
import { reportCsv } from '../features/exports/csv.ts';
import { namesFor } from './client-safe.ts';
import type { FirstView } from './first-view.ts';
import type { Runtime } from './runtime.ts';

/** The part of the router about what people add to the figures; `open` gives the workspace that is open now. */
export function deskRouter(
  os: ReturnType<typeof implement<Contract>>,
  open: () => Runtime,
  firstView: Pick<FirstView, 'take'>,
) {
  const done = { done: true as const };
  const desk = () => open().desk;
  return {
    clients: {
      list: os.clients.list.handler(({ input }) => firstView.take(input) ?? open().reads.clients(input)),
      names: os.clients.names.handler(({ input }) => namesFor(desk().clients.names(), input)),
      rename: os.clients.rename.handler(({ input }) => {
        desk().clients.rename(input.clientId, input.name);
        return done;
      }),
      setCity: os.clients.setCity.handler(({ input }) => {
        desk().clients.setCity(input.clientId, input.city);
        return done;
      }),
      profile: os.clients.profile.handler(({ input }) => desk().conversions.profile(input.clientId)),
      labels: os.clients.labels.handler(() => desk().clients.labels()),
      setOwner: os.clients.setOwner.handler(({ input }) => ({ owners: desk().clients.setOwners(input.owners) })),
      setTags: os.clients.setTags.handler(({ input }) => ({ clients: desk().clients.setTags(input.clients) })),
      changeTags: os.clients.changeTags.handler(({ input }) => ({ clients: desk().clients.changeTags(input) })),
      setGoal: os.clients.setGoal.handler(({ input }) => ({ before: desk().clients.setGoal(input) })),
      setPinned: os.clients.setPinned.handler(({ input }) => ({
        clientIds: desk().clients.setPinned(input.clientIds),
      })),
      actionTypes: os.clients.actionTypes.handler(({ input }) =>
        desk().conversions.actionTypes(input.clientId, input.range),
      ),
      setMapping: os.clients.setMapping.handler(({ input }) =>
        desk().conversions.setMapping(input.clientId, input.conversions),
      ),
    },
    annotations: {
      list: os.annotations.list.handler(({ input }) => desk().annotations.list(input.clientId, input.range)),
      add: os.annotations.add.handler(({ input }) => desk().annotations.add(input)),
      edit: os.annotations.edit.handler(({ input }) => desk().annotations.edit(input.id, input.change)),
      remove: os.annotations.remove.handler(({ input }) => {
        desk().annotations.remove(input.id);
        return done;
      }),
      restore: os.annotations.restore.handler(({ input }) => desk().annotations.restore(input.id)),
    },
    suggestions: {
      dismiss: os.suggestions.dismiss.handler(({ input }) => {
        desk().suggestions.dismiss(input.id);
        return done;
      }),
      restore: os.suggestions.restore.handler(({ input }) => {
        desk().suggestions.restore(input.id);
        return done;
      }),
    },
    reports: {
      list: os.reports.list.handler(() => desk().reports.list()),
      setup: os.reports.setup.handler(({ input }) => desk().reports.setup(input.clientId, input.clientSafe)),
      setCosts: os.reports.setCosts.handler(({ input }) => ({
        before: desk().reports.setCosts(input.clientId, input.shown),
      })),
      setSections: os.reports.setSections.handler(({ input }) => {
        desk().reports.setSections(input.clientId, input.sections);
        return done;
      }),
      setTexts: os.reports.setTexts.handler(({ input: { clientId, range, ...texts } }) => {
        desk().reports.setTexts(clientId, range, texts);
        return done;
      }),
      build: os.reports.build.handler(({ input }) => open().buildReport(input)),
      csv: os.reports.csv.handler(async ({ input }) => reportCsv(await open().buildReport(input))),
      noteFile: os.reports.noteFile.handler(({ input }) => {
        desk().reports.noteFile(input);
        return done;
      }),
    },
    views: {
      list: os.views.list.handler(({ input }) => desk().views.list(input.screen)),
      save: os.views.save.handler(({ input }) => desk().views.save(input)),
      remove: os.views.remove.handler(({ input }) => {
        desk().views.remove(input.id);
        return done;
      }),
      restore: os.views.restore.handler(({ input }) => desk().views.restore(input.id)),
      reorder: os.views.reorder.handler(({ input }) => ({ before: desk().views.reorder(input.screen, input.ids) })),
    },
  };
}
