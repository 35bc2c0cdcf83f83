import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { createReplay } from '../../services/replays/create-replay.ts';
import { approveReplay, cancelReplay, postReplay } from '../../services/replays/decide-replay.ts';
import { getReplay } from '../../services/replays/get-replay.ts';
import { listReplayServers } from '../../services/replays/list-replay-servers.ts';
import { listReplays } from '../../services/replays/list-replays.ts';

export function mountReplays(router: Router): void {
  mount(router, api.replays.list, listReplays);
  mount(router, api.replays.get, getReplay);
  mount(router, api.replays.servers, listReplayServers);
  mount(router, api.replays.create, createReplay);
  mount(router, api.replays.post, postReplay);
  mount(router, api.replays.approve, approveReplay);
  mount(router, api.replays.cancel, cancelReplay);
}
