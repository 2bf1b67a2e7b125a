// Generated from contracts/ by `npm run gen`. Do not edit.

/** First topic of each event. */
export const PASSPORT_LOG_TOPICS = {
  "Anchored": "0xbe4081a5639aa4135effb7317e10fdd805748cacbc6a4e4063b58a857c2c0527",
  "AnchorerAppointed": "0x2ab20b751acb41bf119b73fba1d630156b668826e193cb500a363b5ef572e15f",
  "AuthorityUpdated": "0x2f658b440c35314f52658ea8a740e05b284cdc84dc9ae01e891f21b8933e7cad",
  "Confirmed": "0xd325b9ffb743bc496dfe19bf00fe2b64fd55e0c5af7d6db866da100e04748a40",
  "Frozen": "0xa8cab3d1893ed53071b052fafa843143492f25d1d6b0170d460789f7ab1954be",
  "LogKeyAdded": "0x5533773c2a34b3605045f9a19c0a1bd646603bc8d5186f8f057f2243af6ecee8",
  "LogKeyEnded": "0x800b9a1e65641d6e427b947827878abf7a6ba828b74752fdad072aa7728a0fde",
  "Retired": "0xa0b9cd2d65423a646ac837e1d689dd7d8d7dc2c1b3a58794f0f3d59a29f76972",
  "Started": "0x236be42e6e85d0c3a6ca40e935fa9547c051303aeab2fcc244c4aa43ec050882",
  "Succeeded": "0xf2712d67e88a9d1c1f891a418f17541a1a6e1178ec761f5c26c11299ec016bb8"
} as const;

/** First four bytes of the call data of each function. */
export const PASSPORT_LOG_SELECTORS = {
  "MAX_GROWTH": "0x4930b627",
  "RING_SIZE": "0x8db0543c",
  "addLogKey": "0x72130c8d",
  "anchor": "0x4bc92c0d",
  "appoint": "0x37f1a470",
  "authority": "0xbf7e214f",
  "confirm": "0x0fd39d4e",
  "endLogKey": "0xa0936ea0",
  "freeze": "0x62a5af3b",
  "head": "0x8f7dcfa3",
  "isAnchored": "0xc598f1fa",
  "isConsumingScheduledOp": "0x8fb36037",
  "logKey": "0x854d61a0",
  "maturity": "0x204f83f9",
  "minSpacing": "0x3fdc5785",
  "origin": "0x938b5f32",
  "predecessor": "0xb719d032",
  "retire": "0x8b201bb1",
  "retirement": "0xd43b01fa",
  "ring": "0xec73ae46",
  "setAuthority": "0x7a9e5e4b",
  "start": "0xbe9a6555",
  "verifyInclusion": "0x4a7b38ff"
} as const;
