import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { findAnything } from '../../services/search/find-anything.ts';

export function mountSearch(router: Router): void {
  mount(router, api.search.find, findAnything);
}
