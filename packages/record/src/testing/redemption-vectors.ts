import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const text = z.string();
const whole = z.number();
const shape = z.object({
  redemptions: z.array(
    z.object({
      title: text,
      fields: z.object({
        chainId: whole,
        bridge: text,
        recipient: text,
        amount: whole,
        redemptionId: text,
        claimableUntil: whole,
      }),
      recordedAt: whole,
      salt: text,
      payload: text,
      commitment: text,
      streamName: text,
      stream: text,
      entry: text,
      leaf: text,
    }),
  ),
  refusedPayloads: z.array(z.object({ title: text, payload: text })),
});

const file = new URL('../../../../docs/spec/vectors/redemption.json', import.meta.url);

/** The project's own vectors for docs/spec/redemption.md; made by an independent program. */
export const redemptionVectors = shape.parse(JSON.parse(readFileSync(file, 'utf8')));
