import type { ClientsView } from '../../contract/dashboards.ts';
import { addDays } from '../domain/days.ts';
import type { Reads } from './reads.ts';

type Input = Parameters<Reads['clients']>[0];

/**
 * The portfolio as a page that has just been started shows it, read while that page is still being loaded: of all first answers it takes
 * longest. It is the same read on the same data: what changes the data (`drop`) forgets it, and it is given away once, to a question that
 * comes soon and asks exactly this. Nothing is kept on disk.
 */
export type FirstView = {
  /** `today` = the day where this machine is. */
  begin(reads: Pick<Reads, 'clients'>, today: string): void;
  /** The answer being made for this question, or null: then it must be read. */
  take(input: Input): Promise<ClientsView> | null;
  drop(): void;
};

const GOOD_FOR_MS = 10_000;

/** What an address without any words asks: thirty days up to yesterday and the thirty before (ui/view-state.ts). */
export function firstViewInput(today: string): Input {
  const range = { from: addDays(today, -30), to: addDays(today, -1) };
  const compare = { from: addDays(range.from, -30), to: addDays(range.from, -1) };
  return { range, compare, platforms: null, asKnownOn: null, clientSafe: false, clientId: null };
}

/** `elapsed` = milliseconds on a clock that only moves on. */
export function createFirstView(elapsed: () => number = () => performance.now()): FirstView {
  let ahead: { key: string; answer: Promise<ClientsView>; at: number } | null = null;
  return {
    begin(reads, today) {
      const input = firstViewInput(today);
      const answer = reads.clients(input);
      const forget = (): void => {
        if (ahead?.answer === answer) ahead = null;
      };
      // Whoever asks then reads anew; a start without a window does not keep it.
      answer.catch(forget);
      setTimeout(forget, GOOD_FOR_MS).unref();
      ahead = { key: keyOf(input), answer, at: elapsed() };
    },
    take(input) {
      const found = ahead;
      if (found === null || found.key !== keyOf(input)) return null;
      ahead = null;
      return elapsed() - found.at <= GOOD_FOR_MS ? found.answer : null;
    },
    drop() {
      ahead = null;
    },
  };
}

function keyOf({ range, compare, platforms, asKnownOn, clientSafe, clientId }: Input): string {
  return JSON.stringify([range.from, range.to, compare?.from, compare?.to, platforms, asKnownOn, clientSafe, clientId]);
}
