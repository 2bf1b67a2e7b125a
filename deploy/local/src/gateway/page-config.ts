/** `/config.json`: what the page must know before it checks anything. */
export interface PageConfig {
  /** Trust roots, as in `$LUNA_HOME/trust.json`. */
  trust: { chainId: number; passportLog: string; origin: string; logKeys: readonly string[] };
  rpcUrls: readonly string[];
  /** Asked as `GATEWAY/ipfs/<cid>?format=raw`; answers are hashed. The page's own origin is one of them. */
  ipfsGateways: readonly string[];
  /** The page's own origin: everything of ours is behind it. */
  apiUrl: string;
}

/** What a start knows; the page's own origin is only known per request (localhost or 127.0.0.1). */
export type PageSettings = Omit<PageConfig, 'apiUrl'>;

export function pageConfig(settings: PageSettings, origin: string): PageConfig {
  return {
    ...settings,
    ipfsGateways: [...new Set([origin, ...settings.ipfsGateways])],
    apiUrl: origin,
  };
}
