import type { SavedView } from '../../contract/saved-views.ts';

/** What a saved view holds: the words of the address that shape a table. Pure. */
export type ViewState = { [key: string]: string | undefined };

/** The words a screen keeps in its views, each with what it may be. */
export type ViewShape<State extends ViewState> = { [Key in keyof State]-?: (text: string) => boolean };

export const anyText = (): boolean => true;
export const oneOf =
  (values: readonly string[]) =>
  (text: string): boolean =>
    values.includes(text);

/** Reads a stored state. What an older or newer version wrote and this one does not know is undefined. */
export const readViewState = <State extends ViewState>(state: SavedView['state'], shape: ViewShape<State>): State =>
  Object.fromEntries(
    Object.entries<(text: string) => boolean>(shape).map(([key, known]) => {
      const value = state[key];
      return [key, typeof value === 'string' && value !== '' && known(value) ? value : undefined];
    }),
  ) as State;

/** The state to store: only what is set, and nothing the screen does not keep. */
export const writeViewState = <State extends ViewState>(
  state: State,
  shape: ViewShape<State>,
): Record<string, string> =>
  Object.fromEntries(
    Object.keys(shape).flatMap((key) => {
      const value = state[key];
      return value === undefined || value === '' ? [] : [[key, value]];
    }),
  );

export const sameViewState = <State extends ViewState>(a: State, b: State, shape: ViewShape<State>): boolean =>
  Object.keys(shape).every((key) => (a[key] ?? '') === (b[key] ?? ''));
