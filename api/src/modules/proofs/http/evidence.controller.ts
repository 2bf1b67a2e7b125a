import { Get, Header, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { evidenceSchema, type Evidence } from '@luna/evidence';
import { z } from 'zod';
import { envelopeOf } from '../../../http/envelope.ts';
import { Refuses } from '../../../http/refuses.ts';
import { V1Controller } from '../../../http/v1-controller.ts';
import { OptionalCaller, Anyone, type Caller } from '../../auth/auth.public.ts';
import { EvidenceOfPassport } from '../use/evidence-of-passport.ts';

const evidence = z.object(evidenceSchema.shape).meta({ id: 'Evidence' });

@V1Controller('passports', 'proofs')
export class EvidenceController {
  readonly #evidence: EvidenceOfPassport;

  constructor(evidence: EvidenceOfPassport) {
    this.#evidence = evidence;
  }

  @Get(':id/evidence')
  @Anyone()
  @Header('cache-control', 'no-store')
  @Refuses('NOT_ANCHORED_YET', 'TRUST_MISSING', 'CONTENT_UNAVAILABLE')
  @ApiOperation({
    operationId: 'getEvidence',
    summary: 'Evidence of a passport; `data` is the file that `luna verify` reads',
  })
  @ApiOkResponse({ standardSchema: envelopeOf(evidence) })
  get(@OptionalCaller() caller: Caller | undefined, @Param('id') id: string): Promise<Evidence> {
    return this.#evidence.of(caller, id);
  }
}
