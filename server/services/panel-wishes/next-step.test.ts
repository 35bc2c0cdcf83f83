import { expect, test } from 'vitest';
import { nextStep, type PanelSeen, type WishInHand } from './next-step.ts';

const now = new Date('2026-11-02T12:00:00Z');
const at = (secondsAgo: number) => new Date(now.getTime() - secondsAgo * 1000);
const sent = (action: 'suspend' | 'unsuspend' | 'boot' | 'delete', ago: number) => ({ action, at: at(ago) });

const running: PanelSeen = { kind: 'present', suspended: false, power: 'running', isBeingDeleted: false };
const stopped: PanelSeen = { ...running, power: 'stopped' };
const silent: PanelSeen = { ...running, power: 'unknown' };
const suspended: PanelSeen = { ...running, suspended: true, power: 'stopped' };
const leaving: PanelSeen = { ...suspended, isBeingDeleted: true };
const gone: PanelSeen = { kind: 'gone' };

const ours = { oursSince: at(900), wasRunning: true };
const freed = { ...ours, releasedAt: at(5) };

test.each`
  wanted         | known                                                         | seen         | step                                        | because
  ${'suspended'} | ${{}}                                                         | ${running}   | ${{ action: 'suspend' }}                    | ${'it is to be suspended'}
  ${'suspended'} | ${{}}                                                         | ${suspended} | ${{ outcome: 'not_ours' }}                  | ${'the abuse team was there first'}
  ${'suspended'} | ${{ sent: sent('suspend', 3) }}                               | ${suspended} | ${{ outcome: 'done', learned: 'ours' }}     | ${'we asked for it, and it is'}
  ${'suspended'} | ${{ sent: sent('suspend', 3) }}                               | ${running}   | ${{ kind: 'wait' }}                         | ${'204 may mean queued'}
  ${'suspended'} | ${{ sent: sent('suspend', 61) }}                              | ${running}   | ${{ action: 'suspend' }}                    | ${'the call was lost'}
  ${'suspended'} | ${ours}                                                       | ${suspended} | ${{ outcome: 'done' }}                      | ${'it is already, by us'}
  ${'suspended'} | ${ours}                                                       | ${running}   | ${{ outcome: 'taken_over' }}                | ${'somebody let it run: we do not fight people'}
  ${'suspended'} | ${{ ...ours, sent: sent('unsuspend', 3) }}                    | ${suspended} | ${{ kind: 'wait' }}                         | ${'our unsuspending may still be queued'}
  ${'suspended'} | ${{ ...ours, sent: sent('unsuspend', 90) }}                   | ${running}   | ${{ action: 'suspend' }}                    | ${'we freed it ourselves'}
  ${'suspended'} | ${freed}                                                      | ${running}   | ${{ action: 'suspend' }}                    | ${'we freed it ourselves, and noted it'}
  ${'suspended'} | ${{}}                                                         | ${gone}      | ${{ outcome: 'gone' }}                      | ${'there is no such server'}
  ${'free'}      | ${{}}                                                         | ${suspended} | ${{ outcome: 'not_ours' }}                  | ${'we never suspended it'}
  ${'free'}      | ${{}}                                                         | ${running}   | ${{ outcome: 'not_ours' }}                  | ${'we never suspended it'}
  ${'free'}      | ${{ sent: sent('suspend', 3) }}                               | ${suspended} | ${{ action: 'unsuspend', learned: 'ours' }} | ${'our call came through after all'}
  ${'free'}      | ${{ sent: sent('suspend', 3) }}                               | ${running}   | ${{ kind: 'wait' }}                         | ${'our suspension may still be queued'}
  ${'free'}      | ${{ sent: sent('suspend', 61) }}                              | ${running}   | ${{ outcome: 'not_ours' }}                  | ${'it was lost'}
  ${'free'}      | ${ours}                                                       | ${suspended} | ${{ action: 'unsuspend' }}                  | ${'ours, and paid'}
  ${'free'}      | ${ours}                                                       | ${running}   | ${{ outcome: 'taken_over' }}                | ${'somebody freed it before us'}
  ${'free'}      | ${{ ...ours, sent: sent('unsuspend', 3) }}                    | ${suspended} | ${{ kind: 'wait' }}                         | ${'204 may mean queued'}
  ${'free'}      | ${{ ...ours, sent: sent('unsuspend', 61) }}                   | ${suspended} | ${{ action: 'unsuspend' }}                  | ${'the call was lost'}
  ${'free'}      | ${{ ...ours, sent: sent('unsuspend', 3) }}                    | ${stopped}   | ${{ action: 'boot', learned: 'released' }}  | ${'freed, and it ran before'}
  ${'free'}      | ${{ ...ours, sent: sent('unsuspend', 3) }}                    | ${running}   | ${{ outcome: 'done', learned: 'released' }} | ${'this VirtFusion boots by itself'}
  ${'free'}      | ${{ ...ours, wasRunning: false, sent: sent('unsuspend', 3) }} | ${stopped}   | ${{ outcome: 'done', learned: 'released' }} | ${'it was off before'}
  ${'free'}      | ${freed}                                                      | ${stopped}   | ${{ action: 'boot' }}                       | ${'it ran before'}
  ${'free'}      | ${{ ...freed, sent: sent('boot', 3) }}                        | ${stopped}   | ${{ kind: 'wait' }}                         | ${'booting takes a moment'}
  ${'free'}      | ${{ ...freed, sent: sent('boot', 61) }}                       | ${stopped}   | ${{ action: 'boot' }}                       | ${'the boot was lost'}
  ${'free'}      | ${freed}                                                      | ${silent}    | ${{ kind: 'wait' }}                         | ${'its hypervisor does not say'}
  ${'free'}      | ${freed}                                                      | ${suspended} | ${{ outcome: 'taken_over' }}                | ${'the abuse team came in between'}
  ${'deleted'}   | ${ours}                                                       | ${suspended} | ${{ action: 'delete' }}                     | ${'two people said so'}
  ${'deleted'}   | ${{ ...ours, sent: sent('delete', 3) }}                       | ${suspended} | ${{ kind: 'wait' }}                         | ${'it may be on its way'}
  ${'deleted'}   | ${ours}                                                       | ${leaving}   | ${{ outcome: 'done' }}                      | ${'VirtFusion has it down for deletion'}
  ${'deleted'}   | ${ours}                                                       | ${running}   | ${{ outcome: 'taken_over' }}                | ${'somebody let it live'}
  ${'deleted'}   | ${ours}                                                       | ${gone}      | ${{ outcome: 'gone' }}                      | ${'it is deleted'}
`('wanted $wanted: $because', ({ wanted, known, seen, step }) => {
  const wish: WishInHand = {
    wanted,
    oursSince: null,
    wasRunning: null,
    releasedAt: null,
    sent: null,
    ...known,
  };
  expect(nextStep(wish, seen, now)).toMatchObject(step);
});

test.each(['suspended', 'free', 'deleted'] as const)(
  'wanted %s: what we never touched is never unsuspended',
  (wanted) => {
    const untouched: WishInHand = { wanted, oursSince: null, wasRunning: null, releasedAt: null, sent: null };
    for (const seen of [running, stopped, silent, suspended, leaving, gone]) {
      expect(nextStep(untouched, seen, now)).not.toMatchObject({ action: 'unsuspend' });
    }
  },
);
