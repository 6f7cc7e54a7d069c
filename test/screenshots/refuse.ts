import type { Page } from '@playwright/test';
import { errors } from '../../src/contract/errors.ts';

/** What the frame around the screens asks for; everything else is a screen's own question. */
const FRAME = /^\/(workspace|settings|platforms|views)\/|^\/(clients\/names|imports\/progress|schedules\/next)$/;

type Asked = { i: string; t?: number; p?: { u?: string } };

/** From now on the engine answers every screen's own question with a fault; the rest goes through. Call before the page is opened. */
export async function refuseScreens(page: Page): Promise<void> {
  const { status } = errors.INTERNAL;
  const message = 'Something went wrong inside Tidemark. Your saved data is unchanged.';
  const body = {
    json: { defined: true, code: 'INTERNAL', status, message, data: { incidentId: '7f3a-0412' } },
  };
  await page.routeWebSocket(/\/engine$/, (socket) => {
    const engine = socket.connectToServer();
    socket.onMessage((frame) => {
      const asked = typeof frame === 'string' ? (JSON.parse(frame) as Asked) : null;
      const url = asked?.t === undefined ? asked?.p?.u : undefined;
      if (asked === null || url === undefined || FRAME.test(url)) engine.send(frame);
      else socket.send(JSON.stringify({ i: asked.i, p: { s: status, b: body } }));
    });
    engine.onMessage((frame) => socket.send(frame));
  });
}
