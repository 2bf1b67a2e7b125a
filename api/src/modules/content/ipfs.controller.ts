import { Controller, Get, Header, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ContentStore } from '@luna/content';
import { LunaError } from '@luna/runtime';
import { z } from 'zod';
import { Refuses } from '../../http/refuses.ts';
import { BYTES, Sends } from '../../http/sends.ts';
import { CONTENT_STORE } from '../../parts.ts';

const rawQuery = z.strictObject({
  format: z.literal('raw').optional().meta({ description: 'The only one there is' }),
});

/** Blocks by CID, as trustless gateways serve them: whoever reads them hashes them. */
@ApiTags('ipfs')
@Controller('ipfs')
export class IpfsController {
  readonly #content: ContentStore;

  constructor(@Inject(CONTENT_STORE) content: ContentStore) {
    this.#content = content;
  }

  @Get(':cid')
  @Header('content-type', 'application/vnd.ipld.raw')
  @Header('cache-control', 'public, max-age=31536000, immutable')
  @Refuses('CONTENT_NOT_FOUND', 'CID_INVALID', 'CONTENT_UNAVAILABLE', 'CONTENT_CORRUPT')
  @ApiOperation({ operationId: 'getBlock', summary: 'A block of the content store' })
  @Sends('application/vnd.ipld.raw', BYTES)
  async block(
    // Only to refuse other formats, which this gateway does not make.
    @Query({ schema: rawQuery }) _query: z.infer<typeof rawQuery>,
    @Param('cid') cid: string,
  ): Promise<Buffer> {
    return Buffer.from(await blockHere(this.#content, cid));
  }
}

/** Asked first whether it is here: a Kubo node would otherwise look for it in the whole network. */
async function blockHere(content: ContentStore, cid: string): Promise<Uint8Array> {
  if (await content.has(cid)) return content.get(cid);
  throw new LunaError('CONTENT_NOT_FOUND', 'The content store has no block of this CID.');
}
