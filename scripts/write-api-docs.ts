import { writeFileSync } from 'node:fs';
import { api } from '#shared/api/index.ts';
import { drawApi } from './docs/draw-api.ts';

/** `npm run docs:api`: writes md-docs/api.md anew from the contract. */
writeFileSync('md-docs/api.md', drawApi(api));
