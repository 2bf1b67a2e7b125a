import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { accessManagerAbi, nbTokenAbi, passportLogAbi, pointsBridgeAbi } from '@luna/contracts-abi';
import { network } from 'hardhat';
import { createPublicClient, getContract, http, padHex, toHex } from 'viem';
import type { Address } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import {
  ADMIN,
  deployPassportLog,
  GUARDIAN,
  PAUSER,
  readDeployment,
  readRoles,
  RESTRICTED_CALLS,
  WATCHER,
} from '../../deploy/index.ts';
import type { PassportLogParameters } from '../../deploy/index.ts';

/** First account of the well-known test mnemonic, which the in-memory chain funds. */
const DEPLOYER_KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const DAY = 86_400;

function account(n: number): Address {
  return padHex(toHex(0xacc0 + n), { size: 20 });
}

const params: PassportLogParameters = {
  origin: 'dev.luna/0badcafe',
  logKey: padHex('0x01', { size: 32 }),
  anchorer: account(1),
  guardian: account(2),
  watcher: account(3),
  admin: account(4),
  adminDelay: 2 * DAY,
  minSpacing: 30,
  maturity: 600,
  limit: 77_000,
};

async function startServer(chainId?: number) {
  const server = await network.createServer(
    { network: 'default', override: chainId === undefined ? {} : { chainId } },
    '127.0.0.1',
  );
  const { address, port } = await server.listen();
  return { rpcUrl: `http://${address}:${port}`, close: () => server.close() };
}

void describe('deployPassportLog', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'luna-deploy-'));
  });
  after(() => rm(folder, { recursive: true }));

  void it('hands every role out, keeps none, and is found again', async () => {
    const { rpcUrl, close } = await startServer();
    const options = {
      rpcUrl,
      deployerKey: DEPLOYER_KEY,
      params,
      deploymentDir: join(folder, 'a'),
    } as const;
    assert.equal(await readDeployment(options.deploymentDir), undefined);
    const deployment = await deployPassportLog(options);

    const client = createPublicClient({ transport: http(rpcUrl) });
    const log = getContract({ address: deployment.passportLog, abi: passportLogAbi, client });
    const manager = getContract({
      address: deployment.accessManager,
      abi: accessManagerAbi,
      client,
    });
    const logs = await log.getEvents.Started({
      fromBlock: BigInt(deployment.block),
      toBlock: BigInt(deployment.block),
    });
    assert.deepEqual(logs[0]?.args, { origin: params.origin, logKey: params.logKey });
    assert.equal(await log.read.authority(), deployment.accessManager);
    assert.equal((await log.read.head())[2].toLowerCase(), params.anchorer);

    const bridge = getContract({
      address: deployment.pointsBridge,
      abi: pointsBridgeAbi,
      client,
    });
    const token = getContract({ address: deployment.nbToken, abi: nbTokenAbi, client });
    assert.equal(await bridge.read.authority(), deployment.accessManager);
    assert.equal(await bridge.read.log(), deployment.passportLog);
    assert.equal(await bridge.read.token(), deployment.nbToken);
    assert.equal(await token.read.bridge(), deployment.pointsBridge);
    assert.equal(await bridge.read.maturity(), params.maturity);
    assert.equal(await bridge.read.limit(), 77_000n);

    const holds = async (role: bigint, who: Address) => await manager.read.hasRole([role, who]);
    assert.deepEqual(await holds(GUARDIAN, params.guardian), [true, 0]);
    assert.deepEqual(await holds(WATCHER, params.watcher), [true, 0]);
    assert.deepEqual(await holds(PAUSER, params.guardian), [true, 0]);
    assert.deepEqual(await holds(PAUSER, params.watcher), [true, 0]);
    assert.deepEqual(await holds(ADMIN, params.admin), [true, 2 * DAY]);
    assert.deepEqual(await holds(ADMIN, privateKeyToAddress(DEPLOYER_KEY)), [false, 0]);
    // Nobody may do anything at once, but what their role says.
    const atOnce: Record<string, Address[]> = {
      freeze: [params.guardian],
      confirm: [params.watcher],
      pause: [params.guardian, params.watcher],
    };
    const { admin, guardian, watcher, anchorer } = params;
    const deployer = privateKeyToAddress(DEPLOYER_KEY);
    for (const who of [admin, guardian, watcher, anchorer, deployer, deployment.accessManager]) {
      for (const { contract, call, selector } of RESTRICTED_CALLS) {
        const [may, delay] = await manager.read.canCall([who, deployment[contract], selector]);
        assert.equal(may, atOnce[call]?.includes(who) ?? false, `${who} ${call}`);
        const scheduled = who === admin && atOnce[call] === undefined ? 2 * DAY : 0;
        assert.equal(delay, scheduled, `${who} ${call} later`);
      }
    }
    // The same for whoever ever got a role: nobody is left with a delay of 0 who should not be.
    const { members, calls, ...roles } = await readRoles(client, deployment);
    const lower = members.map(({ account, ...rest }) => ({ ...rest, who: account.toLowerCase() }));
    assert.deepEqual(lower, [
      { role: 'administrator', delay: 2 * DAY, who: admin },
      { role: 'guardian', delay: 0, who: guardian },
      { role: 'pauser', delay: 0, who: guardian },
      { role: 'pauser', delay: 0, who: watcher },
      { role: 'watcher', delay: 0, who: watcher },
    ]);
    assert.equal(roles.anchorer.toLowerCase(), anchorer);
    assert.deepEqual(
      calls.filter(({ role }) => role !== 'administrator'),
      [
        { call: 'passportLog.freeze', role: 'guardian' },
        { call: 'passportLog.confirm', role: 'watcher' },
        { call: 'pointsBridge.pause', role: 'pauser' },
      ],
    );

    assert.deepEqual(await readDeployment(options.deploymentDir), deployment);
    const before = await client.getBlockNumber({ cacheTime: 0 });
    assert.deepEqual(await deployPassportLog(options), deployment);
    assert.equal(
      await client.getBlockNumber({ cacheTime: 0 }),
      before,
      'nothing is deployed twice',
    );
    await close();
  });

  void it('behaviour: a development chain that lost the contract gets a new one', async () => {
    const deploymentDir = join(folder, 'b');
    for (let start = 0; start < 2; start += 1) {
      const { rpcUrl, close } = await startServer();
      const { passportLog } = await deployPassportLog({
        rpcUrl,
        deployerKey: DEPLOYER_KEY,
        params,
        deploymentDir,
      });
      const client = createPublicClient({ transport: http(rpcUrl) });
      assert.notEqual(await client.getCode({ address: passportLog }), undefined);
      await close();
    }
  });

  void it('behaviour: a development chain from before the bridge gets new contracts', async () => {
    const deploymentDir = join(folder, 'old');
    const { rpcUrl, close } = await startServer();
    const options = { rpcUrl, deployerKey: DEPLOYER_KEY, params, deploymentDir } as const;
    const { pointsBridge, nbToken, ...before } = await deployPassportLog(options);
    const file = join(deploymentDir, 'deployment.json');
    await writeFile(file, JSON.stringify(before));
    const after = await deployPassportLog(options);
    assert.notEqual(after.passportLog, before.passportLog);
    assert.notEqual(after.pointsBridge, pointsBridge);
    assert.notEqual(after.nbToken, nbToken);
    // Elsewhere contracts are never deployed in the place of others.
    await writeFile(file, JSON.stringify({ ...before, chainId: 137 }));
    await assert.rejects(readDeployment(deploymentDir), { code: 'DEPLOYMENT_UNREADABLE' });
    await close();
  });

  void it('error: DEPLOYMENT_NOT_ON_CHAIN on any other chain', async () => {
    const deploymentDir = join(folder, 'b');
    const { rpcUrl, close } = await startServer(80_002);
    await assert.rejects(
      deployPassportLog({ rpcUrl, deployerKey: DEPLOYER_KEY, params, deploymentDir }),
      {
        code: 'DEPLOYMENT_NOT_ON_CHAIN',
      },
    );
    await close();
  });

  void it('error: ADMIN_IS_DEPLOYER', async () => {
    const admin = privateKeyToAddress(DEPLOYER_KEY);
    await assert.rejects(
      deployPassportLog({
        rpcUrl: 'http://127.0.0.1:1',
        deployerKey: DEPLOYER_KEY,
        params: { ...params, admin },
        deploymentDir: join(folder, 'c'),
      }),
      { code: 'ADMIN_IS_DEPLOYER' },
    );
  });

  void it('error: DEPLOYMENT_FAILED says where the journal is', async () => {
    const { rpcUrl, close } = await startServer();
    await assert.rejects(
      deployPassportLog({
        rpcUrl,
        deployerKey: DEPLOYER_KEY,
        params: { ...params, minSpacing: 1 },
        deploymentDir: join(folder, 'd'),
      }),
      { code: 'DEPLOYMENT_FAILED' },
    );
    await close();
  });

  void it('error: DEPLOYMENT_UNREADABLE', async () => {
    const file = join(folder, 'b', 'deployment.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"block"', '"blocks"'));
    await assert.rejects(readDeployment(join(folder, 'b')), { code: 'DEPLOYMENT_UNREADABLE' });
  });
});
