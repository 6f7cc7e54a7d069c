import { PLATFORM_IDS } from '../../../contract/vocabulary.ts';
import { anyText, oneOf, type ViewShape } from '../../ui/saved-view.ts';

/** What a saved view of the Compare screen holds: what B is, and which figure is explained in which order. A is every screen's period. */
export type CompareViewState = {
  compare?: string | undefined;
  b?: string | undefined;
  weekday?: string | undefined;
  metric?: string | undefined;
  sort?: string | undefined;
  platform?: string | undefined;
};

export const COMPARE_VIEW: ViewShape<CompareViewState> = {
  compare: oneOf(['year']),
  b: anyText,
  weekday: oneOf(['as-is']),
  metric: anyText,
  sort: anyText,
  platform: oneOf(PLATFORM_IDS),
};
