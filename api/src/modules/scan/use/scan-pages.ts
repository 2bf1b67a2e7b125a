import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@luna/database';
import { linkHeader, linksetLink } from '@luna/passport';
import { LunaError, type Config } from '@luna/runtime';
import { CONFIG, PUBLIC_DATABASE } from '../../../parts.ts';
import { readDevice, readVersions } from '../data/read-devices.ts';
import { deviceLinks, type DeviceLinks } from '../rules/device-links.ts';
import { showDevice } from '../rules/show-device.ts';
import { etagOf, versionKey } from '../rules/version.ts';
import { askTogether } from './ask-together.ts';
import { PageCache } from './page-cache.ts';
import { PassportRepresentations, type ScannedDevice } from './passport-representations.ts';

/** What anybody may see of a device, ready to be sent. */
export type ScanPage = {
  device: ScannedDevice;
  etag: string;
  /** The answer in its envelope. */
  enveloped: Buffer;
  /** The same without: a window into it. */
  bare: Buffer;
  links: DeviceLinks;
  /** Forms it comes in that other modules add. */
  mediaTypes: readonly string[];
  /** Value of the `Link` header: where the linkset is, and other forms of this page. */
  linkHeader: string;
  /** About what it takes in memory. */
  bytes: number;
};

const BEFORE = Buffer.from('{"statusCode":200,"data":');
const AFTER = Buffer.from(',"message":"Success"}');
/** Pages kept together take about this much. */
const CAPACITY = 32 * 1024 * 1024;
/** Half of the connections there are for anonymous readers; the others make pages. */
const QUERIES_AT_ONCE = 4;

/**
 * The public pages of devices. Every answer is as new as the question: the version is asked for each
 * time, one query for many who ask at the same time, and only what was made at this very version is
 * used again.
 */
@Injectable()
export class ScanPages {
  /** The public origin, without a slash at the end. */
  readonly root: string;
  readonly #database: Database;
  readonly #chainId: number;
  readonly #representations: PassportRepresentations;
  readonly #cache = new PageCache<ScanPage>(CAPACITY);
  readonly #versionOf = askTogether(
    (codes) => readVersions(this.#database, codes, this.#chainId),
    QUERIES_AT_ONCE,
  );

  constructor(
    @Inject(PUBLIC_DATABASE) database: Database,
    @Inject(CONFIG) config: Config,
    representations: PassportRepresentations,
  ) {
    this.root = new URL(config.PUBLIC_URL).origin;
    this.#database = database;
    this.#chainId = config.CHAIN_ID;
    this.#representations = representations;
  }

  /** The page of a code that is one. Throws PASSPORT_UNKNOWN. */
  async of(code: string): Promise<ScanPage> {
    const version = await this.#versionOf(code);
    if (version === undefined) throw unknownPassport();
    return this.#cache.get(code, versionKey(version), () => this.#make(code));
  }

  async #make(code: string): Promise<ScanPage> {
    const read = await this.#database.tx({}, (tx) => readDevice(tx, code, this.#chainId));
    if (read === undefined) throw unknownPassport();
    const { history, documents, ...device } = read;
    const more = await this.#representations.linksOf(device);
    const document = more.find(({ rel }) => rel === 'gs1:dpp')?.href ?? null;
    const view = showDevice(device, { history, documents, document, root: this.root });
    const links = deviceLinks(view, more);
    const enveloped = Buffer.concat([BEFORE, Buffer.from(JSON.stringify(view)), AFTER]);
    return {
      device,
      etag: etagOf(device.version),
      enveloped,
      bare: enveloped.subarray(BEFORE.length, -AFTER.length),
      links,
      mediaTypes: more.map(({ type }) => type),
      linkHeader: linkHeader([
        linksetLink(links.device.anchor),
        ...more.map(({ href, type, title }) => ({ href, rel: 'alternate', type, title })),
      ]),
      bytes: enveloped.length + 4096,
    };
  }
}

function unknownPassport(): LunaError {
  return new LunaError('PASSPORT_UNKNOWN', 'There is no passport with this code.');
}
