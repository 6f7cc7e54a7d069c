import { createContext, useContext } from 'react';
import { METRICS, type MetricKey } from '../../contract/metrics.ts';

/**
 * Whether what is shown may be seen by a client: then costs, and what reveals them, do not exist on any screen, in any file or on the
 * clipboard. The shell provides it from the settings; `useView().input` hands it to the engine, which leaves the figures out.
 */
export const ClientSafeContext = createContext(false);

export const useClientSafe = (): boolean => useContext(ClientSafeContext);

/** The metrics a screen may have: all, or those that reveal no cost. */
export const allowedMetrics = <K extends MetricKey>(keys: readonly K[], clientSafe: boolean): readonly K[] =>
  clientSafe ? keys.filter((key) => !METRICS[key].revealsCost) : keys;
