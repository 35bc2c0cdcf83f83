/** What the address of the page says when it says nothing. */
export const deliveryDefaults = { show: '', state: '', event: '', way: '', customerId: '', sort: '' };
