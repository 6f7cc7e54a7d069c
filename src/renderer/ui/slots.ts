import type { ComponentType } from 'react';

/**
 * Parts of the imports feature that other screens show. A feature may not import another one, so the routes hand these over.
 */
export type ImportSlots = {
  ImportButton: ComponentType<{ clientIds: 'all' | string[]; label?: string; variant?: 'primary' | 'secondary' }>;
  ImportStrip: ComponentType<{ clientId: string }>;
};
