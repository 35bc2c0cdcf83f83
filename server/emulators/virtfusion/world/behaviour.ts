/** What the emulator decides where the real panel's behaviour is inferred or unknown; see README.md. */
export interface Behaviour {
  /** `results` outside 1 to 200. */
  resultsOutOfRange: 'clamp' | 'reject';
  /** Whether unsuspending powers the server on again. */
  unsuspendBoots: boolean;
  /** How long after its 204 a suspension or its end waits in the queue before the flag moves, in milliseconds. */
  suspensionMs: number;
  /** Answer to suspending a suspended server, or unsuspending one that is not. */
  alreadyInWantedState: 204 | 409 | 422 | 423;
  /** Answer to booting a suspended server. */
  bootSuspended: 422 | 423;
  /** Answer to a duplicate e-mail on user creation. */
  duplicateEmail: 409 | 422;
  /** `true` imitates panels before 6.0.0. */
  refuseNegativeCredit: boolean;
  /** Answer to cancelling a credit entry twice. */
  cancelTwice: 204 | 404;
  /** Decimal places the panel keeps of a posted token amount. */
  tokenDecimals: number;
  /** Minutes before a deletion without `delay` happens. */
  defaultDeleteDelayMinutes: number;
  /** 423 on every DELETE of a server. */
  doNotDisturb: boolean;
  /** Builds end in `failed`. */
  buildsFail: boolean;
  /** Shortest and longest time of a power action, in milliseconds. */
  powerMs: readonly [number, number];
  /** Shortest and longest time of a build, in milliseconds. */
  buildMs: readonly [number, number];
  /** `GET /users` and `GET /users/:userId` on profile 7.1: documented siblings exist, these were never seen. */
  usersReadable: boolean;
  /** Bill servers with `selfService` 1 at package tokens / 730 an hour, as VirtFusion's own scheduler does. */
  nativeBiller: boolean;
}

export const defaultBehaviour: Behaviour = {
  resultsOutOfRange: 'clamp',
  unsuspendBoots: false,
  suspensionMs: 0,
  alreadyInWantedState: 204,
  bootSuspended: 423,
  duplicateEmail: 409,
  refuseNegativeCredit: false,
  cancelTwice: 404,
  tokenDecimals: 4,
  defaultDeleteDelayMinutes: 5,
  doNotDisturb: false,
  buildsFail: false,
  powerMs: [1_000, 5_000],
  buildMs: [5_000, 30_000],
  usersReadable: false,
  nativeBiller: false,
};
