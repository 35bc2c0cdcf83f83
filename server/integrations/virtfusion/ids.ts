declare const kind: unique symbol;

/** VirtFusion's own number of a user: `owner` of a server. Never accepted where an external relation id is meant. */
export type VirtFusionUserId = number & { readonly [kind]: 'VirtFusionUserId' };

/**
 * The number that the operator's other system gave a user, such as a WHMCS client id; null in VirtFusion for users
 * made by hand. All self-service calls are keyed on it. The two number spaces overlap, so only the type tells.
 */
export type ExtRelationId = number & { readonly [kind]: 'ExtRelationId' };

/** @throws RangeError unless it is a whole number, not negative, below 2^53. */
export function virtFusionUserId(value: number): VirtFusionUserId {
  return checkedId(value, 'VirtFusion user id') as VirtFusionUserId;
}

/** @throws RangeError unless it is a whole number, not negative, below 2^53. */
export function extRelationId(value: number): ExtRelationId {
  return checkedId(value, 'external relation id') as ExtRelationId;
}

function checkedId(value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no ${what}`);
  return value;
}
