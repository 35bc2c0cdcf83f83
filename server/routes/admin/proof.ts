import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { latestProof } from '../../services/proof/latest-proof.ts';

export function mountProof(router: Router): void {
  mount(router, api.proof.latest, latestProof);
}
