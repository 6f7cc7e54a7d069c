import type { Dataset } from '../../../contract/datasets.ts';

/** Everything of Meta that can be read besides the daily figures of the levels. */
export const DATASETS: readonly Dataset[] = [];
