import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { staleContractsAbi } from '../../generate/index.ts';
import { renderContract } from '../../generate/render.ts';

void describe('contracts-abi', () => {
  void it('is what the contracts say now (else: npm run gen)', async () => {
    assert.deepEqual(await staleContractsAbi(), []);
  });

  void it('names selectors and topics by the signature', () => {
    const files = renderContract({
      name: 'TinyToken',
      bytecode: '0x00',
      abi: [
        {
          type: 'function',
          name: 'transfer',
          stateMutability: 'nonpayable',
          inputs: [
            { name: 'to', type: 'address' },
            { name: 'value', type: 'uint256' },
          ],
          outputs: [{ name: '', type: 'bool' }],
        },
      ],
    });
    assert.deepEqual(
      [...files.keys()],
      ['tiny-token.ts', 'tiny-token-bytecode.ts', 'tiny-token-hashes.ts'],
    );
    // The ERC-20 selector everybody knows.
    assert.match(files.get('tiny-token-hashes.ts') ?? '', /"transfer": "0xa9059cbb"/);
    assert.match(files.get('tiny-token-bytecode.ts') ?? '', /tinyTokenBytecode = "0x00" as const/);
  });
});
