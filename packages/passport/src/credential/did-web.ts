import { CredentialError } from './credential-error.ts';

const SEGMENT = '[A-Za-z0-9_-][A-Za-z0-9._-]*';
const DID_WEB = new RegExp(`^did:web:([a-z0-9.-]+)(?:%3[Aa]([0-9]+))?((?::${SEGMENT})*)$`);
const PATH = new RegExp(`^${SEGMENT}(?:/${SEGMENT})*$`);
/** A development machine: the one IP address that stands for a host, and plain http. */
const LOOPBACK = /^(?:localhost|127\.0\.0\.1)(?::|$)/;

/**
 * The did:web identifier of a host, with its port when it has one, and of a path below it:
 * `didFromHost('localhost:5173', 'orgs/MED')` is `did:web:localhost%3A5173:orgs:MED`.
 *
 * @param path segments of letters, digits, `.`, `_`, `-`, not starting with a dot, joined by `/`
 * @throws CredentialError DID_INVALID; did:web forbids IP addresses, loopback is tolerated
 */
export function didFromHost(host: string, path = ''): string {
  checkHost(host);
  if (path !== '' && !PATH.test(path)) refuse(`${path} is not a path of a did:web`);
  const segments = path === '' ? '' : `:${path.replaceAll('/', ':')}`;
  return `did:web:${host.replace(':', '%3A')}${segments}`;
}

/**
 * Where the document of a did:web is served (did:web method, section "Read"): https, and plain http on
 * a development machine.
 * @throws CredentialError DID_INVALID, also for DID URLs with a fragment
 */
export function didWebUrl(did: string): string {
  const [, name, port, segments] = DID_WEB.exec(did) ?? [];
  if (name === undefined || segments === undefined) refuse(`${did} is not a did:web`);
  const host = port === undefined ? name : `${name}:${port}`;
  checkHost(host);
  const path = segments === '' ? '/.well-known' : segments.replaceAll(':', '/');
  return `${LOOPBACK.test(host) ? 'http' : 'https'}://${host}${path}/did.json`;
}

/** A host as URLs normalise it: lower case, ASCII, no default port, no address. */
function checkHost(host: string): void {
  const url = URL.parse(`https://${host}`);
  const isAddress = /^[0-9.]+(?::|$)/.test(host) && !LOOPBACK.test(host);
  if (url?.host !== host || !/^[a-z0-9.-]+(?::[0-9]+)?$/.test(host) || isAddress) {
    refuse(`${host} is not the host of a did:web`);
  }
}

function refuse(message: string): never {
  throw new CredentialError('DID_INVALID', message);
}
