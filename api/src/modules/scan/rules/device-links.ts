import type { LinkContext, TypedLink } from '@luna/passport';
import type { ScanView } from '../http/scan-view.ts';

/** What a device is linked to, and what stands above it. */
export type DeviceLinks = {
  device: LinkContext & { defaultLink: TypedLink };
  /** The product type, when the Digital Link begins with a GTIN. */
  above: LinkContext[];
};

/**
 * The links of a device; `more` come from other modules. Of a product type we know the name alone.
 */
export function deviceLinks(view: ScanView, more: readonly TypedLink[]): DeviceLinks {
  const { code, flags, plate, links } = view;
  const product = `${plate.manufacturer} ${plate.model}`;
  const [type] = /^.*\/01\/\d{14}(?=\/)/.exec(links.gs1 ?? '') ?? [];
  return {
    device: {
      anchor: links.gs1 ?? links.page,
      // Flags come first wherever a device is shown.
      itemDescription: [...flags, `${product}, serial number ${plate.serialNumber}`].join(': '),
      defaultLink: {
        rel: 'gs1:pip',
        href: links.page,
        title: `Passport ${code}`,
        type: 'text/html',
      },
      links: [
        ...more,
        {
          rel: 'gs1:traceability',
          href: links.history,
          title: `History of ${code}`,
          type: 'application/json',
        },
      ],
    },
    above: type === undefined ? [] : [{ anchor: type, itemDescription: product, links: [] }],
  };
}

/**
 * The contexts of a linkset. Devices of two companies that claim one key share their anchor, and
 * none of their links is the default.
 */
export function linkContexts([first, ...others]: readonly DeviceLinks[]): LinkContext[] {
  if (first === undefined) return [];
  if (others.length === 0) return [first.device, ...first.above];
  const { anchor, itemDescription } = first.device;
  const all = [first, ...others].flatMap(({ device }) => [device.defaultLink, ...device.links]);
  return [{ anchor, itemDescription, links: all }, ...first.above];
}
