import { commitment } from '@luna/record';
import { finding, type Check } from './check.ts';
import type { RefusedPlaces } from './check-history.ts';
import type { ReadEntry } from './read-entries.ts';
import { sameBytes } from './same-bytes.ts';

/**
 * `payloads`: each disclosed payload, with its salt, is the one its entry commits to. `refused` on
 * the way out adds the places whose payload is not; entries refused before are not judged again.
 */
export function checkPayloads(
  entries: readonly ReadEntry[],
  refusedBefore: RefusedPlaces,
): { check: Check; refused: RefusedPlaces } {
  const refused = new Set<number>();
  for (const { place, entry, payload } of entries) {
    if (entry === null || payload === null || refusedBefore.has(place)) continue;
    if (!sameBytes(commitment(payload.salt, payload.bytes), entry.commitment)) refused.add(place);
  }
  const total = entries.length;
  const disclosed = entries.filter((item) => item.payload !== null).length;
  const inputs = { disclosed, total };
  const [first] = refused;
  return { check: judge(), refused };

  function judge(): Check {
    if (first !== undefined) {
      const reason = `What is shown for position ${first} is not what was recorded.`;
      return finding('payloads', 'PAYLOAD_MISMATCH', reason, { ...inputs, position: first });
    }
    if (disclosed < total) {
      const reason = `${disclosed} of ${total} disclosed, and these are as recorded.`;
      return finding('payloads', 'PAYLOADS_PARTLY_DISCLOSED', reason, inputs);
    }
    const reason = `All ${total} payloads are as recorded.`;
    return finding('payloads', 'PAYLOADS_MATCH', reason, inputs);
  }
}
