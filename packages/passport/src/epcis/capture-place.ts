import type { Envelope } from '@luna/record';

const GEO = /^geo:(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)(?:[,;].*)?$/;

/**
 * A location's URI as a place: coordinates of a `geo:` URI (RFC 5870, WGS 84), any other by its name.
 * Undefined when it is too long to be one.
 */
export function capturedPlace(uri: string): Envelope<'passport.located'>['data'] | undefined {
  if (uri.length > 200) return undefined;
  const [, north, east] = GEO.exec(uri) ?? [];
  const [latitude, longitude] = [Number(north), Number(east)];
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return { place: uri };
  return { place: uri, latitude, longitude };
}
