/** By what name the page and the service worker speak of a sync without a page. */
export const TAG = 'changes';
