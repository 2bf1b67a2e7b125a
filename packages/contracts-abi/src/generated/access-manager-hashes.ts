// Generated from contracts/ by `npm run gen`. Do not edit.

/** First topic of each event. */
export const ACCESS_MANAGER_TOPICS = {
  "OperationCanceled": "0xbd9ac67a6e2f6463b80927326310338bcbb4bdb7936ce1365ea3e01067e7b9f7",
  "OperationExecuted": "0x76a2a46953689d4861a5d3f6ed883ad7e6af674a21f8e162707159fc9dde614d",
  "OperationScheduled": "0x82a2da5dee54ea8021c6545b4444620291e07ee83be6dd57edb175062715f3b4",
  "RoleAdminChanged": "0x1fd6dd7631312dfac2205b52913f99de03b4d7e381d5d27d3dbfe0713e6e6340",
  "RoleGrantDelayChanged": "0xfeb69018ee8b8fd50ea86348f1267d07673379f72cffdeccec63853ee8ce8b48",
  "RoleGranted": "0xf98448b987f1428e0e230e1f3c6e2ce15b5693eaf31827fbd0b1ec4b424ae7cf",
  "RoleGuardianChanged": "0x7a8059630b897b5de4c08ade69f8b90c3ead1f8596d62d10b6c4d14a0afb4ae2",
  "RoleLabel": "0x1256f5b5ecb89caec12db449738f2fbcd1ba5806cf38f35413f4e5c15bf6a450",
  "RoleRevoked": "0xf229baa593af28c41b1d16b748cd7688f0c83aaf92d4be41c44005defe84c166",
  "TargetAdminDelayUpdated": "0xa56b76017453f399ec2327ba00375dbfb1fd070ff854341ad6191e6a2e2de19c",
  "TargetClosed": "0x90d4e7bb7e5d933792b3562e1741306f8be94837e1348dacef9b6f1df56eb138",
  "TargetFunctionRoleUpdated": "0x9ea6790c7dadfd01c9f8b9762b3682607af2c7e79e05a9f9fdf5580dde949151"
} as const;

/** First four bytes of the call data of each function. */
export const ACCESS_MANAGER_SELECTORS = {
  "ADMIN_ROLE": "0x75b238fc",
  "PUBLIC_ROLE": "0x3ca7c02a",
  "canCall": "0xb7009613",
  "cancel": "0xd6bb62c6",
  "consumeScheduledOp": "0x94c7d7ee",
  "execute": "0x1cff79cd",
  "expiration": "0x4665096d",
  "getAccess": "0x3078f114",
  "getNonce": "0x4136a33c",
  "getRoleAdmin": "0x530dd456",
  "getRoleGrantDelay": "0x12be8727",
  "getRoleGuardian": "0x0b0a93ba",
  "getSchedule": "0x3adc277a",
  "getTargetAdminDelay": "0x4c1da1e2",
  "getTargetFunctionRole": "0x6d5115bd",
  "grantRole": "0x25c471a0",
  "hasRole": "0xd1f856ee",
  "hashOperation": "0xabd9bd2a",
  "isTargetClosed": "0xa166aa89",
  "labelRole": "0x853551b8",
  "minSetback": "0xcc1b6c81",
  "multicall": "0xac9650d8",
  "renounceRole": "0xfe0776f5",
  "revokeRole": "0xb7d2b162",
  "schedule": "0xf801a698",
  "setGrantDelay": "0xa64d95ce",
  "setRoleAdmin": "0x30cae187",
  "setRoleGuardian": "0x52962952",
  "setTargetAdminDelay": "0xd22b5989",
  "setTargetClosed": "0x167bd395",
  "setTargetFunctionRole": "0x08d6122d",
  "updateAuthority": "0x18ff183c"
} as const;
