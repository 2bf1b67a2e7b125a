import { Controller, Get, Header, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { ContentStore } from '@luna/content';
import { LunaError } from '@luna/runtime';
import { z } from 'zod';
import { CONTENT_STORE } from '../../parts.ts';

const rawQuery = z.strictObject({ format: z.literal('raw').optional() });

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
  @ApiOperation({ operationId: 'getBlock', summary: 'A block of the content store' })
  @ApiProduces('application/vnd.ipld.raw')
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
