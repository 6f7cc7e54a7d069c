import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron';
import type { z } from 'zod';
import { isOwnPage } from './electron-policy.ts';

export type Ipc = {
  /** A message without an answer. */
  on<T>(channel: string, payload: z.ZodType<T>, act: (value: T, page: WebContents) => void): void;
  /** A call. A refused or failed one answers null: the page learns nothing about why. */
  handle<T, R>(channel: string, payload: z.ZodType<T>, act: (value: T, page: WebContents) => Promise<R>): void;
};

/**
 * The only way from a page into this process. A message counts when it comes from our window, from its main frame, from a page of ours,
 * and holds exactly what the channel takes; anything else is dropped before a handler sees it.
 */
export function createIpc(isOurs: (page: WebContents) => boolean, refused: (channel: string) => void): Ipc {
  const admit = <T>(
    channel: string,
    event: IpcMainEvent | IpcMainInvokeEvent,
    payload: z.ZodType<T>,
    args: unknown[],
  ): { value: T } | null => {
    const checked = fromOurPage(event, isOurs) && args.length <= 1 ? payload.safeParse(args[0]) : null;
    if (checked?.success === true) return { value: checked.data };
    refused(channel);
    return null;
  };
  return {
    on(channel, payload, act) {
      ipcMain.on(channel, (event, ...args: unknown[]) => {
        const admitted = admit(channel, event, payload, args);
        if (admitted !== null) act(admitted.value, event.sender);
      });
    },
    handle(channel, payload, act) {
      ipcMain.handle(channel, async (event, ...args: unknown[]) => {
        const admitted = admit(channel, event, payload, args);
        if (admitted === null) return null;
        try {
          return await act(admitted.value, event.sender);
        } catch {
          refused(channel);
          return null;
        }
      });
    },
  };
}

function fromOurPage(event: IpcMainEvent | IpcMainInvokeEvent, isOurs: (page: WebContents) => boolean): boolean {
  try {
    const frame = event.senderFrame;
    return frame !== null && frame.parent === null && isOwnPage(frame.url) && isOurs(event.sender);
  } catch {
    // A frame that is gone throws when asked.
    return false;
  }
}
