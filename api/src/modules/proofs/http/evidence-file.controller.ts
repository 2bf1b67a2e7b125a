import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refuses } from '../../../http/refuses.ts';
import { jsonLike, Sends } from '../../../http/sends.ts';
import { Anyone, OptionalCaller, type Caller } from '../../auth/auth.public.ts';
import { EvidenceFiles } from '../use/evidence-files.ts';
import { EVIDENCE_TYPE } from './evidence-type.ts';

/** The file alone, so outside of the envelope. */
@ApiTags('proofs')
@Controller('api/v1/passports')
export class EvidenceFileController {
  readonly #files: EvidenceFiles;

  constructor(files: EvidenceFiles) {
    this.#files = files;
  }

  @Get(':id/evidence/file')
  @Anyone()
  @Header('content-type', EVIDENCE_TYPE)
  @Header('cache-control', 'no-store')
  @Refuses('NOT_ANCHORED_YET', 'TRUST_MISSING', 'CONTENT_UNAVAILABLE')
  @ApiOperation({
    operationId: 'getEvidenceFile',
    summary: 'Evidence of a passport as the file that `luna verify` reads',
  })
  @Sends(EVIDENCE_TYPE, jsonLike({ version: 1 }))
  file(@OptionalCaller() caller: Caller | undefined, @Param('id') id: string): Promise<Buffer> {
    return this.#files.of(caller, id);
  }
}
