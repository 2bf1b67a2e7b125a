import { deviceKeys, digitalLinkPath, isGiai, isGtin14 } from '@luna/passport';
import { toHex } from '@luna/record';
import type { Device } from '../data/read-devices.ts';
import type { ScanView } from '../http/scan-view.ts';
import { showHistory } from './show-history.ts';

type Shown = Pick<Device, 'history' | 'documents'> & { document: string | null; root: string };

/**
 * A device as anybody may see it. `root` is the public origin, `document` the address of the signed
 * passport document, where there is one.
 */
export function showDevice(
  { code, stream, status, flags, plate, version }: Omit<Device, 'history' | 'documents'>,
  { history, documents, document, root }: Shown,
): ScanView {
  const { position, sealed, anchored, owner } = version;
  const api = `${root}/api/v1/passports/${code}`;
  return {
    flags,
    status,
    code,
    stream: toHex(stream),
    plate,
    owner: owner === null ? null : { name: owner },
    log: { position, sealed, anchored },
    links: {
      page: `${root}/p/${code}`,
      evidence: `${api}/evidence`,
      history: `${api}/events`,
      document,
      gs1: digitalLinkOf(plate, root),
    },
    documents: documents.map((each) => ({ ...each, url: `${api}/documents/${each.sha256}` })),
    history: showHistory(history),
  };
}

/**
 * The Digital Link that names this very device; null when its plate has no key for that. Keys are not
 * trusted to be right: a history may have been written by other software, and its page stays.
 */
function digitalLinkOf({ gtin, giai, serialNumber }: Device['plate'], root: string): string | null {
  const keys = deviceKeys({
    gtin: gtin !== null && isGtin14(gtin) ? gtin : undefined,
    giai: giai !== null && isGiai(giai) ? giai : undefined,
    serialNumber,
  });
  return keys.length === 0 ? null : root + digitalLinkPath(keys);
}
