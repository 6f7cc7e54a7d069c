import { z } from 'zod';
import { COMMAND_IDS } from '../../contract/commands.ts';

/**
 * A screen of the page, as its router writes it. Screens of figures may come with their view (period, comparison, filters), which the page
 * reads as carefully as any address; others come bare, because theirs open dialogs, or name the one thing that the tray and notifications
 * are about.
 */
const SCREEN =
  /^\/((imports|data-health|alerts|reports|connections|schedules|settings)|imports\?client=[\w-]{1,64}|alerts\?alert=[\w-]{1,64}|connections\?signIn=[\w-]{1,64}|(clients|client\/[\w-]{1,64}(\/[a-z]{1,20})?)(\?[\w=&%.,:;~+-]{1,1000})?)$/;

/**
 * What menu, tray, notifications and links ask the page to do. `window.tidemark.onCommand` hands it over as it is (the preload, which may
 * import nothing of ours, repeats the shape).
 */
export const desktopCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('open'), path: z.string().regex(SCREEN) }),
  /** `current` = what the screen shows: one client, or the selected ones. */
  z.strictObject({ type: z.literal('import'), scope: z.enum(['all', 'current']) }),
  /** Any other of the table of commands. */
  z.strictObject({ type: z.literal('run'), id: z.enum(COMMAND_IDS) }),
  /** Appearance, from the View menu. */
  z.strictObject({
    type: z.literal('set'),
    theme: z.enum(['system', 'light', 'dark']).optional(),
    density: z.enum(['comfortable', 'compact']).optional(),
  }),
]);
export type DesktopCommand = z.infer<typeof desktopCommand>;

/** Opens a screen; one this version does not have leads to the imports, where everything that happened is listed. */
export function screenCommand(path: string): DesktopCommand {
  const command = desktopCommand.safeParse({ type: 'open', path });
  return command.success ? command.data : { type: 'open', path: '/imports' };
}

export const LINK_SCHEME = 'tidemark';

/** The command behind `tidemark://client/<id>/campaigns?range=30d`, `tidemark://imports` and so on; null for anything else. */
export function linkCommand(text: string): DesktopCommand | null {
  const [, path, view = ''] = /^tidemark:\/\/([\w/-]{1,200}?)\/?(\?[^#]*)?(?:#.*)?$/.exec(text) ?? [];
  if (path === undefined) return null;
  // A view that cannot be read must not keep the screen shut. Whoever made the link must not open a sign-in.
  for (const whole of [path === 'connections' ? '' : `/${path}${view}`, `/${path}`]) {
    const command = desktopCommand.safeParse({ type: 'open', path: whole });
    if (command.success) return command.data;
  }
  return null;
}

/** The first link among a process's arguments: Windows and Linux hand links over that way. */
export function commandOf(args: readonly string[]): DesktopCommand | null {
  for (const arg of args) {
    const command = arg.startsWith(`${LINK_SCHEME}://`) ? linkCommand(arg) : null;
    if (command !== null) return command;
  }
  return null;
}

/**
 * `--home DIR` or `--home=DIR` among arguments that may also hold Chromium's flags, the application's folder and links. What comes after a
 * link is not looked at: whoever made the link could have written it.
 */
export function homeFlag(args: readonly string[]): string | undefined {
  for (const [index, arg] of args.entries()) {
    if (arg.startsWith(`${LINK_SCHEME}:`)) return undefined;
    if (arg === '--home') return args[index + 1] ?? '';
    if (arg.startsWith('--home=')) return arg.slice('--home='.length);
  }
  return undefined;
}

/** Given by the entry that starts the application when the person signs in to the computer: no window, the tray only. */
export const HIDDEN_FLAG = '--hidden';

/** Whether `--hidden` is among the arguments; behind a link it does not count, for the reason `homeFlag` gives. */
export function hiddenFlag(args: readonly string[]): boolean {
  for (const arg of args) {
    if (arg.startsWith(`${LINK_SCHEME}:`)) return false;
    if (arg === HIDDEN_FLAG) return true;
  }
  return false;
}
