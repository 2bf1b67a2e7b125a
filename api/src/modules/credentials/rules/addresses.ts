import { didFromHost } from '@luna/passport';

const ISSUERS = 'issuers';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * What stands where below the public origin. An issuer is named by the organisation's UUID, which no
 * other organisation ever gets; a code can be given up.
 */
export class Addresses {
  readonly origin: string;
  readonly #host: string;

  constructor(publicUrl: string) {
    ({ origin: this.origin, host: this.#host } = new URL(publicUrl));
  }

  /** Throws CredentialError DID_INVALID when the origin is an address, not a name. */
  did(organizationId: string): string {
    return didFromHost(this.#host, `${ISSUERS}/${organizationId}`);
  }

  /** The organisation whose {@link did} this is; undefined for everybody else's. */
  organizationOf(did: string): string | undefined {
    const id = did.slice(did.lastIndexOf(':') + 1);
    return UUID.test(id) && this.did(id) === did ? id : undefined;
  }

  statusList(organizationId: string, list: number): string {
    return `${this.origin}/${ISSUERS}/${organizationId}/status/${list}`;
  }

  /** Which list of the organisation has this address. */
  statusListOf(organizationId: string, url: string): number | undefined {
    const list = Number(url.slice(url.lastIndexOf('/') + 1));
    return this.statusList(organizationId, list) === url ? list : undefined;
  }

  /** A version of the passport document. */
  document(code: string, position: number): string {
    return `${this.origin}/api/v1/passports/${code}/document?position=${position}`;
  }

  /** What passport documents link to. */
  links(code: string): { evidence: string; log: string } {
    return {
      evidence: `${this.origin}/api/v1/passports/${code}/evidence`,
      log: `${this.origin}/log/checkpoint`,
    };
  }
}
