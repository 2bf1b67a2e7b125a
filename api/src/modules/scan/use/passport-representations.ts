import { Injectable } from '@nestjs/common';
import type { TypedLink } from '@luna/passport';
import type { Device } from '../data/read-devices.ts';

/** The device itself, without its history. */
export type ScannedDevice = Omit<Device, 'history' | 'documents'>;

/** A document about a device in a form of its own, which readers of `/p/:code` may ask for. */
export type PassportRepresentation = {
  /** What `Accept` names, such as `application/vc`. */
  mediaType: string;
  /** Link type in linksets, such as `gs1:dpp`. */
  rel: string;
  title: string;
  /**
   * The newest one, or the one that the query asks for; undefined when this device has none. What is
   * found without a query may change only with the device's history: it is kept until that grows.
   */
  find(device: ScannedDevice, query: URLSearchParams): Promise<FoundRepresentation | undefined>;
};

export type FoundRepresentation = {
  /** Its own address, absolute: a redirect leads there, so it answers whatever is accepted. */
  href: string;
  /** With quotes, and `W/` when it is weak. */
  etag: string;
  read(): Promise<Uint8Array>;
};

/** The forms a passport comes in besides our own; other modules add theirs when they start. */
@Injectable()
export class PassportRepresentations {
  readonly #all = new Map<string, PassportRepresentation>();

  add(representation: PassportRepresentation): void {
    this.#all.set(representation.mediaType, representation);
  }

  of(mediaType: string): PassportRepresentation | undefined {
    return this.#all.get(mediaType);
  }

  /** Links to those that a device has. */
  async linksOf(device: ScannedDevice): Promise<(TypedLink & { type: string })[]> {
    const found = await Promise.all(
      [...this.#all.values()].map(async (representation) => {
        const { mediaType, rel, title } = representation;
        const newest = await representation.find(device, new URLSearchParams());
        return newest === undefined ? [] : [{ rel, href: newest.href, title, type: mediaType }];
      }),
    );
    return found.flat();
  }
}
