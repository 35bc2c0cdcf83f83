/** What the seal of an authenticator app's secret is bound to. */
export function secondFactorPlace(adminId: number | string): string {
  return `admin_second_factors:${adminId}`;
}
