// Hyperparameters of MAPPO: those of PPO, whose critic is always a network of its own.
import type * as z from 'zod';
import { lazily } from '../../../io/lazily.js';
import type { AgentSpec } from '../../config.js';
import { ppoMutable, ppoSchema } from '../../ppo/config.js';

export const mappoSchema = /* @__PURE__ */ lazily(() =>
  ppoSchema.omit({ sharedNetwork: true, shareFeatures: true }),
);

export const mappoSpec: AgentSpec = { id: 'mappo', schema: mappoSchema, mutable: ppoMutable };

export type MAPPOConfig = z.output<typeof mappoSchema>;
export type MAPPOOptions = z.input<typeof mappoSchema>;
