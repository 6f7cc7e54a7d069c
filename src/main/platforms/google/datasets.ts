import type { Dataset } from '../../../contract/datasets.ts';

/** What Google Ads offers besides the daily figures of the levels, as data. */
export const DATASETS: readonly Dataset[] = [];
